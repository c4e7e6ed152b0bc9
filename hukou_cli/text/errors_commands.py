"""Messages of the command line: cities, rounds, editions, arguments and options."""

from hukou_cli.text.language import Texts

COMMANDS: Texts = {
    "unknown-city": {
        "en": "there is no policy for “{seen}”\n"
        "{nearest}Known: {allowed}. The national rule for other cities: hukou cities CITY",
        "zh": "没有“{seen}”的政策\n{nearest}现有：{allowed}。其他城市的国家规定：hukou cities 城市",
    },
    "unknown-large-city": {
        "en": "“{seen}” is not one of the {allowed} cities of the list\n"
        "{nearest}It holds cities of 1 million people or more: hukou cities. The policies: hukou policy list",
        "zh": "“{seen}”不在所列 {allowed} 个城市之中\n"
        "{nearest}名单为城区人口100万以上的城市：hukou cities；政策：hukou policy list",
    },
    "no-city": {
        "en": "no city given\nAdd --city CITY, or `city` to the applicant. Known: {allowed}",
        "zh": "未指定城市\n请加 --city 城市，或在申请人文件中写 city。现有：{allowed}",
    },
    "unknown-round": {
        "en": "no edition of {city} covers the round {seen}\nKnown rounds: {allowed}",
        "zh": "{city}没有适用于 {seen} 批次的政策\n已知批次：{allowed}",
    },
    "period-needed": {
        "en": "{city} has several rounds in a year\nWrite one of: {allowed}",
        "zh": "{city}一年有几期\n请写明是哪一期：{allowed}",
    },
    "round-too-far": {
        "en": "the round {seen} of {city} lies too far ahead\n"
        "A round up to {furthest} can be scored by the present rules.",
        "zh": "{city}的 {seen} 批次太远\n按现行规则可以推算到 {furthest} 年。",
    },
    "round-of-no-city": {
        "en": "none of the cities has the round {seen}\n`hukou policy list` shows the rounds of each.",
        "zh": "所比较的城市都没有 {seen} 批次\n各城市的批次见 hukou policy list。",
    },
    "no-round-held": {
        "en": "{city} held no round in {seen}\nKnown rounds: {allowed}",
        "zh": "{city}没有开展 {seen} 批次的申报\n已知批次：{allowed}",
    },
    "cannot-grow": {
        "en": "`{seen}` is no fact that can grow here\nThose given as months that can: {allowed}",
        "zh": "“{seen}”不是此处可以逐月增加的填写项\n以月数填写、可逐月增加的：{allowed}",
    },
    "until-out-of-range": {
        "en": "{seen} is no year that can be planned to\nGive a year of {allowed}.",
        "zh": "不能规划到 {seen} 年\n请填写 {allowed} 之间的年份。",
    },
    "line-is-fixed": {
        "en": "the rules of {city} fix what is to be reached\nLeave --line out.",
        "zh": "{city} 的规定已写明须达到的要求\n请不用 --line。",
    },
    "most-out-of-range": {
        "en": "a set cannot have {seen} steps\nGive a number of {allowed}.",
        "zh": "一组不能有 {seen} 步\n请填写 {allowed} 之间的数。",
    },
    "goal-needs-line": {
        "en": "the line of {city} is not forecast, so that no set of steps can be said to reach it\n"
        "Give a total to reach, as --line 110.",
        "zh": "{city} 的分数线无从推算，无法判断哪些步骤能够达到\n请用 --line 给出要达到的总分，如 --line 110。",
    },
    "check-needs-goal": {
        "en": "it asks whether some set of steps is enough\nGive --goal or --sure too.",
        "zh": "它判断的是有没有够用的步骤组合\n请同时给出 --goal 或 --sure。",
    },
    "write-needs-steps": {
        "en": "no steps to write\nName some with --steps, or look for the smallest set with --goal.",
        "zh": "没有要写入的步骤\n请用 --steps 指定，或用 --goal 查找最小组合。",
    },
    "steps-not-together": {
        "en": "these steps cannot all be taken: {seen}\nName one step of each kind, as own_home:daxing,tax:2.",
        "zh": "这些步骤不能同时采取：{seen}\n同一类只能选一步，如 own_home:daxing,tax:2。",
    },
    "unknown-step": {
        "en": "{seen} is no step that is offered to this applicant\n{nearest}Offered: {allowed}",
        "zh": "没有可供这位申请人选择的步骤 {seen}\n{nearest}可选：{allowed}",
    },
    "no-round-ahead": {
        "en": "{city} has no round to come up to {seen}\nGive a later year with --until.",
        "zh": "到 {seen} 年为止，{city} 没有尚未结束的申报批次\n请用 --until 填写更晚的年份。",
    },
    "rules-ended": {
        "en": "the rules of {city} ended on {seen}, and none that follow are known\n"
        "Ask the city; `hukou score` still tells what the ended rules gave.",
        "zh": "{city} 的规定已于 {seen} 到期，其后的规定未见\n请向当地确认；hukou score 仍可按已到期的规定计算。",
    },
    "no-such-command": {
        "en": "there is no command “{seen}”\n{nearest}Commands: {allowed}",
        "zh": "没有“{seen}”这个命令\n{nearest}可用的命令：{allowed}",
    },
    "no-such-option": {
        "en": "there is no option {seen}\n{nearest}All options: {help}",
        "zh": "没有 {seen} 这个选项\n{nearest}全部选项：{help}",
    },
    "missing-argument": {
        "en": "{seen} is missing\nWhat to write there: {help}",
        "zh": "缺少{seen}\n应写什么：{help}",
    },
    "option-without-value": {
        "en": "{seen} needs a value\nWhat to write there: {help}",
        "zh": "{seen} 之后缺少值\n应写什么：{help}",
    },
    "option-with-value": {"en": "{seen} takes no value\nWrite it alone.", "zh": "{seen} 不带值\n请单独写。"},
    "extra-arguments": {
        "en": "more words than the command takes: {seen}\n{nearest}A name with a blank stands in quotes. Usage: {help}",
        "zh": "多出了命令不需要的内容：{seen}\n{nearest}名称中有空格时须加引号。用法：{help}",
    },
    "wrong-usage": {"en": "{reason}\nUsage: {help}", "zh": "命令行有误：{reason}\n用法：{help}"},
    "unknown-case": {
        "en": "no case is called “{seen}”\n{nearest}Known: {allowed}",
        "zh": "没有算例“{seen}”\n{nearest}可用：{allowed}",
    },
    "unknown-edition": {
        "en": "{city} has no edition “{seen}”\nKnown: {allowed}",
        "zh": "{city}没有“{seen}”这一版\n现有：{allowed}",
    },
    "not-a-round": {
        "en": "“{seen}” is not a round\nWrite a year (2025), a period (2026-1), or a day of application (2026-05-10).",
        "zh": "“{seen}”不是申报批次\n请写年份（2025）、期次（2026-1）或申请日（2026-05-10）。",
    },
    "round-needed": {
        "en": "{city} takes applications all year; give the day of application\nWrite it as 2026-05-10.",
        "zh": "{city}全年受理，请给出申请日期\n写法如 2026-05-10。",
    },
    "not-scored": {"en": "{city_en} is not scored. {en}\n", "zh": "{city_zh}不能计分。{zh}\n"},
    "not-an-assignment": {
        "en": "“{seen}” is not FACT=VALUE\nWrite for example --set insured_months=189",
        "zh": "“{seen}”不是“填写项=值”的形式\n例如 --set insured_months=189",
    },
    "facts-of-no-city": {
        "en": "these facts have no city\nWrite them under the city, as [facts.beijing], or add `city` to the file.",
        "zh": "未指明这些填写项属于哪个城市\n请写在城市之下，如 [facts.beijing]，或在文件中写 city。",
    },
    "brief-is-text": {
        "en": "--brief prints one line of text, --format {seen} a whole result\nLeave one of the two out.",
        "zh": "--brief 只输出一行文字，--format {seen} 输出完整结果\n两者请只用一个。",
    },
    "no-sqlglot": {
        "en": "the SQL of {seen} is written by the package sqlglot, {allowed} or newer, which is not installed\n"
        "Install it: pip install 'hukou-cli[sql]'; DuckDB's own needs none.",
        "zh": "输出 {seen} 的 SQL 需要 sqlglot {allowed} 或更新的版本，尚未安装\n"
        "请安装：pip install 'hukou-cli[sql]'；DuckDB 的 SQL 不需要它。",
    },
    "quiet-needs-check": {
        "en": "--quiet leaves nothing to see\nAdd --check, with which the exit code is the answer, "
        "or --report FILE; or leave --quiet out.",
        "zh": "只用 --quiet 看不到任何结果\n请加 --check，由退出码给出结论，或加 --report 文件；否则不用 --quiet。",
    },
    "report-form": {
        "en": "a report is a page, Markdown or a picture\nEnd the file's name in .html, .md or .svg.",
        "zh": "报告只能是网页、Markdown 或图片\n文件名须以 .html、.md 或 .svg 结尾。",
    },
    "no-applicant": {
        "en": "no applicant given\nName an applicant's file, or - for standard input, or give facts with --set; "
        "`hukou init CITY -o me.toml` writes a file to fill in.",
        "zh": "没有申请人\n请给出申请人文件，或用 - 从标准输入读取，或用 --set 填写；"
        "`hukou init 城市 -o me.toml` 可生成待填的文件。",
    },
    "stdin-is-terminal": {
        "en": "standard input is the terminal\nPipe a file in, as: hukou score - < FILE",
        "zh": "标准输入是终端\n请用管道输入文件，如：hukou score - < 文件",
    },
    "stdin-closed": {
        "en": "standard input is closed\nOpen it, as with: < FILE",
        "zh": "标准输入已关闭\n请打开标准输入，如：< 文件",
    },
    "stdout-closed": {
        "en": "cannot write the result: standard output is closed\nOpen it, as with: > FILE",
        "zh": "无法写出结果：标准输出已关闭\n请打开标准输出，如：> 文件",
    },
    "folder-missing": {
        "en": "there is no folder {seen}\nMake it first, or name another.",
        "zh": "没有文件夹 {seen}\n请先建立，或换一个。",
    },
    "cannot-write": {"en": "cannot write the result: {reason}", "zh": "无法写出结果：{reason}"},
    "no-temporary-folder": {
        "en": "no temporary folder can be written; tried: {seen}\n"
        "Name one that can be written, with room for the table: TMPDIR=FOLDER hukou …",
        "zh": "没有可写的临时文件夹，试过：{seen}\n请指定一个可写、放得下该表的文件夹：TMPDIR=文件夹 hukou …",
    },
    "system-refuses": {
        "en": "the system refuses what is needed: {reason}\nNothing was written. Give the program more, and run again.",
        "zh": "系统不允许所需的操作：{reason}\n没有写出任何内容。请放宽限制后重新运行。",
    },
    "other-version": {
        "en": "the plan was made by version {seen} of hukou-cli, this is version {allowed}\n"
        "Install the same version where the plan is made and where it is used.",
        "zh": "此方案由 hukou-cli {seen} 版生成，当前为 {allowed} 版\n生成和使用方案的机器请安装同一版本。",
    },
    "other-digest": {
        "en": "the plan is not the one that was sent: its digest differs\n"
        "Run the job again; if it happens again, look for what changes data between the machines.",
        "zh": "收到的方案与发出的不一致：摘要不符\n请重新运行；如再次出现，请检查机器之间的传输环节是否改动了数据。",
    },
    "no-meaning-on-spark": {
        "en": "no meaning with --engine spark: {seen}\nLeave it out, or leave out --engine spark.",
        "zh": "使用 --engine spark 时，以下选项没有意义：{seen}\n请去掉这些选项，或去掉 --engine spark。",
    },
    "master-without-spark": {
        "en": "--master is for Spark\nAdd --engine spark, or leave it out.",
        "zh": "--master 仅用于 Spark\n请加 --engine spark，或去掉此选项。",
    },
    "spark-to-folder": {
        "en": "Spark writes into a folder, not to standard output\nName one: -o FOLDER",
        "zh": "Spark 只能写入文件夹，不能写到标准输出\n请指定文件夹：-o 文件夹",
    },
    "name-too-long": {
        "en": "PostgreSQL keeps {allowed} letters of a name and cuts: {seen}\n"
        "Give these shorter ids in the policy, or choose another dialect.",
        "zh": "PostgreSQL 的名称最多 {allowed} 个字母，以下会被截断：{seen}\n"
        "请在政策文件中改用较短的标识，或换一种方言。",
    },
    "no-pyspark": {
        "en": "--engine spark needs pyspark\nInstall it: pip install 'hukou-cli[spark]'",
        "zh": "--engine spark 需要 pyspark\n请安装：pip install 'hukou-cli[spark]'",
    },
    "spark-not-started": {
        "en": "Spark cannot be started: {reason}\nIt needs Java 17 or newer; what it wrote above says more.",
        "zh": "无法启动 Spark：{reason}\n需要 Java 17 或更新版本；详情见上方 Spark 的输出。",
    },
    "spark-unanswered": {
        "en": "the job on Spark failed: {reason}\nLook for the cause in the log of its tasks, then run it again.",
        "zh": "Spark 作业失败：{reason}\n请查看任务日志找出原因，然后重新运行。",
    },
    "spark-failed": {
        "en": "the job on Spark failed, and the folder is not marked as whole: {reason}\n"
        "Look for the cause in the log of its tasks, then run it again with --force.",
        "zh": "Spark 作业失败，输出文件夹没有完整标记：{reason}\n请查看任务日志找出原因，然后加 --force 重新运行。",
    },
    "does-not-add-up": {
        "en": "rows read: {read}, committed: {committed}\n"
        "Do not use this answer: rows are lost, or stand twice. Run it again with --force.",
        "zh": "读取 {read} 行，已提交 {committed} 行\n请勿使用此结果：有行丢失或重复。请加 --force 重新运行。",
    },
    "bytes-do-not-add-up": {
        "en": "bytes that tasks wrote: {read}, committed: {committed}\n"
        "Do not use this answer: rows are lost, or stand twice. Run it again with --force.",
        "zh": "各任务写出 {read} 字节，已提交 {committed} 字节\n"
        "请勿使用此结果：有行丢失或重复。请加 --force 重新运行。",
    },
    "output-folder-exists": {
        "en": "the folder exists\nName another, or add --force to replace the answer in it.",
        "zh": "文件夹已存在\n请换一个，或加 --force 替换其中的结果。",
    },
    "output-not-of-spark": {
        "en": "the folder holds what Spark did not write, and is not replaced\nName another folder.",
        "zh": "文件夹中有并非 Spark 写出的内容，不予替换\n请换一个文件夹。",
    },
    "output-holds-input": {
        "en": "the table lies in this folder, which would be replaced\nName another folder.",
        "zh": "输入的表格就在此文件夹中，写出会将其替换\n请换一个文件夹。",
    },
    "memory-limit": {
        "en": "the system gives this program {seen} MB of address space; a table needs {allowed} MB\n"
        "Lift the limit: ulimit -v unlimited",
        "zh": "系统只给本程序 {seen} MB 地址空间，处理表格需要 {allowed} MB\n请放宽限制：ulimit -v unlimited",
    },
    "out-of-memory": {
        "en": "the memory of this machine is not enough\nClose other programs, or score the table in parts.",
        "zh": "本机内存不够\n请关闭其他程序，或把表分成几份计算。",
    },
    "too-many": {"en": "and {seen} more", "zh": "另有 {seen} 条"},
    "unexpected": {
        "en": "internal error: {reason}\nPlease report it with the command you ran.",
        "zh": "程序内部错误：{reason}\n请连同所用命令一并报告。",
    },
}
