"""Ways to reach an office, as cells hold them: telephone, address, e-mail, web page.

They are shown to everybody, so each must be what it says: a number that can be dialled, an
address that can be written to, a page that is a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from geodata.importing.cells import read_text
from geodata.importing.issues import Fault
from geodata.importing.quoting import quote

LONGEST_CONTACT = 200
_PHONE_SIGNS = re.compile(r"[\d\s()+./,;\-–]+(?:(?:int|ext|вн|доб)\.?\s*\d{1,5})?", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_HOST = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63})+")


def read_phone(text: str) -> str:
    """Read a telephone number, or several between commas."""
    plain = _short(text, "phone_unreadable")
    digits = sum(map(str.isdigit, plain))
    if not _PHONE_SIGNS.fullmatch(plain) or not 3 <= digits <= 60:
        raise Fault("phone_unreadable")
    return plain


def read_email(text: str) -> str:
    """Read an e-mail address."""
    plain = _short(text, "email_unreadable").removeprefix("mailto:")
    if not _EMAIL.fullmatch(plain):
        raise Fault("email_unreadable")
    return plain


def read_web(text: str) -> str:
    """Read a web page; one without its scheme gets `https://`. Nothing else is a page."""
    plain = _short(text, "web_unreadable", value=quote(text))
    whole = plain if "://" in plain else f"https://{plain}"
    try:
        parts = urlsplit(whole)
        named = parts.hostname or ""
    except ValueError:
        raise Fault("web_unreadable", value=quote(text)) from None
    is_page = parts.scheme in ("http", "https") and _HOST.fullmatch(named)
    if not is_page or parts.username or re.search(r"[\s<>\"'\\]", whole):
        raise Fault("web_unreadable", value=quote(text))
    return whole


def read_address(text: str) -> str:
    """Read an office's postal address."""
    return _short(text, "text_too_long", most=LONGEST_CONTACT)


def _short(text: str, code: str, **values: object) -> str:
    plain = read_text(text)
    if len(plain) > LONGEST_CONTACT:
        raise Fault(code, None, **values)
    return plain


READERS: Mapping[str, Callable[[str], str]] = {
    "phone": read_phone,
    "address": read_address,
    "email": read_email,
    "web": read_web,
}
