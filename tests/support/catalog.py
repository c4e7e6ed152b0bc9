"""The editions of this checkout, each compiled once for all tests of a process."""

from hukou_cli.policy.catalog import Catalog

CATALOG = Catalog()
