"""Words: catalogues by language, read at start, and the translator over them.

Catalogues are gettext .po files keyed by symbolic names, one a subject and language, in a
folder a domain: `screen` for the words on screen, `import` for those of the command line.
Numbers, dates and plural rules are Babel's, but for the thousands sign of Romanian, which is a
no-break space here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from gettext import c2py
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from geodata.vocabulary import LANGUAGES

NBSP = "\u00a0"
MINUS = "\u2212"
FOLDER = Path(__file__).parent
SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class Translator:
    """Words, plurals, numbers and dates of one language.

    Attributes:
        language: `ro`, `ru` or `en`.
        catalog: Its messages.
        locale: Babel's locale, for numbers and dates.
        form: The plural rule: a count to the number of its form.
    """

    language: str
    catalog: Catalog
    locale: Locale
    form: Callable[[int], int]

    def text(self, key: str, /, **values: object) -> str:
        """Return the message `key` with `{names}` filled in.

        Raises:
            KeyError: the catalogue has no such message.
        """
        message = self.catalog.get(key)
        if message is None or not message.string:
            raise KeyError(f"{self.language}.po has no message {key!r}")
        string = message.string if isinstance(message.string, str) else message.string[0]
        return string.format(**values) if values else string

    def has(self, key: str) -> bool:
        """Whether the catalogue has the message."""
        return key in self.catalog

    def plural(self, key: str, count: int, /, **values: object) -> str:
        """Return the form of `key` for `count`, which also fills `{count}`."""
        message = self.catalog.get(key)
        if message is None or not message.string or isinstance(message.string, str):
            raise KeyError(f"{self.language}.po has no plural {key!r}")
        return message.string[self.form(count)].format(count=self.number(count), **values)

    def forms(self, key: str) -> list[str]:
        """Return every form of a plural, `{count}` unfilled, in the rule's order."""
        message = self.catalog.get(key)
        if message is None or not message.string or isinstance(message.string, str):
            raise KeyError(f"{self.language}.po has no plural {key!r}")
        return list(message.string)

    def number(self, value: float, decimals: int = 0) -> str:
        """Format a number: decimal comma and no-break thousands in Romanian and Russian."""
        return _number(self.language, value + 0, decimals)  # no zero below zero

    def day(self, day: date) -> str:
        """`vineri, 12 noiembrie`."""
        pattern = "EEEE, d MMMM" if self.language != "en" else "EEEE d MMMM"
        return format_date(day, pattern, locale=self.locale)

    def month(self, day: date) -> str:
        """`aprilie 2016`: the month that a day is in, with its year."""
        text = format_date(day, "LLLL y", locale=self.locale)
        return f"{text}{NBSP}г." if self.language == "ru" else text

    def short_day(self, day: date) -> str:
        """`vi 12`: two letters of the weekday and the day of the month."""
        weekday = format_date(day, "EEEEEE", locale=self.locale).rstrip(".")
        return f"{weekday} {day.day}"

    def period(self, first: date, last: date, year: bool = True) -> str:
        """`8–14 noiembrie 2021`; months and years said once where they are the same."""
        tail = " y" if year else ""
        end = format_date(last, "d MMMM" + tail, locale=self.locale)
        if first == last:
            text = end
        elif (first.year, first.month) == (last.year, last.month):
            text = f"{first.day}–{end}"
        else:
            start = "d MMMM" + (tail if first.year != last.year else "")
            text = f"{format_date(first, start, locale=self.locale)} – {end}"
        return f"{text}{NBSP}г." if year and self.language == "ru" else text


@lru_cache(maxsize=8192)
def _number(language: str, value: float, decimals: int) -> str:
    """Format a number; a table has hundreds, many of them alike, and Babel takes its time."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = format_decimal(value, format=pattern, locale=Locale.parse(language))
    if language == "ro":
        text = text.replace(".", NBSP)
    if language == "ru":
        text = text.replace("\u202f", NBSP)
    return text.replace("-", MINUS)


@cache
def translators(domain: str = SCREEN) -> Mapping[str, Translator]:
    """Read every catalogue of a domain once: language to translator.

    Args:
        domain: `screen` for the words on screen; `import` for those of the command line, which
            the browser needs not.
    """
    return {language: _read(language, domain) for language in LANGUAGES}


def catalogue_files(language: str, domain: str = SCREEN) -> list[Path]:
    """Return the files of a language, one a subject."""
    return sorted((FOLDER / domain).glob(f"*.{language}.po"))


def _read(language: str, domain: str) -> Translator:
    whole = Catalog(locale=language)
    catalogs = [_read_file(path, language) for path in catalogue_files(language, domain)]
    for message in (message for catalog in catalogs for message in catalog if message.id):
        whole[message.id] = message
    return Translator(language, whole, Locale.parse(language), c2py(catalogs[0].plural_expr))


def _read_file(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        # Without the locale Babel drops the plural rule (Russian 5 and 21 come out wrong).
        return read_po(file, locale=language)
