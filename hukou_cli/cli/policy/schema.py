"""``hukou policy schema``: the JSON Schema of policy files, for editors."""

from typing import Annotated

import typer

from hukou_cli.cli.options import LangOption, PoliciesOption, catalog
from hukou_cli.cli.stdout import write_utf8


def schema(
    lang: LangOption,
    applicant: Annotated[bool, typer.Option("--applicant")] = False,  # noqa: FBT002
    policies: PoliciesOption = None,
) -> None:
    """Print the JSON Schema of a policy file, or with ``--applicant`` of an applicant's file, for editors."""
    if applicant:
        from hukou_cli.render.applicant_schema import applicant_schema

        known = catalog(policies)
        write_utf8(applicant_schema([known.load(path) for path in known.all()], lang))
        return
    from hukou_cli.policy.schema import policy_schema

    write_utf8(policy_schema())
