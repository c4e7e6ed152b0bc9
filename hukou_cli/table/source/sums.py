"""How a row of a sheet says that it holds the sums of columns."""

SUMS = (
    "合计", "总计", "小计", "共计", "累计", "总和", "平均", "平均值",
    "total", "totals", "grandtotal", "subtotal", "sum", "average",
)  # fmt: skip
"""The words for the sums of columns, in lower case and without blanks."""
