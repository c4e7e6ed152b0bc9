"""Messages of ``hukou import``: printouts of social insurance, what was read of them and what was not."""

from hukou_cli.text.language import Texts

IMPORT: Texts = {
    # ------------------------------------------------------------ files
    "import-empty": {"en": "the file is empty\nExport it again.", "zh": "文件是空的\n请重新导出。"},
    "import-too-large": {
        "en": "larger than {allowed} MB or {cells} cells, which no working life fills\n"
        "Take out sheets and rows that are not of your insurance, or save the table alone as CSV.",
        "zh": "超过 {allowed} MB 或 {cells} 个单元格，一个人的缴费记录不会这么大\n"
        "请删去与缴费无关的工作表和行，或只把这张表另存为 CSV。",
    },
    "import-too-deep": {
        "en": "tables stand in one another too deep\n"
        "Open the page in a spreadsheet program and save it as CSV (UTF-8).",
        "zh": "表格嵌套层数过多\n请用表格软件打开，另存为 CSV（UTF-8）。",
    },
    "import-certificate": {
        "en": "this is a PDF, as a certificate of insurance is, and its figures cannot be read safely\n"
        "On the site that issued it look for the details of payments, which can be exported or copied as a table; or "
        "type the spans: `hukou init CITY -o me.toml` writes the form, one [[insurance]] for each employer.",
        "zh": "这是 PDF，通常为参保证明，其中的数字无法可靠读取\n"
        "请在出具证明的网站查找可以导出或复制成表格的缴费明细；也可以照着证明填写起止月份："
        "`hukou init 城市 -o me.toml` 可生成表单，每个单位一条 [[insurance]]。",
    },
    "import-picture": {
        "en": "this is a picture\nExport or copy the details of payments as a table, or type the spans: "
        "`hukou init CITY -o me.toml` writes the form.",
        "zh": "这是图片\n请导出或复制缴费明细表格，或照着填写起止月份：`hukou init 城市 -o me.toml` 可生成表单。",
    },
    "import-unknown-layout": {
        "en": "no heading in it is known as that of insurance payments\n"
        "One row must name the columns: the month (as 费款所属期), the insurance (险种), and others. "
        "policies/imports.toml lists the words; add yours to a copy in a folder of your own (--policies).",
        "zh": "没有找到可识别的缴费明细表头\n"
        "须有一行列名，至少写明月份（如 费款所属期）和险种。可识别的列名见 policies/imports.toml，"
        "也可复制到自己的文件夹并加上新的列名（--policies）。",
    },
    "import-nothing": {
        "en": "no row of it is a payment that could be read",
        "zh": "没有一行可以读作缴费记录",
    },
    "import-several-people": {
        "en": "this is of several people\nLeave the rows of one person in it, and import each person by a file.",
        "zh": "其中有多个人的记录\n请只保留一个人的行，每人一个文件分别导入。",
    },
    "import-no-city": {
        "en": "it does not say of which city it is\nAdd --city CITY.",
        "zh": "文件没有写明是哪个城市的记录\n请加 --city 城市。",
    },
    # ------------------------------------------------------------ rows that are not understood
    "import-not-a-month": {
        "en": "not understood: “{seen}” is no month and no span of months\nWrite 202103, 2021-03 or 201905-202004.",
        "zh": "未读懂：“{seen}”不是月份，也不是起止月份\n请写作 202103、2021-03 或 201905-202004。",
    },
    "import-not-a-year": {
        "en": "not understood: “{seen}” is no year, and each of its months has a column\nWrite the year, as 2021.",
        "zh": "未读懂：各月分列，“{seen}”却不是年度\n请只写年度，如 2021。",
    },
    "import-month-ahead": {
        "en": "not understood: {seen} is not between 1900-01 and this month, {allowed}",
        "zh": "未读懂：{seen} 不在1900年1月至本月（{allowed}）之间",
    },
    "import-unknown-kind": {
        "en": "not understood: “{seen}” is no insurance that is known\n"
        "Write 养老, 失业, 医疗, 工伤, 生育, or the code 110, 210, 310, 410, 510.",
        "zh": "未读懂：“{seen}”不是可识别的险种\n请写养老、失业、医疗、工伤、生育，或代码 110、210、310、410、510。",
    },
    "import-no-kind": {
        "en": "not understood: which insurance was paid is not said, by a column or a title\nAdd a column 险种.",
        "zh": "未读懂：没有列或标题写明险种\n请加一列“险种”。",
    },
    "import-unknown-mark": {
        "en": "not understood: “{seen}” does not say whether it was paid, repaid or not paid\n"
        "Write 正常, 补缴 or 未缴.",
        "zh": "未读懂：“{seen}”看不出是正常缴费、补缴还是未缴\n请写正常、补缴或未缴。",
    },
    "import-not-an-amount": {
        "en": "not understood: “{seen}” is no amount\nA payment taken back is left out with its row, written 退费.",
        "zh": "未读懂：“{seen}”不是金额\n退费的行请标明“退费”。",
    },
    "import-not-a-count": {
        "en": "not understood: “{seen}” is no number of months",
        "zh": "未读懂：“{seen}”不是月数",
    },
    "import-too-many-months": {
        "en": "not understood: {seen} months paid in a span of {allowed}",
        "zh": "未读懂：起止月份共 {allowed} 个月，却缴费 {seen} 个月",
    },
    "import-months-open": {
        "en": "not understood: {seen} of the months {months} were paid, and which is not said\n"
        "They are left out. Export the payments month by month, or write the spans yourself.",
        "zh": "未读懂：{months} 中缴费 {seen} 个月，没有写明是哪几个月\n"
        "这些月份未写入。请导出逐月明细，或自行填写起止月份。",
    },
    "import-refunded": {
        "en": "not understood: a payment for {seen} was taken back\n"
        "The month stands as other rows say it. Take it out of the record if it was not paid again.",
        "zh": "未读懂：{seen} 有退费\n该月仍按其他行写入。退费后没有重新缴纳的，请从记录中去掉。",
    },
    "import-no-heading": {
        "en": "not understood: no heading above it is known\n"
        "Give the columns the names that policies/imports.toml lists.",
        "zh": "未读懂：其上没有可识别的表头\n请把列名改为 policies/imports.toml 中的写法。",
    },
    "import-more-rows": {
        "en": "the same in other rows: {count}, on lines {seen}",
        "zh": "另有 {count} 行同样如此：第 {seen} 行",
    },
    # ------------------------------------------------------------ what is worth noticing
    "import-counts": {
        "en": "{file}: {rows} rows = {used} used + {passed} skipped + {wrong} not understood",
        "zh": "{file}：{rows} 行＝已用 {used}＋略过 {passed}＋未读懂 {wrong}",
    },
    "import-another-city": {
        "en": "its title names {seen}, and not the city given\nCheck --city.",
        "zh": "标题写的是{seen}，与指定的城市不同\n请核对 --city。",
    },
    "import-passed": {
        "en": "skipped as titles, headings, sums or notes: lines {seen}",
        "zh": "作为标题、表头、合计或说明略过：第 {seen} 行",
    },
    "import-other-insurance": {
        "en": "rows of other insurances, skipped as only the five of employees count: {count} ({months})",
        "zh": "略过 {count} 行其他保险，只读取职工五险（{months}）",
    },
    "import-unpaid": {
        "en": "rows that say nothing was paid: {count} ({months})",
        "zh": "{count} 行写明未缴费：{months}",
    },
    "import-top-up": {
        "en": "rows that raise a payment already made, and make no month: {count} ({months})",
        "zh": "{count} 行是补缴差额，不另计月份：{months}",
    },
    "import-elsewhere": {
        "en": "rows carried over from elsewhere, which are not written: {count} ({months})\n"
        "Write them under the city where they were paid.",
        "zh": "{count} 行是转入或视同缴费，未写入：{months}\n请写在实际缴费的城市之下。",
    },
    "import-unknown-columns": {
        "en": "columns that were not read: {seen}",
        "zh": "没有读取的列：{seen}",
    },
    "import-formulas": {
        "en": "formulas whose value the file does not hold: {seen}\n"
        "Open the workbook in a spreadsheet program, save it, and import it again.",
        "zh": "文件中没有这些公式的计算结果：{seen}\n请用表格软件打开并保存，再重新导入。",
    },
    "import-personal": {
        "en": "cells with names, identity or phone numbers: {count}; none is written\n"
        "None is needed: delete the file when you no longer need it.",
        "zh": "{count} 个单元格含姓名、身份证号或手机号，均未写入\n计分用不到这些；文件不用时请删除。",
    },
    "import-marked": {
        "en": "some of the months {months} were repaid (*), and which is not said: all are written as paid in time\n"
        "List those repaid in `back_paid`.",
        "zh": "{months} 中有补缴（*），没有写明是哪几个月，均按正常缴费写入\n请把补缴的月份列入 back_paid。",
    },
    "import-until-now": {
        "en": "what goes on (至今) was read up to this month, {months}\n"
        "If the printout is older, take out the months that are not paid.",
        "zh": "写明“至今”的，算到本月 {months}\n明细是以前打印的，请去掉没有缴费的月份。",
    },
    "import-inferred": {
        "en": "of some insurances only the number of months is said; as the employers' table has as many, its months "
        "were taken: {months}",
        "zh": "部分险种只写明月数；与单位变动记录的月数相同，按其月份写入：{months}",
    },
    "import-paid-late": {
        "en": "paid two months later or more, and not marked as repaid: {months}\n"
        "List in `back_paid` those that were repaid.",
        "zh": "到账晚于所属月两个月以上，又没有标明补缴：{months}\n确属补缴的，请列入 back_paid。",
    },
    "import-twice": {
        "en": "both paid in time and repaid, written as paid in time: {months}",
        "zh": "既有正常缴费又有补缴，按正常缴费写入：{months}",
    },
    "import-employers-overlap": {
        "en": "several employers paid in the same months; each month counts once: {months}",
        "zh": "同一月份有多个单位缴费，每月只计一次：{months}",
    },
    "import-gap": {
        "en": "no payment in {months}: {kinds}",
        "zh": "中间没有缴费的月份 {months}：{kinds}",
    },
    "import-no-employer": {
        "en": "the employer of some months is not told; they stand in records of their own",
        "zh": "部分月份没有写明单位，单独成条",
    },
    "import-no-district": {
        "en": "in which district is the employer? (employers {seen})\n"
        "Fill in `district` in the file, or add --district 1=DISTRICT.",
        "zh": "参保单位在哪个区？（单位 {seen}）\n请在文件中填写 district，或加 --district 1=区。",
    },
    "import-ends": {
        "en": "end with the last month of the printout, {months}: records {seen}\n"
        "Delete `to` there if the insurance still goes on.",
        "zh": "第 {seen} 条记录止于文件的最后一个月 {months}\n仍在缴费的，请删去该条的 to。",
    },
    "import-no-such-employer": {
        "en": "there is no employer {seen}\nThey are numbered from 1 to {allowed}; --employers shows their names.",
        "zh": "没有第 {seen} 个单位\n单位编号为 1 至 {allowed}；加 --employers 可显示名称。",
    },
    "import-not-a-district": {
        "en": "“{seen}” is not EMPLOYER=DISTRICT\nWrite for example --district 1=haidian",
        "zh": "“{seen}”不是“单位=区”的形式\n例如 --district 1=海淀",
    },
}
