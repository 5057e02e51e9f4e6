"""What is about a person is known by its content, and what is not is left alone."""

from __future__ import annotations

import pytest

from geodata.importing.personal import MASK, holds_persons, mask

PERSONAL = (
    "069123456",
    "+373 69 123 456",
    "(022) 123-456",
    "373 69 123456",
    "0 69 12 34 56",
    "79123456",
    "ion.popescu@example.md",
    "2003004123456",
    "48.1567 28.2901",
    "48.1567, 28.2901 120 5.0",
    "351234567890123",
    "collect:Ab12Cd34",
    "@ion_popescu",
)
HARMLESS = (
    "09.11.2021",
    "2021-11-09 10:15:42",
    "09.11.2021 10:00-12:00",
    "2016-2020",
    "2016 – 2020",
    "1 200 000 de lei",
    "str. Ștefan cel Mare 12, bl. 4",
    "Casa de cultură, sala 215",
    "50-60 de oameni",
    "Liceul nr. 2",
    "10:00",
    "112",
    "MD-2001",
    "e 8% mai bine @ centru",
)


@pytest.mark.parametrize("text", PERSONAL)
def test_it_is_masked_in_a_sentence(text: str) -> None:
    assert mask(f"la Ion, {text}, lângă școală") == f"la Ion, {MASK}, lângă școală"
    assert holds_persons([text, "", text])


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_stays(text: str) -> None:
    assert mask(text) == text
    assert not holds_persons([text] * 3)


def test_one_phone_among_many_texts_does_not_make_a_column_personal() -> None:
    assert not holds_persons(["Casa de cultură", "Școala", "tel. 069123456"])
    assert holds_persons(["Casa de cultură", "tel. 069123456", "069123457"])
    assert not holds_persons([]) and not holds_persons(["", " "])
