"""A KoboToolbox server by its API, version 2: a form's submissions as its own export has them.

Answers come in pages, by an address that is made here: what the server says its next page is
called is never followed, nor is a redirect, so that the key reaches nobody but the server named.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from geodata.importing.issues import Issue, refused
from geodata.importing.quoting import quote
from geodata.live.known import Known
from geodata.live.records import Record
from geodata.live.rows import write_rows
from geodata.live.sql_table import secret

# The most that a server gives at once since 2026.
PAGE = 1_000
MOST_SUBMISSIONS = 5_000_000
LARGEST_ANSWER = 256_000_000
TIMEOUT = (15, 60)
LONGEST_ANSWER = 600
TRIES = 4
BACKOFF = 1.0
# What phones and the server add about persons and files: it does not even come here.
_PERSONAL = frozenset(
    {
        *("_attachments", "_geolocation", "_submitted_by", "_supplementalDetails", "_notes"),
        *("_tags", "deviceid", "username", "phonenumber", "simserial", "subscriberid", "email"),
        "audit",
    }
)
_MACHINERY = ("formhub/", "meta/", "__version__", "_version_", "_xform_id_string", "_status")
# What the server says of a submission; the last is a record of its own.
_META = ("_id", "_uuid", "_submission_time", "_validation_status")
_FILES = frozenset({"image", "audio", "video", "file", "background-audio", "audit"})
_POSITIONS = frozenset({"geopoint", "geotrace", "geoshape", "start-geopoint"})
_OPENS = ("begin_group", "begin_repeat", "begin_kobomatrix", "begin_score", "begin_rank")
_CLOSES = ("end_group", "end_repeat", "end_kobomatrix", "end_score", "end_rank")


@dataclass(frozen=True, slots=True)
class Item:
    """A question of the form.

    Attributes:
        path: Its name with its groups, as submissions carry it.
        type: Its type, as XLSForm calls it.
        labels: What it asks, by translation.
        options: Code to labels of what can be chosen; nothing where nothing is.
    """

    path: str
    type: str
    labels: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def fetch_form(
    record: Record, known: Known, path: Path, progress: Callable[[int], None]
) -> list[Issue]:
    """Write a form's submissions to a file of the shape of an export.

    Args:
        record: The server and the form.
        known: Chooses names or labels: whichever the importer understands.
        path: The file, which is made.
        progress: Told the number of submissions so far.

    Returns:
        What there is to say of it.

    Raises:
        Refused: the server or the form cannot be read.
    """
    with _Server(record) as server:
        asset = server.ask(f"/api/v2/assets/{record.asset}.json")
        content = asset.get("content")
        items = read_items(content) if isinstance(content, dict) else []
        pages = path.with_suffix(".pages")
        try:
            keys = _keep(server.submissions(record.asset, progress), pages)
            return _write(items, known, keys, pages, path)
        finally:
            pages.unlink(missing_ok=True)


def read_items(content: Mapping[str, Any]) -> list[Item]:
    """Read the questions of a form's content; what is not understood is passed over."""
    lists: dict[str, dict[str, tuple[str, ...]]] = {}
    for choice in _dicts(content.get("choices")):
        options = lists.setdefault(str(choice.get("list_name", "")), {})
        options[_name(choice)] = _labels(choice)
    items: list[Item] = []
    groups: list[str] = []
    for row in _dicts(content.get("survey")):
        kind, name = str(row.get("type", "")), _name(row)
        if kind in _OPENS:
            groups.append(name)
        elif kind in _CLOSES:
            groups = groups[:-1]
        elif name:
            word, _, listed = kind.partition(" ")
            options = lists.get(str(row.get("select_from_list_name") or listed), {})
            own = options if word.startswith("select_") else {}
            where = row.get("$xpath")
            path = where if isinstance(where, str) and where else "/".join([*groups, name])
            items.append(Item(path, word, _labels(row), own))
    return items


class _TokenAuth(requests.auth.AuthBase):
    """Puts the key on each request; keeps the library from asking a .netrc for another."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Token {self._token}"
        return request


class _Server:
    """One server, asked politely: with its key, a few tries, and an end to patience."""

    def __init__(self, record: Record) -> None:
        self._address = record.server.rstrip("/")
        self._host = urlsplit(self._address).netloc
        self._session = requests.Session()
        self._session.auth = _TokenAuth(secret(record.token))
        self._session.headers["Accept"] = "application/json"
        retry = Retry(
            total=TRIES,
            redirect=False,
            status_forcelist=(429, 500, 502, 503, 504),
            allowed_methods=("GET",),
            backoff_factor=BACKOFF,
            raise_on_status=False,
            respect_retry_after_header=False,  # it may say a year
        )
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))

    def __enter__(self) -> _Server:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def submissions(
        self, asset: str, progress: Callable[[int], None]
    ) -> Iterator[Mapping[str, Any]]:
        """Yield every submission of a form, in the order in which they came in."""
        start = 0
        while True:
            page = self.ask(
                f"/api/v2/assets/{asset}/data.json",
                {"format": "json", "start": start, "limit": PAGE, "sort": '{"_id":1}'},
            )
            results = page.get("results")
            if not isinstance(results, list):
                raise refused("live_answer", host=self._host, answer="results")
            yield from _dicts(results)
            start += len(results)
            progress(start)
            if start > MOST_SUBMISSIONS:
                raise refused("too_many_rows", most=MOST_SUBMISSIONS)
            if not results or not page.get("next"):
                return

    def ask(self, path: str, query: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """Ask for a JSON object.

        Raises:
            Refused: there is none to be had; the text says why.
        """
        try:
            answer = self._session.get(
                self._address + path,
                params=query,
                timeout=TIMEOUT,
                allow_redirects=False,
                stream=True,
            )
            with answer:
                self._check(answer.status_code)
                body = self._read(answer)
        except requests.Timeout:
            raise refused("live_timeout", host=self._host) from None
        except (requests.RequestException, OSError) as error:
            reason = type(error).__name__
            raise refused("live_unreachable", host=self._host, reason=reason) from None
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise refused("live_answer", host=self._host, answer="JSON")
        return found

    def _check(self, status: int) -> None:
        if status in (401, 403):
            raise refused("live_denied", host=self._host)
        if status == 404:
            raise refused("live_not_found", host=self._host)
        if 300 <= status < 400:
            raise refused("live_moved", host=self._host)
        if status != 200:
            raise refused("live_answer", host=self._host, answer=status)

    def _read(self, answer: requests.Response) -> bytes:
        """Read an answer's body, which may be neither too large nor too slow."""
        until = time.monotonic() + LONGEST_ANSWER
        body = bytearray()
        for part in answer.iter_content(1 << 16):
            body += part
            if len(body) > LARGEST_ANSWER:
                raise refused("live_answer", host=self._host, answer=f"> {LARGEST_ANSWER}")
            if time.monotonic() > until:
                raise refused("live_timeout", host=self._host)
        return bytes(body)


def _keep(submissions: Iterator[Mapping[str, Any]], path: Path) -> dict[str, None]:
    """Keep the submissions as lines of JSON, without what is about persons; returns their keys.

    Two passes, because a question may be in the last submission only.
    """
    keys: dict[str, None] = {}
    with path.open("x", encoding="utf-8") as file:
        path.chmod(0o600)
        for each in submissions:
            kept = {key: value for key, value in each.items() if key not in _PERSONAL}
            keys.update(dict.fromkeys(kept))
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")
    return keys


def _write(
    items: list[Item], known: Known, keys: Mapping[str, None], pages: Path, path: Path
) -> list[Issue]:
    questions = {item.path: item for item in items}
    left = [i.path for i in items if i.type in _FILES or i.type in _POSITIONS]
    repeats: dict[str, None] = {}
    order = [item.path for item in items if item.path not in left]
    order += [key for key in keys if key not in questions and not key.startswith(_MACHINERY)]
    asked = [questions.get(key) or Item(key, "", ()) for key in order if key not in _META]
    columns = [_Column.of(item, known) for item in asked]

    def rows() -> Iterator[list[Any]]:
        with pages.open(encoding="utf-8") as file:
            for line in file:
                submission = json.loads(line)
                repeats.update(dict.fromkeys(k for k, v in submission.items() if _is_repeat(v)))
                cells = [each.cells(submission.get(each.key)) for each in columns]
                meta = [submission.get(key) for key in _META[:-1]]
                yield [*(cell for part in cells for cell in part), *meta, _review(submission)]

    titles = [title for each in columns for title in each.titles]
    write_rows(path, [*titles, *_META], rows())
    said = []
    if left:
        names = ", ".join(quote(name) for name in left[:20])
        said.append(Issue(None, None, "live_left_out", (("columns", names),)))
    if repeats:
        names = ", ".join(quote(name) for name in list(repeats)[:5])
        said.append(Issue(None, None, "repeats_left_out", (("sheets", names),)))
    return said


@dataclass(frozen=True, slots=True)
class _Column:
    """What becomes of a question: one column, or one an option too.

    Attributes:
        key: The question's path.
        titles: Headings of its columns.
        codes: Of several choices: the codes, a column of ones and zeros each.
        values: Code to what is written for it.
    """

    key: str
    titles: tuple[str, ...]
    codes: tuple[str, ...]
    values: Mapping[str, str]

    @classmethod
    def of(cls, item: Item, known: Known) -> _Column:
        """Choose names or labels: whichever the importer understands."""
        title = known.heading(item.path, item.labels)
        values = {code: known.option(title, code, labels) for code, labels in item.options.items()}
        codes = tuple(values) if item.type == "select_multiple" else ()
        titles = (title, *(f"{title}/{values[code]}" for code in codes))
        return cls(item.path, titles, codes, values)

    def cells(self, value: Any) -> list[Any]:
        """Return the cells of an answer; of several choices blank means that nobody answered."""
        if _is_repeat(value) or isinstance(value, dict):
            value = None
        if not self.codes:
            return [self.values.get(value, value) if isinstance(value, str) else value]
        if not isinstance(value, str) or not value.strip():
            return [None] * len(self.titles)
        chosen = value.split()
        flags = [1 if code in chosen else 0 for code in self.codes]
        return [" ".join(self.values.get(code, code) for code in chosen), *flags]


def _review(submission: Mapping[str, Any]) -> str:
    status = submission.get("_validation_status")
    return str(status.get("uid") or "") if isinstance(status, dict) else ""


def _is_repeat(value: Any) -> bool:
    return isinstance(value, list)


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("name") or row.get("$autoname") or row.get("$autovalue") or "")


def _labels(row: Mapping[str, Any]) -> tuple[str, ...]:
    given = row.get("label")
    texts = given if isinstance(given, list) else [given]
    return tuple(text.strip() for text in texts if isinstance(text, str) and text.strip())


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
