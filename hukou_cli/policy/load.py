"""Policy files from disk: TOML text to an edition, with every problem in a file told at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from hukou_cli.base.decoding import Shape, convert, dates_as_text, located
from hukou_cli.base.errors import Finding, InvalidPolicy, nearest
from hukou_cli.base.mismatches import not_one_of
from hukou_cli.base.redaction import first_unseen, harmless
from hukou_cli.base.toml_source import KeyPath, overlay_path, parse_toml, read_text
from hukou_cli.base.translation import lay_over, no_such_text
from hukou_cli.policy import model
from hukou_cli.policy.citations import citations_of
from hukou_cli.policy.compiler import compile_edition
from hukou_cli.policy.draft import english_of_origin, with_english
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.repetition import origin_of, unknown_placeholders, written_out
from hukou_cli.policy.validation.hidden import hidden_problems
from hukou_cli.policy.validation.levers import lever_problems
from hukou_cli.policy.vocabulary import Vocabulary

Table = dict[str, object]
Problems = list[tuple[KeyPath, Finding]]


class Parsed(msgspec.Struct, frozen=True):
    """A TOML file: its path and text, which place its problems, and its table."""

    path: str
    text: str
    table: Table

    def located(self, problems: Problems) -> list[Finding]:
        """Return problems with the file, the line and the dotted place."""
        return located(problems, self.path, self.text)


def load_edition(path: Path, vocabulary: Table, editions: Callable[[str], Sequence[Path]] | None = None) -> Edition:
    """Load one edition with its English, without its neighbours.

    Args:
        path: The policy file.
        vocabulary: The parsed ``facts.toml``, whose facts the file may name.
        editions: Lists the files of a city's editions, where the file is a draft that may take its English from one.

    Raises:
        InvalidPolicy: with everything that is wrong in the file and in its English.
        NotFound: where it cannot be read.

    """
    file, overlay = _parsed(path), _overlay(path)
    if editions is not None:
        own = {} if overlay is None else overlay.table
        english = with_english(english_of_origin(file.table, editions), own)
        overlay = Parsed(str(overlay_path(path)), "" if overlay is None else overlay.text, english)
    return build_edition(file.table, vocabulary, file.path, file.text, overlay)


def load_translated(path: Path) -> Table:
    """Parse a TOML file and lay its English over it, if some stands beside it.

    Raises:
        InvalidPolicy: with what cannot be parsed, holds a control character, or is English of nothing.
        NotFound: where it cannot be read.

    """
    file, overlay = _parsed(path), _overlay(path)
    check_characters(file, overlay)
    if overlay is None:
        return file.table
    laid = lay_over(file.table, overlay.table)
    if laid.stale:
        raise InvalidPolicy(overlay.located(laid.stale))
    return laid.table


def build_edition(
    table: Table, vocabulary: Table, path: str = "", text: str = "", overlay: Parsed | None = None
) -> Edition:
    """Build an edition from a parsed policy file and its English.

    Args:
        table: The parsed file.
        vocabulary: The parsed ``facts.toml``.
        path: The file's path, for messages.
        text: The file's text, for line numbers.
        overlay: The English beside it.

    Raises:
        InvalidPolicy: with everything that is wrong.

    """
    check_characters(Parsed(path, text, table), overlay)
    tables, origins = written_out(table)
    laid = lay_over(tables, overlay.table if overlay else {})
    shared = read_vocabulary(vocabulary)
    with_facts, misspelt = with_shared_facts(with_shared_levers(laid.table, vocabulary), vocabulary)
    filled = dates_as_text(with_facts)
    file = convert(filled, model.PolicyFile)
    if isinstance(file, list):
        edition: Edition | Problems = [*file, *hidden_problems(filled, file, shared)]
    else:
        edition = compile_edition(file, shared, path)
    problems = misspelt + (edition if isinstance(edition, list) else [])
    in_file = [(origin_of(at, origins), found) for at, found in problems if at not in laid.places]
    in_file += [(at, found) for at, found in unknown_placeholders(table) if at not in dict(in_file)]
    found = located(in_file, path, text)
    if overlay:  # English of what is no text does not fit there, and is a mistake of the overlay
        no_texts = [laid.places[at] for at, _ in problems if at in laid.places]
        found += overlay.located([*laid.stale, *((at, no_such_text(at)) for at in no_texts)])
    if found or isinstance(edition, list):
        raise InvalidPolicy(found)
    return edition


def _parsed(path: Path) -> Parsed:
    text = read_text(path)
    return Parsed(str(path), text, parse_toml(text, str(path), InvalidPolicy))


def _overlay(path: Path) -> Parsed | None:
    """Parse the English beside a file; None where there is none. Raises InvalidPolicy, NotFound."""
    beside = overlay_path(path)
    return _parsed(beside) if beside.is_file() else None


def read_heading(path: Path) -> object:
    """Parse ``[policy]`` of a policy file, with its English, and nothing after it, as that takes long."""
    overlay = overlay_path(path)
    english = _first_table(overlay) if overlay.is_file() else {}
    return lay_over(_first_table(path), english).table.get("policy")


def _first_table(path: Path) -> Table:
    """Parse a file up to its second header."""
    text = read_text(path)
    start = text.find("\n[") + 1
    end = text.find("\n[", start)
    return parse_toml(text if end < 0 else text[:end], str(path), InvalidPolicy)


def with_shared_facts(table: Table, vocabulary: Table) -> tuple[Table, Problems]:
    """Fill each fact of a policy from the shared fact of the same name; what the policy says itself wins.

    Returns:
        The table filled, and the misspelt shared facts in it: those without a type, named nearly as one. Each is filled
        from that one, which is declared beside it, so that nothing else in the file is wrong because of it.

    """
    facts, shared = table.get("facts"), vocabulary.get("facts")
    if not isinstance(facts, Mapping) or not isinstance(shared, Mapping):
        return table, []
    filled: dict[str, object] = {}
    misspelt: Problems = []
    for name, fact in facts.items():
        known = name in shared or not isinstance(fact, Mapping) or "type" in fact
        meant = name if known else nearest(name, shared) or name
        if meant != name:
            misspelt.append((("facts", name), Finding(code="misspelt-fact", values={"seen": name, "nearest": meant})))
            filled.setdefault(meant, {**shared[meant], **facts.get(meant, {})})
        filled[name] = {**shared.get(meant, {}), **fact} if isinstance(fact, Mapping) else fact
    return {**table, "facts": filled}, misspelt


def with_shared_levers(table: Table, vocabulary: Table) -> Table:
    """Fill each lever of a policy from the shared lever of the same id; what the policy says itself wins."""
    levers, shared = table.get("lever"), vocabulary.get("lever")
    if not isinstance(levers, list) or not isinstance(shared, list):
        return table
    known = {lever["id"]: lever for lever in shared if isinstance(lever, dict) and "id" in lever}
    return {**table, "lever": [_filled(lever, known) for lever in levers]}


def _filled(lever: object, known: Mapping[str, Table]) -> object:
    if not isinstance(lever, Mapping) or lever.get("off") is True:
        return lever
    return {**known.get(str(lever.get("id")), {}), **lever}


def read_vocabulary(table: Table) -> Vocabulary:
    """Decode the parsed ``facts.toml``. Raises InvalidPolicy with everything that is wrong in it."""
    shared = fit(table, Vocabulary, "facts.toml", "")
    documents = [document.id for document in shared.document]
    found = list(lever_problems(shared.lever, shared.facts, (), None))
    found += [
        (("lever", at, "source", "document"), not_one_of(source.document, documents))
        for at, lever in enumerate(shared.lever)
        for source in citations_of(lever.source)
        if source.document not in documents
    ]
    if found:
        raise InvalidPolicy(located(found, "facts.toml", ""))
    return shared


def check_characters(*files: Parsed | None) -> None:
    """Raise InvalidPolicy for every text in parsed files that holds a control character, which a screen would obey."""
    found = []
    for file in files:
        # An escape or an unseen character is needed for one: most files have neither, and are not walked.
        if file and not (file.text and "\\" not in file.text and not first_unseen(file.text)):
            found += file.located(list(control_characters(file.table, ())))
    if found:
        raise InvalidPolicy(found)


def control_characters(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield every text of a parsed value that holds a control character, with its place."""
    match value:
        case str():
            at = first_unseen(value)
            if at:
                yield path, Finding(code="control-character", values={"seen": harmless(value)}, column=at)
        case dict():
            for key, item in value.items():
                yield from control_characters(item, (*path, key))
        case list():
            for at, item in enumerate(value):
                yield from control_characters(item, (*path, at))
        case _:
            pass


def fit(table: object, shape: type[Shape], file: str, text: str) -> Shape:
    """Convert a parsed table. Raises InvalidPolicy with everything in it that does not fit."""
    found = convert(table, shape)
    if isinstance(found, list):
        raise InvalidPolicy(located(found, file, text))
    return found
