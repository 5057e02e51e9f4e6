"""Settings of a running atlas, read once from the environment and frozen."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from geodata.passphrase import LONGEST, hash_passphrase
from geodata.vocabulary import LANGUAGES

LEAST_ANSWERS_FLOOR = 10
DATA_DIR = Path("atlas-data")
ANY_HOST = "*"
EVERY_INTERFACE = ("0.0.0.0", "::", "[::]")

_HOST_NAME = re.compile(r"\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_DATABASE = re.compile(r"(sqlite|postgresql)(\+\w+)?://.*", re.DOTALL)
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*(:\d{1,5})?", re.IGNORECASE)


class SettingsError(ValueError):
    """A setting that cannot be used; its text says which and what to write instead."""


def _setting(default: Any, meaning: str, shown: str | None = None, secret: bool = False) -> Any:
    """Declare a setting: its default, what the README says of it, how its default is written."""
    return field(
        default=default,
        repr=not secret,
        metadata={"meaning": meaning, "shown": f"`{default}`" if shown is None else shown},
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """Every option of a deployment; field names in capitals are the environment's names.

    Each field carries the words of its row in the README's table.
    """

    host: str = _setting(
        "127.0.0.1", "Address that `python app.py` listens on; `0.0.0.0` is every interface."
    )
    port: int = _setting(8050, "Port that `python app.py` listens on.")
    data_dir: Path = _setting(  # noqa: RUF009 - a Path never changes
        DATA_DIR, "Folder for the database, the finished figures and compressed files."
    )
    database_url: str = _setting(
        "",
        "SQLAlchemy address of the database: `sqlite:///...` or `postgresql+psycopg://...`.",
        "SQLite in `DATA_DIR`",
    )
    default_language: str = _setting(
        "ro", "Language of a page whose address names none: `ro`, `ru` or `en`."
    )
    least_answers: int = _setting(
        10, "Survey figures of fewer answers are never shown; 10 or more, never lower."
    )
    few_answers: int = _setting(
        30, "Survey figures of fewer answers are hatched and rounded; above `LEAST_ANSWERS`."
    )
    allowed_hosts: tuple[str, ...] = _setting(
        (),
        "Host names the app answers to, with commas between them, besides this machine's own "
        "`localhost`, `HOST` and the host of `PUBLIC_URL`; `.example.org` is it and all below.",
        "none",
    )
    public_url: str = _setting(
        "", "Address at which readers open the atlas, such as `https://atlas.example.org`.", "none"
    )
    frame_ancestors: tuple[str, ...] = _setting(
        (),
        "Who may show a view (`/embed`) inside a page of theirs: `none`, `self` or origins such as "
        "`https://www.example.org`, with commas between them.",
        "`none`",
    )
    slides_template: str = _setting(
        "",
        "Your own presentation (`.pptx`) that slides are set into: its look stays, its slides go.",
        "a plain one",
    )
    editor_password: str = _setting(
        "",
        "Passphrase of those who may change data; the settings keep its hash only. Without it "
        "data can be changed in the browser of this machine alone, while `HOST` is `127.0.0.1` "
        "and `PUBLIC_URL` is not set.",
        "none",
        secret=True,
    )

    @property
    def store_url(self) -> str:
        """The database's address: the given one, or SQLite inside the data directory."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'atlas.sqlite').as_posix()}"

    @property
    def published_dir(self) -> Path:
        """Where finished figures are kept between starts."""
        return self.data_dir / "published"


def describe_settings() -> tuple[tuple[str, str, str], ...]:
    """Rows of the README's table: name in the environment, default, meaning (Markdown)."""
    return tuple(
        (f"`{each.name.upper()}`", each.metadata["shown"], each.metadata["meaning"])
        for each in fields(Settings)
    )


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read settings from `environment` (the process's own by default).

    Raises:
        SettingsError: a value that cannot be used, named with what would be right.
    """
    given = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for each in fields(Settings):
        text = given.get(each.name.upper(), "").strip()
        if text:
            values[each.name] = _parse(each.name.upper(), text)
    passphrase = values.pop("editor_password", "")
    settings = _checked(Settings(**values))
    if not passphrase:
        return settings
    deployment = f"{settings.public_url} {settings.data_dir.absolute()}"
    return replace(settings, editor_password=hash_passphrase(passphrase, deployment))


def _parse(name: str, text: str) -> object:
    if name == "EDITOR_PASSWORD":
        return _passphrase(text)
    if not text.isprintable():
        raise SettingsError(f"{name} holds a control character: write it in plain text.")
    if name in ("PORT", "LEAST_ANSWERS", "FEW_ANSWERS"):
        if not re.fullmatch(r"[+-]?[0-9]{1,9}", text):
            raise SettingsError(f"{name}={text!r} is not a whole number.")
        return int(text)
    if name == "ALLOWED_HOSTS":
        return tuple(_host(part) for part in re.split(r"[\s,]+", text.lower()) if part)
    if name == "FRAME_ANCESTORS":
        return _ancestors(text)
    if name == "PUBLIC_URL":
        return _public_url(text)
    return Path(text) if name == "DATA_DIR" else text


def _passphrase(text: str) -> str:
    """The text itself; what it holds is never said."""
    if len(text) > LONGEST:
        raise SettingsError(f"EDITOR_PASSWORD is longer than {LONGEST} characters: shorten it.")
    return text


def _host(text: str) -> str:
    """A name as it stands in a request's Host header, without its port."""
    if text == ANY_HOST or _HOST_NAME.fullmatch(text):
        return text
    try:
        return f"[{ip_address(text.strip('[]'))}]"
    except ValueError:
        raise SettingsError(
            f"ALLOWED_HOSTS: {text!r} is not a host name: write names such as atlas.example.org, "
            "without https:// and without a port, with commas between them."
        ) from None


def _ancestors(text: str) -> tuple[str, ...]:
    parts = tuple(part.strip("'") for part in re.split(r"[\s,;]+", text) if part)
    if parts == ("none",):
        return ()
    for part in parts:
        if part != "self" and not _ORIGIN.fullmatch(part):
            raise SettingsError(
                f"FRAME_ANCESTORS: {part!r} is not known: write none, self, or origins such as "
                "https://www.example.org with commas between them."
            )
    return parts


def _public_url(text: str) -> str:
    address = text.rstrip("/")
    if not _ORIGIN.fullmatch(address) or "*" in address:
        raise SettingsError(
            f"PUBLIC_URL={text!r} is not an address of a site: write one such as "
            "https://atlas.example.org, without a path."
        )
    return address.lower()


def public_host(settings: Settings) -> str:
    """Host name of the public address, or nothing."""
    return urlsplit(settings.public_url).hostname or ""


def _checked(settings: Settings) -> Settings:
    if not 1 <= settings.port <= 65535:
        raise SettingsError(f"PORT={settings.port} is not a port: write a number from 1 to 65535.")
    if settings.default_language not in LANGUAGES:
        raise SettingsError(
            f"DEFAULT_LANGUAGE={settings.default_language!r} is not known: write one of "
            f"{', '.join(LANGUAGES)}."
        )
    if settings.least_answers < LEAST_ANSWERS_FLOOR:
        raise SettingsError(
            f"LEAST_ANSWERS={settings.least_answers} would show figures of too few people: "
            f"write {LEAST_ANSWERS_FLOOR} or more."
        )
    if settings.few_answers <= settings.least_answers:
        raise SettingsError(
            f"FEW_ANSWERS={settings.few_answers} must be above LEAST_ANSWERS="
            f"{settings.least_answers}."
        )
    if settings.database_url and not _DATABASE.fullmatch(settings.database_url):
        raise SettingsError(
            "DATABASE_URL is not understood: write sqlite:///path/to/file or "
            "postgresql+psycopg://user:password@host/name."
        )
    if re.search(r"[\s/]", settings.host):
        raise SettingsError(
            f"HOST={settings.host!r} is not an address to listen on: write one such as 127.0.0.1."
        )
    template = settings.slides_template
    if template and not (template.lower().endswith(".pptx") and Path(template).is_file()):
        raise SettingsError(
            f"SLIDES_TEMPLATE={template!r} is no presentation that can be read: name a file "
            "that ends in .pptx."
        )
    if settings.data_dir.is_file():
        raise SettingsError(f"DATA_DIR={str(settings.data_dir)!r} is a file: name a folder.")
    return settings
