"""Messages of workbooks: reading and writing them, and the texts of their cells that stand for nothing."""

from hukou_cli.text.language import Texts

WORKBOOK: Texts = {
    "no-openpyxl": {
        "en": "a workbook (.xlsx) needs the package openpyxl\n"
        "Install it: pip install 'hukou-cli[excel]'; or use a table as CSV (UTF-8).",
        "zh": "读写工作簿（.xlsx）需要 openpyxl\n请安装：pip install 'hukou-cli[excel]'；或改用 CSV（UTF-8）表格。",
    },
    "workbook-old": {
        "en": "this is a workbook of the old form (.xls), which is not read\n"
        "Open it in a spreadsheet program and save it as .xlsx or CSV (UTF-8).",
        "zh": "这是旧式工作簿（.xls），不能读取\n请用表格软件打开，另存为 .xlsx 或 CSV（UTF-8）。",
    },
    "workbook-password": {
        "en": "this workbook has a password\n"
        "Open it with the password, and save it without one, as .xlsx or CSV (UTF-8).",
        "zh": "这个工作簿有密码\n请用密码打开，去掉密码后另存为 .xlsx 或 CSV（UTF-8）。",
    },
    "workbook-other": {
        "en": "this is the file of another office program (.ods, .xlsb, .numbers), which is not read\n"
        "Open it there and save it as .xlsx or CSV (UTF-8).",
        "zh": "这是其他办公软件的文件（.ods、.xlsb 或 .numbers），不能读取\n"
        "请用该软件打开，另存为 .xlsx 或 CSV（UTF-8）。",
    },
    "workbook-damaged": {
        "en": "this is no whole workbook (.xlsx)\n"
        "Open it in a spreadsheet program and save it anew, or export it again; CSV (UTF-8) does too.",
        "zh": "不是完整的工作簿（.xlsx）\n请用表格软件打开后重新保存，或重新导出；也可另存为 CSV（UTF-8）。",
    },
    "workbook-too-large": {
        "en": "a part of this workbook would unpack to more than {allowed} MB, or to far more than people's tables do\n"
        "Copy the rows into a new workbook, or save the sheet as CSV (UTF-8).",
        "zh": "这个工作簿的一部分解压后超过 {allowed} MB，或远大于正常的表格\n"
        "请把各行复制到新的工作簿，或另存为 CSV（UTF-8）。",
    },
    "workbook-to-stream": {
        "en": "a workbook goes neither to standard output nor into a pipe\nName a file: -o scores.xlsx",
        "zh": "工作簿不能写到标准输出或管道\n请指定文件：-o scores.xlsx",
    },
    "no-such-sheet": {
        "en": "there is no sheet “{seen}”\n{nearest}There are: {allowed}",
        "zh": "没有“{seen}”这个工作表\n{nearest}现有：{allowed}",
    },
    "sheet-of-no-workbook": {
        "en": "--sheet is for workbooks, and this is none\nLeave it out.",
        "zh": "--sheet 只用于工作簿，而这不是工作簿\n请去掉该选项。",
    },
    "sheets-alike": {
        "en": "several sheets have the same columns, and one is read: {allowed}\n"
        "Name it with --sheet, or put all rows into one sheet.",
        "zh": "有几个工作表的列相同，而一次只读取一个：{allowed}\n请用 --sheet 指定，或把各行合并到一个工作表。",
    },
    "sheets-not-read": {
        "en": "read is the sheet “{sheet}”; other sheets with text are not: {allowed}\n"
        "To read one of them: --sheet {example}",
        "zh": "已读取工作表“{sheet}”；另有内容的工作表未读取：{allowed}\n如需读取其中之一，请加 --sheet {example}",
    },
    "records-not-read": {
        "en": "a sheet of dated records is not read: {allowed}\nTo count the facts from it: --records {file}",
        "zh": "有逐段记录的工作表未读取：{allowed}\n如需由其计算各项，请加 --records {file}",
    },
    "formulas-read": {
        "en": "cells calculated by formulas, taken as last calculated: {count} ({seen})",
        "zh": "{count} 格由公式算出，按文件中保存的结果读取：{seen}",
    },
    "formulas-without-value": {
        "en": "formulas whose value the file does not hold: {count} ({seen})\n"
        "Open the workbook in a spreadsheet program and save it: that calculates them.",
        "zh": "{count} 格公式在文件中没有计算结果：{seen}\n请用表格软件打开并保存一次，即可得到结果。",
    },
    "errors-in-cells": {
        "en": "cells in which a formula failed: {count} ({seen})",
        "zh": "{count} 格公式出错：{seen}",
    },
    "merged-filled": {
        "en": "cells merged over several rows, whose text counts for each of them: {count} ({seen})",
        "zh": "{count} 处单元格跨行合并，其内容用于所跨的每一行：{seen}",
    },
    "merged-across": {
        "en": "cells merged over several columns, in rows of data: {count} ({seen})\n"
        "Which column the text is of cannot be told: unmerge them and fill in each.",
        "zh": "数据行中有 {count} 处单元格跨列合并：{seen}\n无法判断内容属于哪一列，请取消合并并逐格填写。",
    },
    "hidden-rows": {
        "en": "rows that are hidden or filtered out, read like the others: {count}\nDelete those that are not meant.",
        "zh": "有 {count} 行被隐藏或筛选掉，已一并读取\n不需要的请删除。",
    },
    "hidden-columns": {
        "en": "columns that are hidden, read like the others: {seen}",
        "zh": "以下各列被隐藏，已一并读取：{seen}",
    },
    "cell-without-heading": {
        "en": "the cell {seen} has text, and its column has no heading\n"
        "Name the column in the header, or clear the cell.",
        "zh": "单元格 {seen} 有内容，而该列没有列名\n请在表头填写列名，或清空该单元格。",
    },
    "formula-error": {
        "en": "“{seen}” is the error of a formula\nMend the formula, or type the value.",
        "zh": "“{seen}”是公式出错的提示\n请改正公式，或直接填写数值。",
    },
    "formula-without-value": {
        "en": "“{seen}” is a formula without its value\n"
        "Open the workbook in a spreadsheet program and save it, or type the value.",
        "zh": "“{seen}”是没有计算结果的公式\n请用表格软件打开并保存一次，或直接填写数值。",
    },
    "merged-cell": {
        "en": "the merged cell {seen} covers this column\nUnmerge it, and fill in each column.",
        "zh": "这一列被合并单元格 {seen} 覆盖\n请取消合并，逐列填写。",
    },
    "column-too-narrow": {
        "en": "“{seen}” is what a spreadsheet shows where a column is too narrow\n"
        "Widen the column, and save the table again.",
        "zh": "“{seen}”是列宽不足时的显示\n请加宽该列，再重新保存。",
    },
}
