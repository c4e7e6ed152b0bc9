"""Values as they are shown: identity numbers masked however they are written, nothing that a screen would obey."""

import pytest

from hukou_cli.base.redaction import first_unseen, harmless, looks_like_identity_number, visible

MASKED = "****************33"


@pytest.mark.parametrize(
    "written",
    [
        "000000198506151233",
        "000000 19850615 1233",
        "000000-19850615-1233",
        "000000\u221219850615\u20131233",
        "０００００0198506151233",
        "000000\u200b198506151233",
        "000000\xad198506151233",
        "0\x000000019850615\x851233",
        " 000000198506151233 ",
        "000000.19850615.1233",
        "000000/1985/0615/1233",
        "000000_19850615_1233",
        "000000\\19850615\\1233",
        "000000  19850615 - 1233",
        "00 00 00 19 85 06 15 12 33",
        "\u0660" * 6 + "198506151233",
    ],
)
def test_an_identity_number_is_known_and_masked_however_it_is_written(written: str) -> None:
    assert looks_like_identity_number(written)
    assert harmless(written.strip()) == MASKED


@pytest.mark.parametrize(
    "written",
    [
        "00000019850615123",
        "0000001985061512333",
        "000000x98506151233",
        "202001 202002 202003",  # months
        "2020-01-02/2021-03-04 12",
        "189,120,65,65,0,36,12,0,1",
        "",
        12,
        None,
        True,
    ],
)
def test_what_is_no_identity_number_is_not_masked(written: object) -> None:
    assert not looks_like_identity_number(written)
    assert "*" not in harmless(written)


def test_an_identity_number_in_a_longer_text_is_masked_where_it_stands() -> None:
    assert visible("id 000000198506151233, row 2") == f"id {MASKED}, row 2"
    assert visible("身份证000000198506151233、2-000000-19850615-1233号") == f"身份证{MASKED}、2-{MASKED}号"
    assert visible("０００００019850615123Ｘ") == f"{MASKED[:-2]}3X"
    assert visible("00000019850615123x") == f"{MASKED[:-2]}3x"


def test_what_a_screen_would_obey_is_shown_as_a_mark() -> None:
    assert visible("a\x1b[31mb\u202ec") == "a\ufffd[31mb\ufffdc"
    assert first_unseen("a\n\tb\x07") == 5
    assert first_unseen("plain\n") == 0


def test_a_long_value_is_cut_at_60_characters() -> None:
    assert harmless("a" * 60) == "a" * 60
    assert harmless("a" * 61) == "a" * 59 + "…"


def test_a_number_parted_by_tabs_as_a_file_writes_them_is_masked() -> None:
    assert visible(r'"000000\t19850615\t1233" and more') == '"****************33" and more'
