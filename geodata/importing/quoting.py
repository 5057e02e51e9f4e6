"""What of a file may be said back: shortened, harmless, and nothing that could be a person's."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 40
ELLIPSIS = "…"

# Words of headings that announce personal data, folded (see `geodata.names.fold`).
_PERSONAL_WORDS = (
    "name names nume numele prenume prenumele surname firstname lastname fullname имя фамилия "
    "отчество фио phone phones phonenumber telephone telefon telefonul tel mobil mobile gsm "
    "телефон телефона email mail почта posta gps latitude latitudine longitude longitudine lat "
    "lon lng altitude accuracy geopoint geolocation coordinates coordonate координаты широта "
    "долгота device deviceid imei simserial simid subscriberid macaddress ip username user "
    "submitter submitted enumerator interviewer interviewator operator operatorul интервьюер "
    "address adresa адрес idnp cnp passport pasaport паспорт birthdate birthday birth nasterii "
    "nastere рождения photo foto poza фото signature semnatura подпись audio recording selfie "
    "facebook telegram whatsapp viber instagram attachment attachments"
)
_BESIDE_WORDS = (
    "of the and by id nr no number numar numarul номер respondent respondentului respondentul de "
    "la al a si address adresa e full first last complet date data дата url link"
)
_PERSONAL = frozenset(_PERSONAL_WORDS.split())
_BESIDE = frozenset(_BESIDE_WORDS.split())
_WORD = re.compile(r"[^\W_]+")
_TELLING = re.compile(r"@|\d(?:[\s().-]?\d){5,}")


def quote(text: object) -> str:
    """Quote a value of a file: one line, no control characters, at most 40 characters.

    What looks like an e-mail address or a long number is not quoted at all.
    """
    plain = _on_one_line(text)
    return ELLIPSIS if _TELLING.search(plain) else shorten(plain)


def shorten(text: object) -> str:
    """Return at most 40 characters of a text that is known to be nobody's, on one line."""
    plain = _on_one_line(text)
    if len(plain) > LONGEST:
        plain = plain[: LONGEST - 1].rstrip() + ELLIPSIS
    return plain.translate(str.maketrans("<>&{}", "‹›+()"))


def _on_one_line(text: object) -> str:
    plain = "".join(
        c if unicodedata.category(c)[0] not in "CZ" else " " for c in str(text)[: 20 * LONGEST]
    )
    return " ".join(plain.split())


def announces_person(folded_heading: str) -> bool:
    """Whether a folded heading announces personal data."""
    return bool(_PERSONAL & set(_WORD.findall(folded_heading)))


def sayable(folded_heading: str) -> bool:
    """Whether a personal heading consists of known words only, so that it holds no value."""
    return set(_WORD.findall(folded_heading)) <= _PERSONAL | _BESIDE


def letter(position: int) -> str:
    """Return a column's letter as spreadsheets have it: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
