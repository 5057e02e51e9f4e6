"""`python -m geodata places ...`: what names of places mean, as people decided it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geodata.commands.console import add_language, add_who, run_action, say
from geodata.districts import find_district
from geodata.gazetteer import Gazetteer
from geodata.geography import read_gazetteer
from geodata.i18n import Translator
from geodata.importing.issues import refused
from geodata.importing.peeking import peek
from geodata.importing.quoting import quote
from geodata.importing.target import find_target
from geodata.matching import (
    Decision,
    How,
    Match,
    PlaceKind,
    PlaceMatcher,
    decision_key,
    holds_for,
    is_place,
    place_name,
)
from geodata.settings import Settings
from geodata.store import Store


def register(commands: Any) -> None:
    """Add the command and its own commands."""
    parser = commands.add_parser(
        "places",
        help="names of places: find, decide, list, forget",
        description="What a name means that an import could not read for certain. A decision "
        "holds for every later import, until it is forgotten.",
    )
    inner = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    find = _add(inner, "find", find_place, "say what a text is read as, or what it could mean")
    find.add_argument("--district", metavar="NAME", help="needed for a locality")
    decide = _add(inner, "decide", decide_place, "decide what a text means from now on")
    decide.add_argument("code", help="the place's code, such as MD-SO, L1442 or IP-SO")
    add_who(decide)
    many = inner.add_parser("answer", help="decide many at once, from a file")
    many.add_argument("file", type=Path, help='JSON: [{"kind": ..., "text": ..., "code": ...}]')
    add_language(many)
    add_who(many)
    many.set_defaults(run=run_action, action_run=answer_places)
    _add(inner, "list", list_places, "list what was decided", text=False)
    forget = _add(inner, "forget", forget_place, "forget what was decided: it is asked again")
    forget.add_argument("--district", metavar="NAME", help="needed for a locality")
    add_who(forget)


def _add(
    inner: Any, name: str, action: Any, words: str, text: bool = True
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = inner.add_parser(name, help=words, description=words)
    if text:
        parser.add_argument("kind", choices=[str(kind) for kind in PlaceKind])
        parser.add_argument("text", help="as it stands in the file")
    add_language(parser)
    parser.set_defaults(run=run_action, action_run=action)
    return parser


def find_place(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Print how a text is read; 1 where a person has to decide."""
    kind = PlaceKind(arguments.kind)
    district_code = _district(arguments)
    with peek(options.store_url) as store:
        matcher = PlaceMatcher(store.place_decisions(), _known(store))
    if kind is PlaceKind.DISTRICT:
        match = matcher.district(arguments.text)
    elif kind is PlaceKind.LOCALITY:
        match = matcher.locality(arguments.text, _needed(district_code, arguments.text))
    else:
        match = matcher.inspectorate(arguments.text, district_code or None)
    return _say_match(kind, match, matcher.gazetteer, t)


def decide_place(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Keep what a text means."""
    with peek(options.store_url) as store:
        known = _known(store)
    given = (arguments.kind, arguments.text, arguments.code)
    decision = _decision(*given, arguments.who, known, t)
    _decide([decision], options)
    print(t.text("import.place_decided", **_named(decision, known, t)))
    return 0


def answer_places(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Keep what many texts mean, all or none of them."""
    try:
        given = json.loads(arguments.file.read_text("utf-8"))
        answers = [(PlaceKind(a["kind"]), str(a["text"]), str(a["code"])) for a in given]
    except (ValueError, KeyError, TypeError):
        raise refused("place_answers") from None
    with peek(options.store_url) as store:
        known = _known(store)
    decisions = [_decision(*answer, arguments.who, known, t) for answer in answers]
    _decide(decisions, options)
    for decision in decisions:
        print(t.text("import.place_decided", **_named(decision, known, t)))
    return 0


def _decision(
    kind: str, text: str, code: str, who: str, known: Gazetteer, t: Translator
) -> Decision:
    """Make a decision.

    Raises:
        Refused: it cannot be one; the text says why.
    """
    of, code = PlaceKind(kind), code.strip().upper()
    try:
        home = holds_for(of, code, known)
    except KeyError:
        raise refused("place_code", value=quote(code)) from None
    key = decision_key(text)
    if not key:
        raise refused("place_text")
    decision = Decision(of, key, home, code, text.strip()[:200], who)
    _check_free(decision, known, t)
    return decision


def _decide(decisions: Sequence[Decision], options: Settings) -> None:
    store = Store.open(options.store_url)
    try:
        for decision in decisions:
            store.decide_place(decision)
    finally:
        store.close()


def list_places(_arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Print a line a decision."""
    with peek(options.store_url) as store:
        decided, known = store.place_decisions(), _known(store)
    if not decided:
        say(t.text("import.places_none"))
    for each in decided:
        line = t.text("import.place_line", **_named(each, known, t))
        print(f"{line} ({each.at:%Y-%m-%d}, {each.who})")
    return 0


def forget_place(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Forget a decision."""
    kind = PlaceKind(arguments.kind)
    district_code = _district(arguments)
    home = _needed(district_code, arguments.text) if kind is PlaceKind.LOCALITY else ""
    text = decision_key(arguments.text)
    decision = Decision(kind, text, home, "", arguments.text, arguments.who)
    with peek(options.store_url) as store:
        known = {(each.kind, each.text, each.district_code) for each in store.place_decisions()}
    if (kind, decision.text, home) not in known:
        raise refused("place_not_decided", value=quote(arguments.text))
    store = Store.open(options.store_url)
    try:
        store.forget_place(decision)
    finally:
        store.close()
    print(t.text("import.place_forgotten", value=quote(arguments.text)))
    return 0


def _check_free(decision: Decision, known: Gazetteer, t: Translator) -> None:
    """Refuse a decision about a text that is a place's own name already."""
    matcher = PlaceMatcher((), known)
    kind, text = decision.kind, decision.written
    if kind is PlaceKind.DISTRICT:
        match = matcher.district(text)
    elif kind is PlaceKind.LOCALITY:
        match = matcher.locality(text, decision.district_code)
    else:
        match = matcher.inspectorate(text, None)
    if match.how is How.NAME and match.code != decision.code:
        name = place_name(kind, match.code, t.language, known)
        raise refused("place_is_name", value=quote(text), place=f"{name} ({match.code})")


def _known(store: Store) -> Gazetteer:
    """Return the places that files of the campaign in use may name."""
    target = find_target(store, None)
    return read_gazetteer(store, target.id if target else "")


def _say_match(kind: PlaceKind, match: Match, known: Gazetteer, t: Translator) -> int:
    codes = (match.code,) if match.code else match.candidates
    print(t.text(f"import.place_how.{match.how}"))
    for code in codes:
        print(f"  {code}  {place_name(kind, code, t.language, known)}")
    return 0 if match.code else 1


def _named(decision: Decision, known: Gazetteer, t: Translator) -> dict[str, str]:
    there = is_place(decision.kind, decision.code, known)
    name = place_name(decision.kind, decision.code, t.language, known) if there else "—"
    home = decision.district_code
    return {
        "kind": t.text(f"import.place_kind.{decision.kind}"),
        "value": quote(decision.written) + (f" ({home})" if home else ""),
        "place": f"{name} ({decision.code})",
    }


def _district(arguments: argparse.Namespace) -> str:
    if not arguments.district:
        return ""
    found = find_district(arguments.district)
    if found is None:
        raise refused("district_unknown", value=quote(arguments.district))
    return found.code


def _needed(district_code: str, text: str) -> str:
    if not district_code:
        raise refused("locality_without_district", value=quote(text))
    return district_code
