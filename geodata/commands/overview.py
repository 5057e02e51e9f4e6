"""`python -m geodata overview`: all that the data page shows, in one answer."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from geodata.campaigns import Campaign
from geodata.commands import events, history, template
from geodata.commands.console import add_language, say_refusal, settings, words
from geodata.commands.refresh import describe_sources
from geodata.failures import describe_failure
from geodata.geography import read_gazetteer
from geodata.history import read_history
from geodata.i18n import Translator
from geodata.importing.issues import Refused
from geodata.importing.kinds import all_kinds
from geodata.importing.mapping import KeptMapping
from geodata.importing.peeking import database_file, peek
from geodata.importing.quoting import quote
from geodata.importing.target import find_form, find_target
from geodata.live.records import read_records
from geodata.matching import is_place, place_name
from geodata.settings import Settings
from geodata.store import Store

MOST = 100


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "overview",
        help="campaigns, templates, history, live sources and more, as one JSON object",
        description="Print what the data page shows, as one JSON object: campaigns, the columns "
        "of every template, the newest imports, live sources, what is remembered, who did what.",
    )
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the overview."""
    t = words(arguments.lang)
    try:
        found = _look(settings(), t)
    except Refused as refusal:
        return say_refusal(refusal, t)
    except (SQLAlchemyError, OSError) as error:
        return say_refusal(Refused(describe_failure(error)), t)
    json.dump(found, sys.stdout, ensure_ascii=False)
    print()
    return 0


def _look(options: Settings, t: Translator) -> dict[str, Any]:
    path = database_file(options.store_url)
    if path is not None and not path.exists():
        with peek(options.store_url) as store:
            return describe(store, options, t)
    # Not by `peek`: beside a running import that would copy the whole database.
    store = Store.open(options.store_url)
    try:
        return describe(store, options, t)
    finally:
        store.close()


def describe(store: Store, options: Settings, t: Translator) -> dict[str, Any]:
    """Describe what is in a store, and what can be brought in."""
    campaigns = store.campaigns()
    shown = store.campaign_in_use().id if campaigns else ""
    kinds = all_kinds(find_form(store, find_target(store, None)))
    return {
        "data_version": store.data_version(),
        "campaigns": [_campaign(each, each.id == shown, t) for each in campaigns],
        "templates": [
            {
                "kind": kind.name,
                "columns": [
                    {
                        "name": column.name,
                        "needed": column.needed,
                        "takes": template.describe_column(column, t),
                    }
                    for column in kind.columns
                ],
            }
            for kind in kinds
        ],
        "history": [history.describe(entry) for entry in read_history(store)[:MOST]],
        "unfinished": [history.describe_unfinished(each) for each in store.read_unfinished()],
        **describe_live(options, t),
        "mappings": [_mapping(shape, each) for shape, each in store.mappings().items()],
        "decisions": _decisions(store, t),
        "events": [events.describe(event) for event in store.read_events(MOST)],
    }


def describe_live(options: Settings, t: Translator) -> dict[str, Any]:
    """Describe live sources; where their file cannot be used, say why."""
    try:
        records = read_records(options.data_dir)
    except Refused as refusal:
        return {"sources": [], "sources_wrong": [issue.message(t) for issue in refusal.issues]}
    return {"sources": describe_sources(records, options, t), "sources_wrong": []}


def _mapping(shape: str, kept: KeptMapping) -> dict[str, Any]:
    columns = kept.mapping.columns
    return {
        "shape": shape,
        "name": kept.name,
        "kind": kept.mapping.kind,
        "columns": [[quote(heading), name] for heading, name in columns.items()],
        "words": sum(map(len, kept.mapping.values.values())),
        "at": _moment(kept.at),
        "who": kept.who,
    }


def _decisions(store: Store, t: Translator) -> list[dict[str, Any]]:
    """Describe what people decided that names mean; a place that is gone is nameless."""
    target = find_target(store, None)
    known = read_gazetteer(store, target.id if target else "")
    return [
        {
            "kind": str(each.kind),
            "text": each.written,
            "district": each.district_code,
            "code": each.code,
            "place": place_name(each.kind, each.code, t.language, known)
            if is_place(each.kind, each.code, known)
            else "",
            "at": _moment(each.at),
            "who": each.who,
        }
        for each in store.place_decisions()
    ]


def _moment(at: datetime) -> str:
    return at.replace(tzinfo=UTC).isoformat()


def _campaign(campaign: Campaign, shown: bool, t: Translator) -> dict[str, Any]:
    return {
        "id": campaign.id,
        "name": campaign.name(t.language),
        "period": t.period(campaign.first_day, campaign.last_day),
        "illustrative": campaign.illustrative,
        "shown": shown,
    }
