"""What all tests share: the catalog, Beijing's edition and applicant, and how long Hypothesis searches."""

import os
import signal

import pytest
from hypothesis import settings

from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from tests.support.catalog import CATALOG
from tests.support.people import PERSON

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # where a shell runs the tests in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what they start inherits it, and must heed a Ctrl-C

settings.register_profile("default", max_examples=100, deadline=None)
settings.register_profile("ci", max_examples=150, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=5000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))


SLOW_KINDS = ("laws", "mutation", "subprocess")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what is of a slow kind, before ``-m`` chooses; put the longest tests first."""
    for item in items:
        if any(item.get_closest_marker(kind) for kind in SLOW_KINDS):
            item.add_marker("slow")
    items.sort(
        key=lambda item: item.get_closest_marker("mutation") is None
    )  # the longest first, so that all end at once


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return CATALOG


@pytest.fixture(scope="session")
def beijing(catalog: Catalog) -> Edition:
    return catalog.find("beijing")


@pytest.fixture(scope="session")
def person() -> dict[str, object]:
    return PERSON
