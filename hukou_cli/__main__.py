"""``python -m hukou_cli``."""

from hukou_cli.cli import main

main()
