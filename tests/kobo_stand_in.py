"""A small stand-in for a KoboToolbox server, with its API version 2 as far as the atlas asks it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.exports import ASKED, PEOPLE, Answers, question

ASSET = "aBcD1234"
TOKEN = "0123456789abcdef0123456789abcdef01234567"


class StandIn:
    """What the server holds, how it misbehaves, and what it was asked.

    Attributes:
        submissions: As the API lists them.
        content: Of the form.
        largest_page: The most it gives at once, whatever is asked for.
        next_host: What it says its next page's host is.
        answers: Answers to give in place of its own, first to last: status, headers, body.
        asked: Paths with their queries, in order.
        tokens: The keys it was shown.
    """

    def __init__(self) -> None:
        self.submissions: list[dict[str, Any]] = submissions()
        self.content: Any = content()
        self.largest_page = 2
        self.next_host = ""
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[str] = []
        self.tokens: list[str] = []
        self.url = ""

    def answer(self, path: str, query: dict[str, str], token: str) -> tuple[int, Any]:
        if token != TOKEN:
            return 401, {"detail": "Invalid token."}
        if path == f"/api/v2/assets/{ASSET}.json":
            return 200, {"uid": ASSET, "name": "Sondaj", "content": self.content}
        if path != f"/api/v2/assets/{ASSET}/data.json":
            return 404, {"detail": "Not found."}
        start, limit = int(query.get("start", 0)), int(query.get("limit", 100))
        end = start + min(limit, self.largest_page)
        host = self.next_host or self.url
        more = f"{host}{path}?start={end}&limit={limit}" if end < len(self.submissions) else None
        return 200, {
            "count": len(self.submissions),
            "next": more,
            "previous": None,
            "results": self.submissions[start:end],
        }


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """Run one on a free port of this machine."""
    held = StandIn()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            held.asked.append(self.path)
            token = self.headers.get("Authorization", "").removeprefix("Token ")
            held.tokens.append(token)
            if held.answers:
                status, headers, body = held.answers.pop(0)
            else:
                parts = urlsplit(self.path)
                query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
                status, document = held.answer(parts.path, query, token)
                headers, body = {"Content-Type": "application/json"}, json.dumps(document).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that hangs up is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    held.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def submissions(
    people: tuple[Answers, ...] = PEOPLE, group: str = "opinii/", first: int = 1
) -> list[dict[str, Any]]:
    """Submissions as the API lists them: names, several choices joined by a space."""
    found = []
    for number, person in enumerate(people, start=first):
        one: dict[str, Any] = {
            "_id": 1000 + number,
            "_uuid": f"uuid-{number}",
            "_submission_time": "2021-11-09T08:25:50",
            "_validation_status": {},
            "_submitted_by": "ion.popescu",
            "_attachments": [{"filename": "ion.popescu/p.jpg"}],
            "_geolocation": [48.15, 28.29],
            "_notes": [],
            "_tags": [],
            "_status": "submitted_via_web",
            "_xform_id_string": ASSET,
            "__version__": "vX1",
            "formhub/uuid": "f",
            "meta/instanceID": f"uuid:{number}",
            "start": "2021-11-09T10:15:42.123+02:00",
            "end": "2021-11-09T10:25:42.123+02:00",
            "deviceid": "ee.kobo:xYz",
            "locul": "48.15 28.29 0 0",
            "poza": "p.jpg",
        }
        for key in ASKED:
            answer = person[key]
            if answer:
                one[group + key] = answer if isinstance(answer, str) else " ".join(answer)
        if "other" in person["cooperation"]:
            one[f"{group}cooperation_other"] = "mai multe lumini pe stradă"
        found.append(one)
    return found


def content(language: str = "", own_codes: bool = False) -> dict[str, Any]:
    """A form's content; with `own_codes` only its labels, in a language, are those of the atlas."""
    survey: list[dict[str, Any]] = [
        {"type": "start", "name": "start"},
        {"type": "end", "name": "end"},
        {"type": "deviceid", "name": "deviceid"},
        {"type": "begin_group", "name": "opinii", "label": ["Opinii"]},
    ]
    choices: list[dict[str, Any]] = []
    for place, key in enumerate(ASKED):
        asked = question(key)
        name = f"q{place}" if own_codes else key
        kinds = {"multiple": "select_multiple", "single": "select_one", "likert": "select_one"}
        kind = kinds.get(asked.kind, "select_one") if asked.options else "text"
        row: dict[str, Any] = {
            "type": kind,
            "name": name,
            "label": ["", asked.text[language or "ro"]],
        }
        if asked.options:
            row["select_from_list_name"] = f"list_{name}"
        survey.append(row)
        for at, option in enumerate(asked.options):
            code = f"c{at}" if own_codes else option.code
            label = [None, option.text[language or "ro"]]
            choices.append({"list_name": f"list_{name}", "name": code, "label": label})
    survey += [
        {"type": "end_group"},
        {"type": "geopoint", "name": "locul"},
        {"type": "image", "name": "poza"},
    ]
    return {"survey": survey, "choices": choices, "translations": ["English (en)", "Română (ro)"]}


def renamed(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Submissions of a form with codes of its own, as `content(own_codes=True)` has them."""
    names = {key: f"opinii/q{place}" for place, key in enumerate(ASKED)}
    for one in found:
        for key, name in names.items():
            if f"opinii/{key}" not in one:
                continue
            codes = {option.code: f"c{at}" for at, option in enumerate(question(key).options)}
            words = one.pop(f"opinii/{key}").split(" ") if codes else [one.pop(f"opinii/{key}")]
            one[name] = " ".join(codes.get(word, word) for word in words)
    return found
