"""Messages of tables of many applicants: reading, scoring, ranking and writing them."""

from hukou_cli.text.language import Texts

TABLE: Texts = {
    "output-exists": {
        "en": "this file already exists\nName another, or add --force to replace it.",
        "zh": "已有同名文件\n请换一个名称，或加 --force 覆盖。",
    },
    "output-written-meanwhile": {
        "en": "another program wrote this file while this one ran\nIt was not replaced. Look at it, and run again.",
        "zh": "运行期间，另一程序写入了该文件\n没有覆盖它。请查看后重新运行。",
    },
    "output-is-input": {
        "en": "this is the input\nName another file: the input is never written over.",
        "zh": "这就是输入文件\n请换一个名称：不会覆盖输入文件。",
    },
    "packed-too-well": {
        "en": "this file unpacks to over {allowed} times its size\nNo table packs so well. Unpack it to see why.",
        "zh": "该文件解压后超过自身大小的 {allowed} 倍\n没有表格能压缩到这种程度。请先解压，看看内容。",
    },
    "table-empty": {
        "en": "there is no row in this file\nThe first row names the columns, the others are applicants.",
        "zh": "文件中没有任何行\n第一行为列名，其余每行一名申请人。",
    },
    "old-line-ends": {
        "en": "lines end in a carriage return alone\nSave the table as CSV (UTF-8) for Windows or Unix.",
        "zh": "各行仅以回车符结尾\n请另存为 CSV（UTF-8），不要选旧式 Mac 格式。",
    },
    "json-not-lines": {
        "en": "JSON, but not one object a line\nWrite each applicant as an object on a line of its own.",
        "zh": "是 JSON，但不是每行一个对象\n请把每名申请人写成单独一行的对象。",
    },
    "not-text": {
        "en": "neither UTF-8 nor GB18030 text\nSave the table as CSV (UTF-8).",
        "zh": "既不是 UTF-8 也不是 GB18030 文本\n请另存为 CSV（UTF-8）。",
    },
    "utf-16": {
        "en": "UTF-16 text\nSave the table as CSV (UTF-8) instead of Unicode text.",
        "zh": "UTF-16 文本\n请另存为 CSV（UTF-8），而不是 Unicode 文本。",
    },
    "not-parquet": {"en": "not a whole Parquet file", "zh": "不是完整的 Parquet 文件"},
    "header-not-in-encoding": {
        "en": "the header is not UTF-8 text\nSave the table as CSV (UTF-8).",
        "zh": "表头不是 UTF-8 文本\n请另存为 CSV（UTF-8）。",
    },
    "header-nul-byte": {
        "en": "the header holds a NUL byte\nSave the table as CSV (UTF-8).",
        "zh": "表头含有 NUL 字节\n请另存为 CSV（UTF-8）。",
    },
    "header-line-too-long": {"en": "the header is too long to be one", "zh": "表头过长"},
    "header-broken-quotes": {
        "en": "a quote in the header is never closed\nWrite a quote inside quotes twice.",
        "zh": "表头的引号未闭合\n引号内的引号须写两次。",
    },
    "header-empty-name": {
        "en": "no name above column {seen}\nName it, or remove the column.",
        "zh": "第 {seen} 列没有列名\n请填写列名或删去该列。",
    },
    "page": {
        "en": "this is a web page, XML or PDF, not a table, whatever its name ends in\n"
        "Open it in a spreadsheet program and save it as .xlsx or CSV (UTF-8).",
        "zh": "这是网页、XML 或 PDF，不是表格（与文件名的后缀无关）\n请用表格软件打开，另存为 .xlsx 或 CSV（UTF-8）。",
    },
    "header-is-title": {
        "en": "this line is no header: it holds “{seen}” alone\nRemove it, so that the first line names the columns.",
        "zh": "此行不是列名：其中只有“{seen}”\n请删去该行，使第一行为列名。",
    },
    "header-below": {
        "en": "the header is in line {line}; what stands above it is not read: “{seen}”",
        "zh": "表头在第 {line} 行，其上各行未读取：“{seen}”",
    },
    "records-in-table": {
        "en": "a cell holds no dated records, and {seen} is a kind of them: a row has counts\n"
        "Give the counts, or the records in a table of their own: --records FILE. Rows of JSON lines may hold them.",
        "zh": "单元格里写不下逐段记录，而 {seen} 是一类记录；每行只填写月数等数值\n"
        "请填写各项数值，或把记录另列一表：--records 文件；JSON 每行一个对象时，记录可写在行内。",
    },
    "no-record-column": {
        "en": "the table of records has no column for {what_en} (`{key}`): “{seen}”\n"
        "Add it. `hukou policy columns CITY --records` writes a blank table of records.",
        "zh": "记录表没有“{what_zh}”（{key}）这一列：“{seen}”\n"
        "请加上该列。`hukou policy columns 城市 --records` 可生成空白记录表。",
    },
    "record-key-twice": {
        "en": "{what_en} (`{key}`) is in two columns, “{seen}” and “{other}”\nKeep one.",
        "zh": "“{what_zh}”（{key}）出现在“{seen}”和“{other}”两列\n请只留一列。",
    },
    "record-columns-dropped": {
        "en": "columns of the table of records that are not read: {en}",
        "zh": "记录表中未读取的列：{zh}",
    },
    "records-and-table-stdin": {
        "en": "the table and its records cannot both come from standard input\nName a file for one of them.",
        "zh": "人员表和记录表不能都来自标准输入\n请为其中一个指定文件。",
    },
    "sheet-without-records": {
        "en": "--records-sheet names a sheet, but no workbook of records\nAdd it: --records FILE.xlsx",
        "zh": "--records-sheet 指定了工作表，却没有记录工作簿\n请加 --records 文件.xlsx。",
    },
    "record-without-id": {
        "en": "this record has no id in “{seen}”, so that it may be anybody's\n"
        "Write the id in every row, also where cells were merged, or delete the row; then nobody's figures lack it.",
        "zh": "这条记录的“{seen}”是空的，不知属于谁\n"
        "请在每一行写明编号（合并过的单元格也要逐行填写），或删去该行；否则会有人少算。",
    },
    "counting-ended": {
        "en": "a process that counts from dated records was ended from outside, as where memory is short; nothing was "
        "written\nClose other programs, or add --threads 1.",
        "zh": "按记录计数的进程被中止（多因内存不足），没有写出任何内容\n请关闭其他程序，或加 --threads 1 重算。",
    },
    "record-of-nobody": {
        "en": "no row of people has the id “{seen}”, so that the record counts for nobody\n"
        "Compare how the id is written in both tables, as its leading zeros; or delete the record.",
        "zh": "人员表中没有编号“{seen}”，这条记录未计入任何人\n请核对两表中编号的写法（如开头的 0），或删去这条记录。",
    },
    "records-repeated": {
        "en": "rows that say the same of the same person as others: {count} (lines {seen})\n"
        "Months count once however often they are told, but amounts of tax are added: delete what is told twice.",
        "zh": "同一人的相同记录重复 {count} 行（第 {seen} 行）\n月份重复只计一次，个税的税额则会相加：请删去重复的行。",
    },
    "unknown-record-kind": {
        "en": "“{seen}” is no kind of record\n{nearest}Known: {allowed}",
        "zh": "没有“{seen}”这类记录\n{nearest}可用：{allowed}",
    },
    "cell-not-of-kind": {
        "en": "“{seen}” stands where a record of kind {kind_en} has nothing\n"
        "Empty the cell, or change the kind of the record.",
        "zh": "“{kind_zh}”类记录没有这一项，却写了“{seen}”\n请清空该单元格，或改正类别。",
    },
    "none-beside-records": {
        "en": "none of kind {kind_en} is said here, and other rows of the person have some\n"
        "Delete the one or the others.",
        "zh": "这里写明没有“{kind_zh}”记录，而此人另有此类记录\n请只留一种说法。",
    },
    "record-cell-empty": {
        "en": "“{column}” is empty, and a record of kind {kind_en} needs it\nFill it in, as {example}.",
        "zh": "“{column}”是空的，“{kind_zh}”类记录须填写\n请填写，如 {example}。",
    },
    "record-not-a-month": {
        "en": "“{seen}” is no month\nWrite it as 2020-08, 2020/8, 202008 or 2020年8月, or a day of it as 2020-08-15.",
        "zh": "“{seen}”不是月份\n请写作 2020-08、2020/8、202008 或 2020年8月，也可写到日，如 2020-08-15。",
    },
    "record-ends-too-early": {
        "en": "the record ends in {seen}, before it begins in {other}\n"
        "Both months are included; leave the end empty while it goes on.",
        "zh": "记录止于 {seen}，早于开始的 {other}\n首尾两月均计入；仍在持续的，止月留空。",
    },
    "record-month-in-future": {
        "en": "{seen} is in the future\n"
        "Give months up to {allowed}; leave the end empty while it goes on. Of what is still to come write yes in "
        "`planned`.",
        "zh": "{seen} 尚未到来\n"
        "请填写不晚于 {allowed} 的月份；仍在持续的，止月留空；打算以后才有的，在“计划中”一列填 是。",
    },
    "record-month-outside": {
        "en": "{seen} is not a month of this record\nList months between its first and its last only.",
        "zh": "{seen} 不在本条记录的起止月份之内\n只能列出起止之间的月份。",
    },
    "record-not-a-spouses": {
        "en": "“{column}” is “{seen}”, but the home is not the spouse's\n"
        "Empty the cell, or tell that it is the spouse's.",
        "zh": "“{column}”为“{seen}”，但住所不是配偶的\n请清空该单元格，或把居住方式改为 配偶。",
    },
    "record-planned-is-past": {
        "en": "{seen} is past, and `planned` is for what is still to come\nEmpty that cell.",
        "zh": "{seen} 已经过去，“计划中”只用于尚未发生的记录\n请清空该单元格。",
    },
    "record-kind-not-told": {
        "en": "Add the person's records of kind {kind_en}; if there is none, a row of that kind with `none` in "
        "“{from_heading}”; or fill in the figure itself.",
        "zh": "请补上此人的“{kind_zh}”记录；确实没有的，加一行此类记录，在“{from_heading}”填 无；也可直接填写该项。",
    },
    "record-study-not-told": {
        "en": "No record of kind study has “{level}” in “{level_heading}”: add it, or fill in the figure itself, 0 if "
        "it is none.",
        "zh": "没有“{level_heading}”为“{level}”的就读记录：请补上，或直接填写该项，确实为零的填 0。",
    },
    "record-district-not-told": {
        "en": "Fill in “{district_heading}” of the records in lines {lines}: points depend on it.",
        "zh": "请填写第 {lines} 行记录的“{district_heading}”，得分与此有关。",
    },
    "record-declared-not-told": {
        "en": "Fill in “{registered_heading}” of the homes in lines {lines}: yes or no.",
        "zh": "请填写第 {lines} 行住房记录的“{registered_heading}”：是 或 否。",
    },
    "record-endorsed-not-told": {
        "en": "Fill in “{endorsed_heading}” of the permits in lines {lines}: the months, or `none` for never.",
        "zh": "请填写第 {lines} 行居住证记录的“{endorsed_heading}”：历次签注的月份，没有的填 无。",
    },
    "header-name-twice": {
        "en": "two columns are named “{seen}”\nKeep one, or give the other another name; capitals make no difference.",
        "zh": "有两列都叫“{seen}”\n请只留一列，或改名；大小写视为相同。",
    },
    "column-ambiguous": {
        "en": "the column “{seen}” may be several facts: {allowed}\nName it by one of these.",
        "zh": "列“{seen}”可能是多个填写项：{allowed}\n请用其中一个作列名。",
    },
    "fact-in-two-columns": {
        "en": "`{fact}` is in two columns, “{seen}” and “{other}”\nKeep one.",
        "zh": "`{fact}` 出现在“{seen}”和“{other}”两列\n请只留一列。",
    },
    "no-fact-columns": {
        "en": "no column is a fact\n"
        "The first row names the columns by fact or label, between commas, tabs or semicolons, as: {allowed}. "
        "To write such a row: hukou policy columns {city} -o header.csv",
        "zh": "没有一列是填写项\n第一行须以填写项的名称或代号作列名，以半角逗号、制表符或分号分隔，如：{allowed}。"
        "生成表头：hukou policy columns {city} -o header.csv",
    },
    "no-column": {
        "en": "there is no column for {en} (`{fact}`)\nAdd one; without it no row can be scored.",
        "zh": "没有“{zh}”（{fact}）这一列\n请添加该列；缺少它任何一行都不能计分。",
    },
    "column-misspelt": {
        "en": "there is no column for {en} (`{fact}`), but there is “{seen}”\n"
        "Rename it if that is meant; without the fact no row can be scored.",
        "zh": "没有“{zh}”（{fact}）这一列，但有“{seen}”\n若指该列请改名；缺少该项任何一行都不能计分。",
    },
    "no-city-column": {
        "en": "no city given\nAdd --city CITY, or a column `city`. Known: {allowed}",
        "zh": "未指定城市\n请加 --city 城市，或在表中加 city 列。现有：{allowed}",
    },
    "no-row-of-a-city": {
        "en": "no row names a city that can be scored\nAdd --city CITY, or name one: {allowed}",
        "zh": "没有一行写有可计分的城市\n请加 --city 城市，或写明：{allowed}",
    },
    "no-row-of-a-round": {
        "en": "no row names a round that its city has: “{seen}”\n"
        "Write it as `hukou policy list` does: 2025, 2026-1, 2026-05-10.",
        "zh": "没有一行写有该城市的批次：“{seen}”\n请按 hukou policy list 所列填写，如 2025、2026-1、2026-05-10。",
    },
    "no-such-column": {
        "en": "there is no column “{seen}”\n{nearest}Known: {allowed}",
        "zh": "没有“{seen}”这一列\n{nearest}现有：{allowed}",
    },
    "column-name-taken": {
        "en": "a column kept has the name of one that is written: {seen}\nGive it another name, or keep it out.",
        "zh": "保留的列与输出列同名：{seen}\n请改名或不保留。",
    },
    "column-reserved": {
        "en": "a column is called {seen}, a name that reading Parquet needs\nGive it another name.",
        "zh": "有一列名为 {seen}，读取 Parquet 需用此名\n请改名。",
    },
    "column-is-id": {
        "en": "rows are identified by the column “{seen}”",
        "zh": "以“{seen}”一列为编号",
    },
    "column-near-fact": {
        "en": "the column “{seen}” is no fact and is not read\n{nearest}",
        "zh": "列“{seen}”不是填写项，未读取\n{nearest}",
    },
    "columns-dropped": {
        "en": "not used by this policy, and not in the output: {en}\n"
        "Keep all such columns with --keep all, some by name: --keep {example}",
        "zh": "不是本政策的填写项，未写入结果：{zh}\n加 --keep all 可全部保留，只保留几列时写列名：--keep {example}",
    },
    "columns-defaulted": {
        "en": "no column for these, so that every row takes the default: {en}\n"
        "Add a column for each that differs for somebody; the defaults: hukou policy show {city}",
        "zh": "表中没有以下各列，每行均按默认值计：{zh}\n"
        "如有人与默认值不同，请加上该列；默认值见：hukou policy show {city}",
    },
    "binary-fractions": {
        "en": "columns of binary fractions, which are not exact: {seen}\n"
        "Store them as integers, decimals or text; whole numbers with gaps in pandas: .astype('Int64').",
        "zh": "以下各列以二进制小数存储，不精确：{seen}\n"
        "请存为整数、定点小数或文本；pandas 中有空缺的整数列请用 .astype('Int64')。",
    },
    "unknown-format": {
        "en": "the file name does not tell the format\nEnd it in .csv, .xlsx, .parquet or .jsonl, or add --format.",
        "zh": "无法由文件名判断格式\n请用 .csv、.xlsx、.parquet 或 .jsonl 结尾，或加 --format。",
    },
    "header-is-csv": {
        "en": "a blank table is written as CSV or as a workbook\nName the file so: FILE.csv or FILE.xlsx",
        "zh": "空白表格写为 CSV 或工作簿\n请以 .csv 或 .xlsx 结尾。",
    },
    "rejects-are-csv": {
        "en": "rejected rows are listed as CSV\nName the file so: FILE.csv",
        "zh": "未计分行以 CSV 列出\n请将文件命名为 .csv。",
    },
    "rejects-to-stdout": {
        "en": "rejects do not go to standard output\nName a file for them.",
        "zh": "未计分行不写到标准输出\n请为其指定文件。",
    },
    "one-file-twice": {
        "en": "the scores and the rejects would go to the same file\nName another for one of them.",
        "zh": "得分与未计分行将写入同一文件\n请为其一换名。",
    },
    "output-is-stream": {
        "en": "standard output or standard error goes to this file already\nName another file.",
        "zh": "标准输出或标准错误已写入该文件\n请换一个文件。",
    },
    "nothing-to-rank": {
        "en": "{city} gives no points, so there is nothing to rank by",
        "zh": "{city}不计分，无从排名",
    },
    "rank-one-city": {
        "en": "a ranking is of one city and one round; the rows are of {seen}\nSplit the table, or leave --rank out.",
        "zh": "排名只针对一个城市的一个批次，表中有：{seen}\n请拆分表格，或去掉 --rank。",
    },
    "rank-by-what": {
        "en": "there is no column of scores\nAdd --by COLUMN. Columns here: {allowed}",
        "zh": "未找到得分列\n请加 --by 列名。现有：{allowed}",
    },
    "spark-parquet": {
        "en": "on Spark editions are compared over Parquet alone\n"
        "Turn the table into Parquet, or leave out --engine spark.",
        "zh": "用 Spark 比较两版规则时，表格须为 Parquet\n请转换为 Parquet，或去掉 --engine spark。",
    },
    "spark-form": {
        "en": "Spark scores text (CSV, TSV) and Parquet alone, compressed text by its name (.gz)\n"
        "Turn the table into Parquet, or leave out --engine spark.",
        "zh": "Spark 只处理文本（CSV、TSV）和 Parquet；压缩的文本须以 .gz 结尾\n"
        "请转换为 Parquet，或去掉 --engine spark。",
    },
    "spark-one-round": {
        "en": "on Spark all rows are of one city and round, and a column names those of each row: {seen}\n"
        "Select the rows of one city without that column and add --city and --round, or leave out --engine spark.",
        "zh": "Spark 一次只按一个城市和批次计分，而表中有列指定各行的城市或批次：{seen}\n"
        "请取出同一城市的行并去掉该列，另加 --city 和 --round；或去掉 --engine spark。",
    },
    "other-columns": {
        "en": "the columns are not those of {allowed}\nScore files of different columns one by one.",
        "zh": "列与 {allowed} 不一致\n列不同的文件请分别计分。",
    },
    "quotes-over-lines": {
        "en": "a line ends within a quoted cell, and Spark parts a file at its lines\n"
        "Turn the table into Parquet, or leave out --engine spark.",
        "zh": "有一行在引号内的单元格中间结束，而 Spark 按行拆分文件\n请转换为 Parquet，或去掉 --engine spark。",
    },
    "changed-while-read": {
        "en": "a file changed while it was read\nRun it again when nobody writes to it.",
        "zh": "读取过程中文件发生了变化\n请在无人写入时重新运行。",
    },
    "rank-by-no-number": {
        "en": "one of these columns holds no exact numbers: {seen}\nRank by some of these: {allowed}",
        "zh": "以下列中有的不是精确数值：{seen}\n请从以下列中选择：{allowed}",
    },
    "not-a-score": {
        "en": "“{seen}” is not a score\nWrite an exact decimal of at most 9 places, as 97.13, or remove the row.",
        "zh": "“{seen}”不是分数\n请写准确的十进制数，至多 9 位小数，如 97.13，或删去该行。",
    },
    "line-and-quota": {
        "en": "--line and --quota exclude each other\nKeep one: a line that is given, or the cut-off under a quota.",
        "zh": "--line 与 --quota 不能同时使用\n请只留一个：给定的分数线，或按落户规模得出的入围分。",
    },
    "table-of-whom": {
        "en": "what the table holds is not said, or more than one thing is\n"
        "Add one: --complete for everybody who applies, --applicants N for a random sample of N, --list for a list of "
        "those admitted.",
        "zh": "没有说明表中是谁，或说明不止一种\n"
        "请加其中一个：--complete 全部申请人，--applicants N 从 N 人中随机抽取，--list 已公布的入围名单。",
    },
    "not-applicants": {
        "en": "“{seen}” is no number of applicants\nWrite a whole number, as 120000, or two: 100000..130000.",
        "zh": "“{seen}”不是申请人数\n请写整数，如 120000，或上下限：100000..130000。",
    },
    "sample-beyond-all": {
        "en": "the table has {allowed} rows, more than the {seen} applicants it is to be a sample of\n"
        "Give the number of all who apply, or --complete.",
        "zh": "表中有 {allowed} 行，多于申请人数 {seen}\n请写全部申请人数，或改用 --complete。",
    },
    "people-are-csv": {
        "en": "invented people are written as CSV\nName the file so: FILE.csv",
        "zh": "虚构的人员表写为 CSV\n请以 .csv 结尾。",
    },
    "people-form": {
        "en": "the file name does not tell the form of the rows of people\nEnd it in .csv, .xlsx, .parquet or .jsonl.",
        "zh": "无法由文件名判断逐人结果的格式\n请用 .csv、.xlsx、.parquet 或 .jsonl 结尾。",
    },
    "people-to-stdout": {
        "en": "the rows of people do not go to standard output, where the answer stands\nName a file for them.",
        "zh": "标准输出用于显示结果，逐人结果不写到这里\n请为其指定文件。",
    },
    "columns-of-edition": {
        "en": "not read: {en}; every row is scored under the editions that are named\n"
        "Keep only rows of that city in the table.",
        "zh": "未读取：{zh}；每一行都按所给的版本计分\n表中请只保留该市的行。",
    },
    "quota-and-none": {
        "en": "--quota and --no-quota exclude each other\nKeep one.",
        "zh": "--quota 与 --no-quota 不能同时使用\n请只留一个。",
    },
    "quota-unknown": {
        "en": "how many are admitted in this round is not known\n"
        "Add --quota N, or --no-quota if everybody who is ranked is admitted.",
        "zh": "本批次的落户规模未知\n请加 --quota N；若参加排名者全部入围，请加 --no-quota。",
    },
    "too-few-cells": {
        "en": "this row has fewer cells than the header, which has {allowed}\nCheck it for a missing separator.",
        "zh": "此行单元格少于表头的 {allowed} 个\n请检查是否缺少分隔符。",
    },
    "too-many-cells": {
        "en": "this row has more cells than the header, which has {allowed}\nPut a cell with a separator in quotes.",
        "zh": "此行单元格多于表头的 {allowed} 个\n含分隔符的单元格须加引号。",
    },
    "broken-quotes": {
        "en": "a quote in this row is not closed, or stands inside a cell\n"
        "Put the whole cell in quotes, and write a quote inside it twice.",
        "zh": "此行的引号未闭合，或出现在单元格中间\n请给整个单元格加引号，其中的引号写两次。",
    },
    "empty-row": {
        "en": "no fact is filled in\nFill the row in, or remove it.",
        "zh": "此行是空的，没有任何填写项\n请填写，或删去该行。",
    },
    "nul-byte": {"en": "this row holds a NUL byte\nType it anew.", "zh": "此行含有 NUL 字节\n请重新输入。"},
    "not-in-encoding": {
        "en": "this row is not text in the encoding of the file\nSave the whole table as CSV (UTF-8).",
        "zh": "此行不是文件所用编码的文本\n请将整个表格另存为 CSV（UTF-8）。",
    },
    "line-too-long": {
        "en": "this row is longer than a million bytes\nShorten it, or close the quotes that it opens.",
        "zh": "此行超过一百万字节\n请缩短，或补全未闭合的引号。",
    },
    "not-a-json-row": {
        "en": "this line is not one JSON object of plain values, each key once\nWrite one object a line.",
        "zh": "此行不是一个 JSON 对象（值须为简单值，键不重复）\n每行写一个对象。",
    },
    "late-column": {
        "en": "a key of this line is in none of the first lines\nGive every key in the first line, null where unknown.",
        "zh": "此行有首部各行没有的键\n请在第一行写出所有键，没有值的写 null。",
    },
    "too-mixed": {
        "en": "the rows name their cities and rounds in more than {allowed} ways\nSplit the table.",
        "zh": "各行的城市与批次写法超过 {allowed} 种\n请拆分表格。",
    },
    "row-of-unknown-city": {
        "en": "no city that can be scored: “{seen}”\n"
        "Name one of `hukou policy list`; --city counts where none is named; `hukou score --city` says why one cannot.",
        "zh": "不能计分的城市：“{seen}”\n"
        "请按 hukou policy list 所列名称填写，空白处可用 --city；hukou score --city 说明某城市为何不能计分。",
    },
    "city-without-round": {
        "en": "no edition of “{seen}” covers the round asked for\nGive another --round, or a column `round`.",
        "zh": "“{seen}”没有适用于所问批次的政策\n请换 --round，或以 round 列逐行写明。",
    },
    "row-of-unknown-round": {
        "en": "no edition of the city covers the row's round: “{seen}”\n"
        "Write a round that `hukou policy list` shows, the day of application where it shows none, or nothing.",
        "zh": "该城市没有适用于此行批次的政策：“{seen}”\n"
        "请填写 hukou policy list 所列批次；未列批次的城市请填申请日，或留空。",
    },
    "stopped": {"en": "nothing was written", "zh": "未写出任何文件"},
}
