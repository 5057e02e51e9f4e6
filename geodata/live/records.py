"""The records of live sources: one table each in `sources.toml`, checked before it is used."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from apscheduler.triggers.cron import CronTrigger

from geodata.i18n import Translator
from geodata.importing.issues import Issue, Refused, refused
from geodata.importing.kinds import AUTO, KIND_NAMES
from geodata.importing.quoting import quote
from geodata.vocabulary import Mode

FILE = "sources.toml"
KOBO, SQL = "kobo", "sql"
MOST_BYTES = 200_000
ZONE = "Europe/Chisinau"
# Oftener than that a source is asked for nothing but its answer of a moment ago.
LEAST_MINUTES = 5

_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_URL = re.compile(r"[a-z0-9_]+(\+[a-z0-9_]+)?://", re.ASCII)
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_NEEDED = {KOBO: ("server", "asset", "token"), SQL: ("url", "table")}
_OTHERS = {KOBO: ("url", "table", "password"), SQL: ("server", "asset", "token")}


@dataclass(frozen=True, slots=True)
class Record:
    """A live source.

    Attributes:
        name: What it is called, in the history too.
        type: `kobo` or `sql`.
        server: Address of a KoboToolbox server, without a path.
        asset: Its form's id there.
        token: Name of the environment's variable that holds the key to it.
        url: SQLAlchemy address of a database, without a password.
        password: Name of the environment's variable that holds the password, if there is one.
        table: Table or view, with its schema in front where it has one.
        kind: What it holds, as for `import`.
        campaign: Where it goes, as for `import`.
        mode: How its forms were filled in, as for `import`.
        cron: When it is refreshed by itself: five fields, Chișinău time; nothing for never.
        minutes: Or every so many minutes.
    """

    name: str
    type: str
    server: str = ""
    asset: str = ""
    token: str = ""
    url: str = ""
    password: str = ""
    table: str = ""
    kind: str = AUTO
    campaign: str = ""
    mode: str = ""
    cron: str = ""
    minutes: int = 0

    @property
    def place(self) -> str:
        """Where it comes from, for people; no secret is in it."""
        if self.type == KOBO:
            return f"{urlsplit(self.server).netloc} · {self.asset}"
        url = urlsplit(self.url)
        parts = (url.hostname, url.path.replace("\\", "/").rsplit("/", 1)[-1])
        return " · ".join([*filter(None, parts), self.table])

    def options(self) -> list[str]:
        """Return what the command `import` is told of it."""
        given = {"kind": self.kind, "campaign": self.campaign, "mode": self.mode}
        return [f"--{name}={value}" for name, value in given.items() if value]


def read_records(data_dir: Path) -> tuple[Record, ...]:
    """Read the sources there are; none where there is no such file.

    Raises:
        Refused: the file cannot be used; every reason is named.
    """
    path = data_dir / FILE
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise refused("live_file", reason=error.strerror or "OSError") from None
    if len(content) > MOST_BYTES:
        raise refused("live_file", reason=f"> {MOST_BYTES} bytes")
    try:
        document = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise refused("live_file", reason=quote(str(error).splitlines()[0])) from None
    issues: list[Issue] = []
    records = [_record(name, given, issues) for name, given in document.items()]
    if issues:
        raise Refused(*issues)
    return tuple(record for record in records if record is not None)


def find_record(records: tuple[Record, ...], name: str) -> Record:
    """Return the source of this name.

    Raises:
        Refused: there is none.
    """
    for record in records:
        if record.name == name:
            return record
    names = ", ".join(record.name for record in records) or "—"
    raise refused("live_unknown", name=quote(name), names=names)


def template(t: Translator) -> str:
    """Return a file to fill in, with comments in the translator's language."""
    lines = [f"# {line}" for line in t.text("import.live.template").split(" | ")]
    examples: dict[str, dict[str, str | int]] = {
        "kobo-survey": {
            "type": KOBO,
            "server": "https://eu.kobotoolbox.org",
            "asset": "a1B2c3D4e5F6g7H8i9J0kL",
            "token": "KOBO_TOKEN",
            "kind": "responses",
            "minutes": 60,
        },
        "visits-database": {
            "type": SQL,
            "url": "postgresql+psycopg://reader@localhost/police",
            "password": "VISITS_PASSWORD",
            "table": "public.visits",
            "kind": "visits",
            "cron": "0 6 * * *",
        },
    }
    for name, given in examples.items():
        lines += ["", f"# [{name}]"]
        for key, value in given.items():
            shown = value if isinstance(value, int) else f'"{value}"'
            lines.append(f"# {f'{key} = {shown}':<62} # {t.text(f'import.live.field.{key}')}")
    return "\n".join(lines) + "\n"


def _record(name: str, given: Any, issues: list[Issue]) -> Record | None:
    """Read one table; what is wrong with it is added to the issues."""

    def wrong(key: str | None, code: str, **values: object) -> None:
        where = f"{quote(name)}.{key}" if key else quote(name)
        issues.append(Issue(None, where, code, (("where", where), *values.items())))

    before = len(issues)
    if not _NAME.fullmatch(name) or len(name) > 60:
        wrong(None, "live_name")
    if not isinstance(given, dict):
        wrong(None, "live_no_table")
        return None
    known = [field.name for field in fields(Record) if field.name != "name"]
    for key, value in given.items():
        if key not in known:
            wrong(quote(key), "live_field", fields=", ".join(known))
        elif isinstance(value, bool) or not isinstance(value, int if key == "minutes" else str):
            wrong(key, "live_type")
    if len(issues) > before:
        return None
    record = Record(name, **given) if "type" in given else None
    if record is None or record.type not in _NEEDED:
        wrong("type", "live_choice", choices=f"{KOBO}, {SQL}")
        return None
    for key in _NEEDED[record.type]:
        if not getattr(record, key):
            wrong(key, "live_missing")
    for key in _OTHERS[record.type]:
        if getattr(record, key):
            wrong(key, "live_other_type", type=record.type)
    _check(record, wrong)
    return record if len(issues) == before else None


def _check(record: Record, wrong: Callable[..., None]) -> None:
    if record.server and not _is_server(record.server):
        wrong("server", "live_server")
    if record.asset and not re.fullmatch(r"[A-Za-z0-9]{1,40}", record.asset):
        wrong("asset", "live_asset")
    for key in ("token", "password"):
        if getattr(record, key) and not _VARIABLE.fullmatch(getattr(record, key)):
            wrong(key, "live_variable")
    if record.url:
        if not _URL.match(record.url):
            wrong("url", "live_url")
        elif urlsplit(record.url).password is not None:
            wrong("url", "live_password")
    choices: Mapping[str, tuple[str, ...]] = {
        "kind": (AUTO, *KIND_NAMES),
        "mode": ("", *(str(mode) for mode in Mode)),
    }
    for key, allowed in choices.items():
        if getattr(record, key) not in allowed:
            wrong(key, "live_choice", choices=", ".join(filter(None, allowed)))
    if record.minutes and (record.minutes < LEAST_MINUTES or record.cron):
        wrong("minutes", "live_minutes", least=LEAST_MINUTES)
    if record.cron:
        try:
            CronTrigger.from_crontab(record.cron, ZONE)
        except ValueError:
            wrong("cron", "live_cron")


def _is_server(text: str) -> bool:
    """Whether it is an address without a path, encrypted unless it is this machine's own."""
    try:
        parts = urlsplit(text.removesuffix("/"))
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    bare = not (parts.path or parts.query or parts.fragment or parts.username or parts.password)
    if not host or not bare or not text.isascii() or not text.isprintable() or " " in text:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_own(host))


def _is_own(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
