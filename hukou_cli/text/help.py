"""The help texts of commands, options and arguments in both languages, imported by a run that prints help.

A key is the path of a command (``policy show``; empty for the program), an option (``--city``), or an argument
(``<city>``). What has another meaning in one command stands under both: ``policy new <city>``.
"""

from hukou_cli.text.language import Texts

COMMANDS: Texts = {
    "": {
        "en": "Score points-based hukou settlement (积分落户): exact, explained, cited. Nothing leaves this machine.",
        "zh": "积分落户计分器：结果精确，步骤可查，条文有据。数据不离开本机。",
    },
    "init": {
        "en": "Write an applicant's file with comments, to be filled in: the records that a city counts, and the facts "
        "it asks for.\n\nExample: hukou init beijing -o me.toml",
        "zh": "生成带注释的申请人文件，填好即可计分：列出该市要看的记录和其他填写项。\n\n"
        "示例：hukou init 北京 -o me.toml",
    },
    "import": {
        "en": "Turn the payment details of social insurance, as a bureau's site exports them, into an applicant's "
        "file: CSV, a web page or page named .xls, or a workbook (.xlsx).\n\nMonths are joined to spans for each "
        "employer; every row that was not understood is told with its line. Names and identity numbers are not "
        "written.\n\nExamples:\nhukou import payments.csv --city beijing -o me.toml\n"
        "hukou import payments.csv --city beijing --district 1=haidian --district 2=daxing -o me.toml",
        "zh": "把社保网站导出的缴费明细转成申请人文件：可用 CSV、网页（含后缀为 .xls 的网页）或工作簿（.xlsx）。\n\n"
        "逐月记录按单位合并为起止月份；没有读懂的行逐一列出行号。不写入姓名和身份证号。\n\n"
        "示例：\nhukou import payments.csv --city 北京 -o me.toml\n"
        "hukou import payments.csv --city 北京 --district 1=海淀 --district 2=大兴 -o me.toml",
    },
    "ask": {
        "en": "Ask what still decides the answer, one question after another, and say where one stands.\n\n"
        "Nothing is saved unless you say so at the end. With a file, only what it does not tell is asked.\n\n"
        "Example: hukou ask beijing -o me.toml",
        "zh": "逐题询问还能改变结果的信息，随时说明目前得分和是否够格。\n\n"
        "除非最后选择保存，什么都不留下。给出文件时，只问其中没有的。\n\n示例：hukou ask 北京 -o me.toml",
    },
    "score": {
        "en": "Score one applicant and show where every point comes from.\n\n"
        "Example: hukou score me.toml --city beijing --round 2026 --explain",
        "zh": "为一位申请人计分，并列出每一分的来历。\n\n示例：hukou score me.toml --city 北京 --round 2026 --explain",
    },
    "compare": {
        "en": "Compare cities for one applicant: those that need no points; of the others those with records first, "
        "then by distance to the line.\n\n"
        "Dated records count where they happened; what is missing elsewhere is said.\n\n"
        "Example: hukou compare me.toml",
        "zh": "为一位申请人比较各城市：先列无需积分的；其余先列有记录的，再按与分数线的差距排列。\n\n"
        "每段记录只计入它所在的城市；其他城市还缺什么信息会一并说明。\n\n"
        "示例：hukou compare me.toml",
    },
    "plan": {
        "en": "Score every round to come, and say when one gets in: by how much the line may rise, and where it is "
        "expected.\n\nRecords without an end go on; what is given as a number stands still. A record that is still to "
        "come has planned = true.\n\nExample: hukou plan me.toml --city beijing --until 2034",
        "zh": "推算今后各批次的得分，说明何时能入围：分数线最多可以涨多少，预计会涨到多少。\n\n"
        "未写结束月份的记录视为持续；直接填写的数值保持不变。尚未发生的记录须写 planned = true。\n\n"
        "示例：hukou plan me.toml --city 北京 --until 2034",
    },
    "whatif": {
        "en": "Tell what each thing that you can do is worth in the rounds to come, and what it asks; with --goal the "
        "smallest sets that are enough.\n\nSteps are those that the policies declare, from the first of next month "
        "on; each is scored with the whole policy, side effects included. `hukou score --set FACT=VALUE` changes one "
        "number alone.\n\nExample: hukou whatif me.toml --city beijing --goal --by 2030",
        "zh": "说明每一件可以做的事在今后各批次值多少分，需要什么；加 --goal 则列出够用的最小组合。\n\n"
        "步骤只取政策文件所列，自下月一日起；每一步都按整部政策重新计算，连带的影响也算在内。"
        "`hukou score --set 填写项=值` 只改一个数值。\n\n"
        "示例：hukou whatif me.toml --city 北京 --goal。",
    },
    "guide": {
        "en": "Tell how one applies in a city: when, where, the steps with their days, the papers, objection, what "
        "follows admission; with an applicant, the papers for what he claims.\n\nExample: hukou guide beijing me.toml",
        "zh": "说明在一个城市怎样申请：什么时候、在哪里、哪些步骤和时限、带什么材料、如何提出异议、获得资格之后做什么；"
        "给出申请人时，只列其用得到的材料。\n\n示例：hukou guide 北京 me.toml",
    },
    "cities": {
        "en": "List the large cities: class, population, regime; or show one city, with what the national rule expects."
        "\n\nExample: hukou cities --class mega",
        "zh": "列出各大城市的规模等级、人口和落户方式；指定城市时，列出该市详情和国家规定对它的要求。\n\n"
        "示例：hukou cities --class 特大城市",
    },
    "batch": {
        "en": "Score every row of a table: eligible, failed conditions, every line and the total, exact.\n\n"
        "A column is a fact, named by its id or its label in either language; `hukou policy show CITY` lists them, "
        "`hukou policy columns CITY` writes a blank table. Dated records stand in a table of their own, a row each: "
        "--records FILE. A column "
        "`city` or `round` scores each row under its own. An empty cell is a fact not given. A row with a mistake is "
        "not scored but listed with its line, the value and what to do.\n\n"
        "Example: hukou batch staff.csv -o scores.csv --city beijing --round 2026",
        "zh": "为表中每一行计分：是否符合条件、未符合的条件、各项得分和总分。\n\n"
        "每列是一个填写项，列名用标识或中英文名称均可：`hukou policy show 城市` 列出全部填写项，"
        "`hukou policy columns 城市` 生成空白表头。逐段记录（参保、租房等）另列一表，每段一行：--records 文件。"
        "有 `city` 或 `round` 列时，各行按自己的城市或批次计分。单元格留空表示未填写。"
        "有错误的行不计分，另行列出行号、原值和改法。\n\n"
        "示例：hukou batch staff.csv -o scores.csv --city 北京 --round 2026",
    },
    "rank": {
        "en": "Rank a table of scores; under --quota equal scores are admitted together.\n\n"
        "Any table with a column of scores. Columns `eligible` and `reached`, where they are there, say who is "
        "ranked. An earlier `rank` and `admitted` are replaced.\n\n"
        "Example: hukou rank scores.csv --quota 6000 -o ranked.csv",
        "zh": "为得分表排名；给出 --quota 时，名额边界上的同分者一并入围。\n\n"
        "只要表中有一列得分即可。有 `eligible`、`reached` 两列时，由其决定谁参加排名。"
        "原有的 `rank`、`admitted` 两列会被替换。\n\n"
        "示例：hukou rank scores.csv --quota 6000 -o ranked.csv",
    },
    "policy": {
        "en": "List, read, check and test the policies; see what a reform does to many people.",
        "zh": "列出、查阅、检查和测试各城市的政策；看一项改革对一群人的影响。",
    },
    "policy list": {
        "en": "List every edition: city, date, document, regime, rounds, last check, and what has ended or soon will.",
        "zh": "列出各版政策：城市、日期、文号、落户方式、批次、核对日期，以及已失效和即将失效的。",
    },
    "policy show": {
        "en": "Show the rules of a city as a person would read them, with their sources.",
        "zh": "用通俗文字列出一个城市的规则和依据。",
    },
    "policy check": {
        "en": "Check policy files: their form, their formulas, their sources, the main-proportion rule.\n\n"
        "Exits 1 when there is an error; warnings are for people to judge.",
        "zh": "检查政策文件：格式、公式、依据，以及社保和居住年限分数是否占主要比例。\n\n"
        "有错误时退出码为 1；提示由人判断。",
    },
    "policy test": {
        "en": "Run the worked examples beside the policies. Exits 1 when one fails.",
        "zh": "运行政策所附的算例。有一个不符，退出码就为 1。",
    },
    "policy diff": {
        "en": "Compare two editions: what changed, and who gains and loses on their worked examples.",
        "zh": "比较两版政策：改了哪些规则，所附算例中谁的得分升高、谁的降低。",
    },
    "policy draft": {
        "en": "Copy the rules of a city into a file to change, as the draft of a reform.\n\nThe points of each rule "
        "stand under its id, which `hukou policy show CITY` lists. `hukou policy diff CITY draft.toml` then says what "
        "you changed, and `hukou policy compare CITY draft.toml people.csv` what it does to people.",
        "zh": "把一个城市的政策复制成草案文件，供修改。\n\n各项规则的标识见 `hukou policy show 城市`，分值写在其下。"
        "改好后，`hukou policy diff 城市 草案.toml` 说明改了什么，"
        "`hukou policy compare 城市 草案.toml 人员.csv` 说明对一群人有什么影响。",
    },
    "policy people": {
        "en": "Invent people to try rules on: a table of synthetic applicants with all facts that a city asks for.\n\n"
        "Each fact is drawn by itself and evenly, within its limits, so that the rows show how rules work; they are no "
        "statistics of real applicants. The same --seed gives the same people.\n\n"
        "Example: hukou policy people beijing --rows 200000 -o people.csv",
        "zh": "生成虚构的人员表，供试算规则：每行一名虚构的申请人，含该市要看的全部填写项。\n\n"
        "各项分别在限度内均匀抽取，可看出规则如何起作用，不代表真实的申请人。--seed 相同，结果相同。\n\n"
        "示例：hukou policy people 北京 --rows 200000 -o 人员.csv",
    },
    "policy compare": {
        "en": "What a reform does to people: score a table under two editions, and tell how many gain and lose, who "
        "passes, and which rule brings how much.\n\nAn edition is a city, CITY/DATE, or the file of a draft, which "
        "`hukou policy draft` begins. The table is one that `hukou batch` reads; `hukou policy people` invents one. "
        "Rows that an edition does not score are counted apart.\n\n"
        "Example: hukou policy compare --quota 6000 --by degree beijing draft.toml people.csv",
        "zh": "看一项改革对一群人的影响：把同一张人员表按两版政策计分，说明多少人增减分、谁达到要求、"
        "各项规则影响多大。\n\n"
        "版本可写城市、城市/日期，或草案文件（用 `hukou policy draft` 生成）。"
        "表格与 `hukou batch` 相同，`hukou policy people` 可生成虚构的一张。某一版未计分的行另行计数。\n\n"
        "示例：hukou policy compare --quota 6000 --by 学历学位 北京 草案.toml 人员.csv",
    },
    "policy simulate": {
        "en": "Find the line under a quota from a table of applicants, or of scores.\n\nSay what the table holds: "
        "--complete everybody who applies, --applicants N a random sample of N, --list a published list of those "
        "admitted. The answer is a line where that can be told, else an interval, with what it rests on. It is no "
        "forecast of who will apply.\n\n"
        "Example: hukou policy simulate beijing people.csv --quota 6000 --applicants 120000",
        "zh": "由申请人表或得分表求一定名额下的入围分。\n\n须说明表中是谁：--complete 全部申请人，"
        "--applicants N 从 N 人中随机抽取，--list 已公布的入围名单。能确定的给出一个分数，否则给出区间，并列出前提。"
        "它不预测谁会申请。\n\n示例：hukou policy simulate --quota 6000 --applicants 120000 北京 人员.csv",
    },
    "policy sql": {
        "en": "Print the SQL query that scores a table of facts, each line with the article behind it, in whole "
        "numbers alone.\n\n"
        "Run by the tests on DuckDB, Spark and PostgreSQL, which give the same hundredths; Trino's and BigQuery's are "
        "not run.",
        "zh": "输出按该市规则为一张表计分的 SQL 查询，每项注明所依据的条文；全程只用整数运算。\n\n"
        "测试在 DuckDB、Spark、PostgreSQL 上实际运行，各项得分完全一致；Trino 和 BigQuery 的未经运行。",
    },
    "policy columns": {
        "en": "Print the header of a table for `hukou batch`: one column a fact, first those that every row needs; or, "
        "with --records, those of a table of dated records.\n\n"
        "FILE.csv begins with the mark of UTF-8, so that office software opens it. FILE.xlsx is a workbook to fill in, "
        "with the options as lists and a sheet that explains each column.",
        "zh": "输出供 `hukou batch` 使用的表头：每个填写项一列，每行必填的在前；加 --records 则是逐段记录表的表头。\n\n"
        "写入 .csv 时带 UTF-8 标记，办公软件可直接打开；写入 .xlsx 则是待填的工作簿，选项可从列表选择，并有逐列说明。",
    },
    "policy new": {
        "en": "Start a city: a commented policy with invented rules that passes every check, and its cases.",
        "zh": "新建一个城市：生成带注释的政策文件和算例，其中规则是虚构的，能通过全部检查。",
    },
    "policy schema": {
        "en": "Print the JSON Schema of a policy file, for editors; with --applicant that of an applicant's file.",
        "zh": "输出政策文件的 JSON Schema，供编辑器补全和校验；加 --applicant 输出申请人文件的。",
    },
}

PARAMETERS: Texts = {
    "--help": {"en": "Show this help and exit.", "zh": "显示本帮助。"},
    "--version": {"en": "Show the version.", "zh": "显示版本号。"},
    "--install-completion": {
        "en": "Install completion for the current shell.",
        "zh": "为当前 shell 安装命令补全。",
    },
    "--show-completion": {
        "en": "Show completion for the current shell, to copy it or customize the installation.",
        "zh": "显示当前 shell 的补全脚本，供自行安装。",
    },
    "--lang": {
        "en": "Language: zh or en; default: that of the system.",
        "zh": "语言：zh 中文，en 英文；默认与系统相同。",
    },
    "--policies": {"en": "A folder of your own policies, searched first.", "zh": "自备政策的文件夹，优先查找。"},
    "--city": {
        "en": "City, as beijing or 北京, or the file of a draft; default: that of the applicant's file.",
        "zh": "城市，如 北京 或 beijing，也可写草案文件；默认取申请人文件所写的城市。",
    },
    "batch --city": {
        "en": "City of the rows that name none, as beijing or 北京, or the file of a draft.",
        "zh": "未写城市的行按哪个城市计，如 北京 或 beijing，也可写草案文件。",
    },
    "--cities": {"en": "Only these, as beijing,上海; default: all.", "zh": "只比较这些城市，如 北京,上海；默认全部。"},
    "--round": {
        "en": "Application round: a year (2025), a half-year (2026-1) or, where applications are open all year, a "
        "date. Default: the one that can still be applied for, or else the next.",
        "zh": "申报批次：年份（2025）或半年（2026-1）；全年受理的城市填申请日期。默认为目前还能申报的批次，"
        "没有则为下一批次。",
    },
    "score --round": {
        "en": "Application round: a year (2025), a half-year (2026-1) or, where applications are open all year, a "
        "date. A future round projects your records forward. Default: the one that can still be applied for, or else "
        "the next.",
        "zh": "申报批次：年份（2025）或半年（2026-1）；全年受理的城市填申请日期。填将来的批次时，记录会推算到那时。"
        "默认为目前还能申报的批次，没有则为下一批次。",
    },
    "compare --round": {
        "en": "Application round, where a city has it: a year (2025), a half-year (2026-1) or a date. A future round "
        "projects your records forward. Default: in each city the one that can still be applied for, or else the next.",
        "zh": "申报批次（没有该批次的城市除外）：年份（2025）、半年（2026-1）或日期。填将来的批次时，记录会推算到那时。"
        "默认为各市目前还能申报的批次，没有则为下一批次。",
    },
    "--on": {
        "en": "Take this day for today, as 2026-03-01: it decides the default round, which rounds are over, and the "
        "day of application.",
        "zh": "把这一天当作今天，如 2026-03-01：据此确定默认批次、哪些批次已结束，以及申请日期。",
    },
    "--set": {
        "en": "Give or change one fact, as degree=master; may be repeated, the last one counts. "
        "`hukou policy show CITY` lists them.",
        "zh": "填写或改写一项，如 degree=master；可多次使用，同一项以最后一次为准。"
        "`hukou policy show 城市` 列出全部填写项。",
    },
    "--format": {"en": "Form of the output.", "zh": "输出格式。"},
    "--dialect": {
        "en": "Engine that is to run the query; others than duckdb need `pip install 'hukou-cli[sql]'`.",
        "zh": "运行该查询的数据库；duckdb 以外的须先安装：`pip install 'hukou-cli[sql]'`。",
    },
    "--check": {
        "en": "Exit 0 if eligible and at or above the line; 1 if not, or if it cannot be told. Where no points are "
        "asked for, being eligible is enough.",
        "zh": "符合申请条件且达到分数线，退出码为 0；未达到或尚不能确定，为 1。不计分的城市只看申请条件。",
    },
    "--explain": {
        "en": "Show every step, which months counted and why, and the article behind each line.",
        "zh": "列出每一步计算、哪些月份计入及原因，以及各项所依据的条文。",
    },
    "--sources": {
        "en": "Show the articles behind each line, with quotes, links and doubts.",
        "zh": "列出各项所依据的条文，附原文摘录、链接和不确定之处。",
    },
    "--brief": {"en": "Print the answer on one line.", "zh": "只输出一行结论。"},
    "--quiet": {
        "en": "Print no answer; with --check the exit code gives it. Errors are still told.",
        "zh": "不输出结果；与 --check 合用时由退出码给出结论。有错误时仍会提示。",
    },
    "--until": {
        "en": "Last year of the plan; default: the last in which one can apply.",
        "zh": "推算到哪一年；默认到最后一个还能申报的年份。",
    },
    "--line": {
        "en": "Compare every round with this line, in place of a forecast.",
        "zh": "各批次都与这一分数线比较，不用推算的分数线。",
    },
    "--grow": {
        "en": "Facts given as months that go on, by a month every month: their ids, or all.",
        "zh": "直接填写的月数中，哪些今后每月加 1：写填写项的标识，或 all（全部）。",
    },
    "--chart": {"en": "Draw the totals and the line.", "zh": "画出得分和分数线的走势图。"},
    "plan --check": {
        "en": "Exit 0 if some round is enough; 1 if none is, or if it cannot be told.",
        "zh": "有一个批次能够达到要求，退出码为 0；都达不到或尚不能确定，为 1。",
    },
    "--goal": {
        "en": "Look for the smallest sets of steps that are enough, the line taken to go on as it last rose.",
        "zh": "查找够用的最小步骤组合：分数线按最近一次的涨幅推算。",
    },
    "--sure": {
        "en": "The same for the upper end of where the line is expected.",
        "zh": "同上，但须达到分数线推算区间的上限。",
    },
    "--steps": {
        "en": "Only these steps, with commas between: ids of --format json, as own_home,degree.",
        "zh": "只试算这些步骤，用英文逗号隔开，如 own_home,degree；标识见 --format json。",
    },
    "--write": {
        "en": "Write the applicant with the steps of --steps, or the first set of --goal, to a new file.",
        "zh": "把 --steps 的步骤或 --goal 的第一组写入新的申请人文件。",
    },
    "whatif --check": {
        "en": "With --goal or --sure: exit 0 if some set is enough; 1 if none is, or if it cannot be told.",
        "zh": "与 --goal 或 --sure 合用：有够用的组合，退出码为 0；没有或尚不能确定，为 1。",
    },
    "whatif --by": {"en": "The last year that is looked at.", "zh": "最晚看到哪一年。"},
    "--most": {"en": "The most steps of a set, 1 to 5 (default: 3).", "zh": "一组最多几步，1 至 5（默认 3）。"},
    "--class": {"en": "Only of this class, as mega or 特大城市.", "zh": "只列这一等级的城市，如 特大城市 或 mega。"},
    "--regime": {
        "en": "Only with this regime: ranking, pass_mark, conditions, open, or none (no policy here).",
        "zh": "只列采用这一落户方式的城市：ranking 排名，pass_mark 达标，conditions 条件，open 放开，none 未收录政策。",
    },
    "--output": {"en": "File to write, or - for standard output.", "zh": "要写入的文件；- 表示标准输出。"},
    "--sheet": {
        "en": "The sheet of a workbook, by name; default: the first that is a table.",
        "zh": "工作簿中要读取的工作表，写表名；默认为第一个有表格的工作表。",
    },
    "--keep": {
        "en": "Columns of the table to keep in the output, by name, or all, or none; default: id.",
        "zh": "原表中要保留到结果里的列：写列名，或 all（全部）、none（都不保留）；默认只保留编号列。",
    },
    "batch --records": {
        "en": "Table of dated records, a row each: id, kind, city, from, to and so on.",
        "zh": "逐段记录表，每段一行：编号、类别、城市、起、止等。",
    },
    "--records-sheet": {
        "en": "The sheet of a workbook of records, by name; default: the first that is a table.",
        "zh": "记录工作簿中的工作表名；默认取第一个有表格的工作表。",
    },
    "--rejects": {
        "en": "File that lists the rows not scored, with what is wrong; default: beside the output.",
        "zh": "列出未计分的行及其错误的文件；默认放在输出文件旁。",
    },
    "--strict": {"en": "Exit 1 if a row was not scored.", "zh": "有未计分的行时，退出码为 1。"},
    "--rank": {
        "en": "Rank those who are eligible, as the policy orders them; so do --quota and --complete.",
        "zh": "为符合申请条件者按政策规定的次序排名；--quota 和 --complete 也会排名。",
    },
    "--threads": {
        "en": "How many cores to use, 1 to 64; default: all.",
        "zh": "使用几个处理器核心（1 至 64）；默认全部。",
    },
    "--engine": {
        "en": "duckdb on this machine, or spark on a cluster: then -o is a folder, all rows are of one city and round, "
        "and the table is text without line breaks in cells, or Parquet.",
        "zh": "duckdb 在本机计分；spark 在集群上计分：此时 -o 为文件夹，全部行属同一城市和批次，"
        "表格须为单元格内不换行的文本或 Parquet。",
    },
    "--master": {
        "en": "Where Spark runs, as local[4] or yarn; default: as spark-submit says, else all cores of this machine.",
        "zh": "Spark 在哪里运行，如 local[4] 或 yarn；默认按 spark-submit 的设置，否则使用本机全部核心。",
    },
    "--quota": {"en": "How many are admitted.", "zh": "名额，即落户规模。"},
    "--no-quota": {"en": "Rank only; say of nobody that they are admitted.", "zh": "只排名次，不判断谁入围。"},
    "--complete": {
        "en": "The table holds all applicants of the round, so that its quota says who is admitted.",
        "zh": "表中已含该批次全部申请人，可按该批次的落户规模判断谁入围。",
    },
    "batch --format": {
        "en": "Form of the output; default: by its name, else csv.",
        "zh": "输出格式；默认按文件名判断，否则为 csv。",
    },
    "rank --format": {
        "en": "Form of the output; default: by its name, else csv.",
        "zh": "输出格式；默认按文件名判断，否则为 csv。",
    },
    "rank --headers": {
        "en": "Headings of rank and admission: by id, or in words, zh or en; by default as those of the table.",
        "zh": "名次和入围两列的列名怎样写：id 用标识，zh 用中文，en 用英文；默认与表中列名一致。",
    },
    "--headers": {
        "en": "Headings and conditions not met: by id, or in words, zh or en; default: id, of a workbook words.",
        "zh": "列名和未符合的条件怎样写：id 用标识，zh 用中文，en 用英文；默认用标识，工作簿用文字。",
    },
    "--example": {
        "en": "Fill it with an invented applicant of the city.",
        "zh": "填入该市一位虚构的申请人，供参考。",
    },
    "init <city>": {
        "en": "City, as beijing or 北京; default: a file for any city.",
        "zh": "城市，如 北京 或 beijing；默认生成各城市通用的文件。",
    },
    "<printout>": {
        "en": "Payment details as exported; several files are joined; - for standard input.",
        "zh": "导出的缴费明细，可写多个文件，一并合并；- 表示标准输入。",
    },
    "import --city": {
        "en": "City where it was paid, as beijing or 北京; default: the one that the title names.",
        "zh": "在哪个城市缴费，如 北京 或 beijing；默认取标题所写的城市。",
    },
    "--district": {
        "en": "District of an employer, as 1=haidian; may be repeated. Employers are numbered in the order of time.",
        "zh": "参保单位所在区，如 1=海淀；可多次使用。单位按时间先后编号。",
    },
    "--employers": {
        "en": "Write the names of employers, as comments.",
        "zh": "把单位名称写成注释。",
    },
    "--base": {
        "en": "Keep contribution bases, a record for each; default: where the city counts them.",
        "zh": "保留缴费基数，每个基数一条记录；默认只在该市按基数计算时保留。",
    },
    "import --output": {
        "en": "File to write; default: standard output.",
        "zh": "要写入的文件；默认为标准输出。",
    },
    "ask --output": {
        "en": "File to save the answers to, without being asked.",
        "zh": "把答案直接存入这个文件，不再询问。",
    },
    "init --output": {
        "en": "File to write; default: standard output.",
        "zh": "要写入的文件；默认为标准输出。",
    },
    "--applicant": {"en": "The schema of an applicant's file.", "zh": "输出申请人文件的 Schema。"},
    "--report": {
        "en": "Also write the result to a file: a page (.html), Markdown (.md) or a picture of the screen (.svg).",
        "zh": "另将结果写入文件：网页（.html）、Markdown（.md）或屏幕图片（.svg）。",
    },
    "--force": {"en": "Replace files that exist.", "zh": "覆盖已有的文件。"},
    "--by": {
        "en": "Columns to rank by, highest first; default: rank_key_ columns of a score table, else total or score.",
        "zh": "按哪些列排名，高者在前；默认为得分表的各 rank_key_ 列，没有时为 total 或 score 列。",
    },
    "<edition>": {
        "en": "A city, for its latest edition, an edition as beijing/2017-01-01, or a file.",
        "zh": "城市（取其最新一版）、版本（如 beijing/2017-01-01）或文件。",
    },
    "policy simulate --complete": {
        "en": "The table holds everybody who applies.",
        "zh": "表中已含全部申请人。",
    },
    "--applicants": {
        "en": "The table is a random sample of so many applicants; where they are not known, LOW..HIGH.",
        "zh": "表是从这么多申请人中随机抽取的；人数不确定时写 下限..上限。",
    },
    "--list": {
        "en": "The table is a published list of scores, which ends at the line.",
        "zh": "表是已公布的得分名单，到入围分为止。",
    },
    "--confidence": {
        "en": "In how many of 100 samples the interval is to hold the line, 50 to 99.",
        "zh": "每抽样 100 次，区间须有多少次含入围分（50 至 99）。",
    },
    "--scores": {
        "en": "The table has scores already, in this column; with --list found by itself.",
        "zh": "表中已有得分，写其列名；用 --list 时可不写。",
    },
    "policy simulate --format": {
        "en": "Form of the answer on standard output.",
        "zh": "标准输出的格式。",
    },
    "policy simulate --round": {
        "en": "Round in which the table is scored; default: the one to come.",
        "zh": "按哪个批次计分；默认为下一批次。",
    },
    "policy simulate --records": {
        "en": "Table of dated records, a row each: id, kind, city, from, to and so on.",
        "zh": "逐段记录表，每段一行：编号、类别、城市、起、止等。",
    },
    "policy compare --by": {
        "en": "Column of the table by which people are grouped, as a district or an age band.",
        "zh": "按表中哪一列分组，如区或年龄段。",
    },
    "policy compare --line": {
        "en": "What is to be reached under both; default: the line of the round, else the last one published.",
        "zh": "两版均以此为分数线；默认为该批次的分数线，未公布的取最近一次公布的。",
    },
    "policy compare --quota": {
        "en": "Rank all rows under each edition, as `hukou rank` does: so many are admitted.",
        "zh": "按各版规定为全部行排名，入围这么多人，同 `hukou rank`。",
    },
    "policy compare --round": {
        "en": "Round in which both are scored; default: the one to come under the later edition.",
        "zh": "两版均按哪个批次计分；默认为后一版的下一批次。",
    },
    "policy compare --output": {
        "en": "File with a row a person: both totals, the change, who passes (.csv, .parquet, .jsonl, .xlsx).",
        "zh": "逐人结果写入这个文件：两版总分、变化、是否达到（.csv、.parquet、.jsonl、.xlsx）。",
    },
    "policy compare --engine": {
        "en": "duckdb on this machine, or spark on a cluster: then the table is Parquet.",
        "zh": "duckdb 在本机计分；spark 在集群上计分：此时表格须为 Parquet。",
    },
    "policy compare --format": {
        "en": "Form of the answer on standard output.",
        "zh": "标准输出的格式。",
    },
    "policy compare --records": {
        "en": "Table of dated records, a row each: id, kind, city, from, to and so on.",
        "zh": "逐段记录表，每段一行：编号、类别、城市、起、止等。",
    },
    "--ties": {
        "en": "Equal scores at the quota: all admits them together, strict admits none beyond it.",
        "zh": "名额边界上的同分者：all 一并入围，strict 不超出名额。",
    },
    "--latest": {"en": "Only the latest edition of each city.", "zh": "每个城市只列最新一版。"},
    "--show": {"en": "Run this case alone, and show its steps.", "zh": "只运行这一个算例，并列出计算步骤。"},
    "--all": {"en": "Show every worked example that gains or loses.", "zh": "列出所有得分有增减的算例。"},
    "policy columns --records": {
        "en": "A table of dated records in its place, with a row for each kind that the city counts.",
        "zh": "改为生成逐段记录表，本市计入的每类记录各有一行。",
    },
    "policy columns --output": {
        "en": "File to write; default: standard output.",
        "zh": "要写入的文件；默认为标准输出。",
    },
    "--zh": {"en": "Its Chinese name; default: the one known.", "zh": "城市的中文名；默认取已知的名称。"},
    "--en": {"en": "Its English name; default: the one known.", "zh": "城市的英文名；默认取已知的名称。"},
    "--from": {
        "en": "First day in force, as 2026-01-01; default: 1 January of this year.",
        "zh": "施行日期，如 2026-01-01；默认为今年 1 月 1 日。",
    },
    "--folder": {"en": "The policy folder to write to.", "zh": "写入哪个政策文件夹。"},
    "<applicant>": {
        "en": "Applicant: a TOML or JSON file, or - for standard input.",
        "zh": "申请人文件（TOML 或 JSON）；- 表示标准输入。",
    },
    "<table>": {
        "en": "Table: CSV, TSV, Parquet or JSON lines, gzip or not; - for standard input.",
        "zh": "表格文件：CSV、TSV、Parquet 或 JSON Lines，可用 gzip 压缩；- 表示标准输入。",
    },
    "<city>": {"en": "City, as beijing or 北京.", "zh": "城市，如 北京 或 beijing。"},
    "cities <city>": {"en": "City, as beijing or 北京; default: all.", "zh": "城市，如 北京 或 beijing；默认全部。"},
    "policy test <city>": {"en": "City; default: all.", "zh": "城市；默认全部。"},
    "--rows": {"en": "How many people.", "zh": "多少人。"},
    "--seed": {"en": "Any number; the same gives the same people.", "zh": "任意整数；相同则生成的人员相同。"},
    "policy people --output": {"en": "File to write, .csv.", "zh": "要写入的文件（.csv）。"},
    "policy people --round": {
        "en": "Round for which their months are drawn; default: the one to come.",
        "zh": "按哪个批次抽取月数；默认为下一批次。",
    },
    "policy draft --output": {"en": "File to write.", "zh": "要写入的文件。"},
    "policy new <city>": {
        "en": "The city's id: lower-case letters, digits and _, as springfield.",
        "zh": "城市的标识，由小写字母、数字和 _ 组成，如 springfield。",
    },
    "<policy>": {"en": "Policy files, or cities; default: all.", "zh": "政策文件或城市；默认全部。"},
    "<before>": {
        "en": "An edition, as beijing/2017-01-01, or a file.",
        "zh": "前一版，如 beijing/2017-01-01，也可以是文件。",
    },
    "<after>": {
        "en": "The edition to compare it with, or a city for its latest.",
        "zh": "后一版；只写城市时取其最新一版。",
    },
}

VALUES: Texts = {
    "--policies": {"en": "FOLDER", "zh": "文件夹"},
    "--city": {"en": "CITY", "zh": "城市"},
    "--cities": {"en": "CITY,…", "zh": "城市,…"},
    "--round": {"en": "ROUND", "zh": "批次"},
    "--on": {"en": "DATE", "zh": "日期"},
    "--set": {"en": "FACT=VALUE", "zh": "填写项=值"},
    "--until": {"en": "YEAR", "zh": "年份"},
    "--district": {"en": "N=DISTRICT", "zh": "单位=区"},
    "--grow": {"en": "FACT,…|all", "zh": "填写项,…|all"},
    "--line": {"en": "POINTS", "zh": "分数"},
    "--class": {"en": "CLASS", "zh": "等级"},
    "--regime": {"en": "REGIME", "zh": "方式"},
    "--output": {"en": "FILE", "zh": "文件"},
    "--sheet": {"en": "NAME", "zh": "表名"},
    "--records-sheet": {"en": "NAME", "zh": "表名"},
    "--keep": {"en": "all|none|COL,…", "zh": "all|none|列,…"},
    "--rejects": {"en": "FILE", "zh": "文件"},
    "--records": {"en": "FILE", "zh": "文件"},
    "--report": {"en": "FILE", "zh": "文件"},
    "--threads": {"en": "N", "zh": "个数"},
    "--rows": {"en": "N", "zh": "人数"},
    "--seed": {"en": "N", "zh": "整数"},
    "--master": {"en": "URL", "zh": "地址"},
    "--quota": {"en": "N", "zh": "人数"},
    "--by": {"en": "COL,…", "zh": "列,…"},
    "whatif --by": {"en": "YEAR", "zh": "年份"},
    "policy compare --by": {"en": "COLUMN", "zh": "列"},
    "--applicants": {"en": "N|LOW..HIGH", "zh": "人数"},
    "--confidence": {"en": "PERCENT", "zh": "百分数"},
    "--scores": {"en": "COLUMN", "zh": "列"},
    "<edition>": {"en": "CITY", "zh": "城市"},
    "--show": {"en": "CASE", "zh": "算例"},
    "--zh": {"en": "NAME", "zh": "名称"},
    "--en": {"en": "NAME", "zh": "名称"},
    "--from": {"en": "DATE", "zh": "日期"},
    "--folder": {"en": "FOLDER", "zh": "文件夹"},
    "<applicant>": {"en": "APPLICANT", "zh": "申请人"},
    "<table>": {"en": "INPUT", "zh": "表格"},
    "<printout>": {"en": "FILE…", "zh": "文件…"},
    "<city>": {"en": "CITY", "zh": "城市"},
    "<policy>": {"en": "POLICY…", "zh": "政策…"},
    "<before>": {"en": "BEFORE", "zh": "旧版"},
    "<after>": {"en": "AFTER", "zh": "新版"},
}
"""What stands for the value of an option or an argument; the others list their options, or have no value."""

FRAME: Texts = {
    "begin": {
        "en": "To begin: `hukou ask CITY`, or `hukou init CITY -o me.toml`, fill in the file, `hukou score me.toml`.",
        "zh": "从这里开始：`hukou ask 城市`；或者 `hukou init 城市 -o me.toml`，填好文件，再 `hukou score me.toml`。",
    },
    "usage": {"en": "Usage: ", "zh": "用法："},
    "options": {"en": "[OPTIONS]", "zh": "[选项]"},
    "command": {"en": "COMMAND [ARGS]...", "zh": "命令 [参数]…"},
    "ARGUMENTS_PANEL_TITLE": {"en": "Arguments", "zh": "参数"},
    "OPTIONS_PANEL_TITLE": {"en": "Options", "zh": "选项"},
    "COMMANDS_PANEL_TITLE": {"en": "Commands", "zh": "命令"},
    "DEFAULT_STRING": {"en": "[default: {}]", "zh": "[默认：{}]"},
    "ENVVAR_STRING": {"en": "[env var: {}]", "zh": "[环境变量：{}]"},
    "REQUIRED_LONG_STRING": {"en": "[required]", "zh": "[必填]"},
}
"""What stands around the texts; those in capitals are named as in ``typer.rich_utils``."""
