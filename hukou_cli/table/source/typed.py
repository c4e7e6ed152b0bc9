"""A typed table, as Parquet or a relation, as the rows of text that a batch reads."""

import re
from collections.abc import Collection, Mapping

from hukou_cli.sql.table import written_name
from hukou_cli.table.columns import names_of
from hukou_cli.table.source.csv_framing import LONGEST_LINE

_SHORT = re.compile(r"(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(.*\)|FLOAT|DOUBLE|DATE|TIME\w*|UUID)( .*)?")
"""The types whose values are short, and none of whose texts holds a NUL."""


def texts_sql(kinds: Mapping[str, str], facts: Collection[str]) -> str:
    """Write the columns of a typed table, each with its type, as text called as ``names_of`` says; NULL where empty.

    A decimal that is a fact (``facts`` has its name) is its value, whatever places the column has: 189.00 is 189.
    """
    texts = []
    for column, name in names_of(kinds).items():
        text = f"CAST({written_name(column)} AS VARCHAR)"
        if kinds[column].startswith("DECIMAL") and not kinds[column].endswith(",0)"):
            text = rf"regexp_replace({text}, '^(-?)\.', '\10.')"  # a type of decimals alone writes .50
            text = f"rtrim(rtrim({text}, '0'), '.')" if name in facts else text
        texts.append(f"NULLIF({text}, '') AS {name}")
    return ", ".join(texts)


def broken_sql(kinds: Mapping[str, str]) -> str:
    """Write what is wrong with a row of a typed table as a whole: what no row of text may have."""
    texts = [f"CAST({written_name(column)} AS VARCHAR)" for column, kind in kinds.items() if not _SHORT.fullmatch(kind)]
    held = " OR ".join(f"contains({text}, chr(0))" for text in texts) or "FALSE"
    size = " + ".join(f"COALESCE(strlen({text}), 0)" for text in texts) or "0"
    return f"CASE WHEN {held} THEN 'nul-byte' WHEN {size} > {LONGEST_LINE} THEN 'line-too-long' END"
