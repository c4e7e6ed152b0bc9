"""``hukou policy``: the group of commands that look at the policies; a file for each command."""

import typer

from hukou_cli.cli.help import Command, Group
from hukou_cli.cli.options import LangOption
from hukou_cli.cli.policy.check import check
from hukou_cli.cli.policy.columns import columns
from hukou_cli.cli.policy.compare import compare
from hukou_cli.cli.policy.diff import diff
from hukou_cli.cli.policy.draft import draft
from hukou_cli.cli.policy.list_ import list_
from hukou_cli.cli.policy.new import new
from hukou_cli.cli.policy.people import people
from hukou_cli.cli.policy.schema import schema
from hukou_cli.cli.policy.show import show
from hukou_cli.cli.policy.simulate import simulate
from hukou_cli.cli.policy.sql import sql
from hukou_cli.cli.policy.test import run_cases

app = typer.Typer(cls=Group, no_args_is_help=True)
"""The group, its commands in the order of the help page."""


@app.callback()
def policy(lang: LangOption) -> None:
    """Take ``--lang`` before a command of this group too."""
    del lang  # ``chosen_language`` reads it


app.command("list", cls=Command)(list_)
app.command("show", cls=Command)(show)
app.command("check", cls=Command)(check)
app.command("test", cls=Command)(run_cases)
app.command("diff", cls=Command)(diff)
app.command("draft", cls=Command)(draft)
app.command("people", cls=Command)(people)
app.command("compare", cls=Command)(compare)
app.command("simulate", cls=Command)(simulate)
app.command("sql", cls=Command)(sql)
app.command("columns", cls=Command)(columns)
app.command("new", cls=Command)(new)
app.command("schema", cls=Command)(schema)
