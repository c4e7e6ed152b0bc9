"""The levels of studies: as the records of a file have them, and as options of the degree."""

import msgspec

from hukou_cli.applicant.records import Record, Records
from hukou_cli.facts.reading import read_fact
from hukou_cli.policy.edition import Edition
from hukou_cli.rules.record_sets import CLAIMED


def level_of(study: Record) -> str:
    """Return the level of a study, as it is written where no option of the degree is called so."""
    return next(iter(study.tags - {"part_time", "full_time"}))


def with_levels(records: Records, edition: Edition) -> Records:
    """Return records in which a study's level that is a label of the degree is its option's id."""
    degree = edition.facts.get(CLAIMED)
    if degree is None or all(record.kind != "study" for record in records.spans):
        return records
    spans = []
    for record in records.spans:
        option = read_fact(degree, level_of(record), 0, suggest=False) if record.kind == "study" else None
        tags = (record.tags - {level_of(record)}) | {option} if isinstance(option, str) else record.tags
        spans.append(msgspec.structs.replace(record, tags=tags))
    return msgspec.structs.replace(records, spans=tuple(spans))
