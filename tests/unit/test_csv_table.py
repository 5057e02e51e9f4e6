"""Tables as CSV: what a spreadsheet of the reader's language opens right, and never runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.export.csv_table import FORMULA_STARTS, escape_formula, write_csv
from geodata.plain_text import clean_text

HEAD = ("place", "value")


def test_romanian_and_russian_take_semicolons_and_a_decimal_comma() -> None:
    row = ("Bălți; nord", 1.5)
    for lang in ("ro", "ru"):
        assert write_csv(HEAD, [row], lang) == (
            '\ufeffplace;value\r\n"Bălți; nord";1,5\r\n'.encode()
        )
    assert write_csv(HEAD, [row], "en") == "\ufeffplace,value\r\nBălți; nord,1.5\r\n".encode()


def test_nothing_is_not_zero() -> None:
    assert write_csv(HEAD, [(None, 0), ("x", None)], "en").endswith(b"\r\n,0\r\nx,\r\n")


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_text_that_looks_like_a_formula_is_text(start: str) -> None:
    assert escape_formula(f"{start}1+1") == f"'{start}1+1"


def test_a_negative_number_stays_a_number() -> None:
    assert write_csv(HEAD, [("-5", -5), ("=A1", -0.5)], "en").endswith(
        b"\r\n'-5,-5\r\n'=A1,-0.5\r\n"
    )
    assert b"'=A1;-0,5" in write_csv(HEAD, [("=A1", -0.5)], "ro")


def test_a_row_of_another_width_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="1 cells under 2"):
        write_csv(HEAD, [("x",)], "en")


@given(st.lists(st.tuples(st.text(), st.integers()), max_size=5), st.sampled_from(["ro", "en"]))
def test_whatever_is_written_is_read_back(rows: list[tuple[str, int]], lang: str) -> None:
    text = write_csv(HEAD, rows, lang).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter="," if lang == "en" else ";"))
    assert read[1:] == [[escape_formula(clean_text(a)), str(b)] for a, b in rows]
    for row in read[1:]:
        assert not row[0].startswith(FORMULA_STARTS)
