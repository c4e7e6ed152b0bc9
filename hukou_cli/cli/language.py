"""The language of a run: that of ``--lang``, else that of the locale."""

import os
import sys

from hukou_cli.text.language import Language, language_of
from hukou_cli.text.signs import can_write


def language_of_locale() -> Language:
    """Return the language of the environment: the first of LC_ALL, LC_MESSAGES and LANG that is set decides.

    English where standard output cannot show Chinese.
    """
    if sys.stdout is not None and not can_write("中文", sys.stdout.encoding or "utf-8"):
        return "en"
    named = (os.environ.get(variable) for variable in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return language_of(next(filter(None, named), ""))


def chosen_language() -> Language:
    """Return the language before the options are parsed: the last ``--lang`` of the command line, or the locale's."""
    arguments = sys.argv[1:]
    for at in range(len(arguments) - 1, -1, -1):
        name, _, joined = arguments[at].partition("=")
        chosen = joined or (arguments[at + 1 : at + 2] or [""])[0]
        if name == "--lang" and chosen in ("zh", "en"):
            return "zh" if chosen == "zh" else "en"
    return language_of_locale()
