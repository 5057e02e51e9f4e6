"""`python -m geodata campaign ...`: the campaigns held, and the one that is shown."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from geodata.attempts import Intent
from geodata.campaign_file import read_record, template, write_record
from geodata.campaigns import Campaign
from geodata.commands.console import add_action, add_who, say
from geodata.events import Action
from geodata.i18n import Translator
from geodata.importing.issues import Issue, Refused, refused
from geodata.importing.peeking import peek
from geodata.importing.quoting import quote
from geodata.importing.reading import check_path
from geodata.imports import CAMPAIGN, ImportBatch
from geodata.questionnaire import Questionnaire, proposed_questionnaire
from geodata.sample import ensure_sample
from geodata.settings import Settings
from geodata.store import Store
from geodata.turns import publish_or_tell, take_turn


def register(commands: Any) -> None:
    """Add the command and its own commands."""
    parser = commands.add_parser(
        "campaign",
        help="campaigns: template, new, list, show, use",
        description="Several campaigns may be held; one is shown.",
    )
    inner = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add_action(inner, "template", print_template, "print a record to fill in (TOML)")
    new = add_action(inner, "new", new_campaign, "take in a record that was filled in")
    new.add_argument("file", type=Path, help="the record, TOML")
    new.add_argument("--replace", action="store_true", help="change the campaign of the same id")
    add_action(inner, "list", list_campaigns, "list the campaigns; * marks the one that is shown")
    show = add_action(inner, "show", show_campaign, "print a campaign's record (TOML)")
    show.add_argument("id", nargs="?", help="without it, the one that is shown")
    use = add_action(inner, "use", use_campaign, "show this campaign in the dashboard")
    use.add_argument("id")
    add_who(new)
    add_who(use)


def print_template(_arguments: argparse.Namespace, _options: Settings, t: Translator) -> int:
    """Print the record to fill in."""
    sys.stdout.write(template(t))
    return 0


def new_campaign(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Take in a record. The one that is shown stays the one that is shown."""
    check_path(arguments.file)
    with peek(options.store_url) as known:
        campaign, form = read_record(arguments.file, _forms(known))
        _check_replace(known, campaign, arguments.replace)
    batch = ImportBatch(
        campaign.id,
        CAMPAIGN,
        arguments.file.name,
        who=arguments.who,
        campaign=campaign,
        questionnaire=form,
    )
    with _turn(options, Intent(Action.CAMPAIGN, campaign.id, arguments.who), t) as store:
        _check_replace(store, campaign, arguments.replace)
        # Else a campaign of earlier days would take the shown one's place unasked.
        store.use(store.campaign_in_use().id)
        store.commit(batch)
        _publish(store, options, t)
    key = "campaign_changed" if arguments.replace else "campaign_stored"
    print(t.text(f"import.{key}", id=campaign.id))
    return 0


def list_campaigns(_arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Print a line a campaign: shown or not, id, days, name."""
    with peek(options.store_url) as store:
        campaigns = store.campaigns()
        shown = store.campaign_in_use().id if campaigns else ""
    if not campaigns:
        say(t.text("import.no_campaigns"))
    for each in campaigns:
        mark = "*" if each.id == shown else " "
        made_up = f" ({t.text('import.illustrative')})" if each.illustrative else ""
        print(f"{mark} {each.id}  {_days(each, t)}  {each.name(t.language)}{made_up}")
    return 0


def show_campaign(arguments: argparse.Namespace, options: Settings, _t: Translator) -> int:
    """Print a record as `campaign new` takes it."""
    with peek(options.store_url) as store:
        sys.stdout.write(write_record(_find(store, arguments.id)))
    return 0


def use_campaign(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Choose the campaign to show, and publish it."""
    with peek(options.store_url) as known:
        campaign = _find(known, arguments.id)
    with _turn(options, Intent(Action.SHOW, campaign.id, arguments.who), t) as store:
        store.use(campaign.id, arguments.who)
        _publish(store, options, t)
        version = store.data_version()
    print(t.text("import.campaign_shown", id=campaign.id, version=version))
    return 0


@contextmanager
def _turn(options: Settings, intent: Intent, t: Translator) -> Iterator[Store]:
    """Open the store for a change, with the illustrative campaign in it."""
    store = Store.open(options.store_url)
    try:
        with take_turn(store, options, intent, say, t) as told:
            for issue in told:
                say(issue.message(t))
            if not store.campaigns():
                ensure_sample(store)
            yield store
    finally:
        store.close()


def _publish(store: Store, options: Settings, t: Translator) -> None:
    for issue in publish_or_tell(store, options, say):
        say(issue.message(t))


def _forms(store: Store) -> dict[str, Questionnaire]:
    forms = {proposed_questionnaire().id: proposed_questionnaire()}
    for campaign in store.campaigns():
        forms[campaign.questionnaire_id] = store.questionnaire(campaign.id)
    return forms


def _check_replace(store: Store, campaign: Campaign, replace: bool) -> None:
    """Refuse an id that is taken, or free, against what was asked for."""
    known = {each.id: each for each in store.campaigns()}
    if campaign.id not in known:
        if replace:
            raise refused("campaign_unknown", id=campaign.id, ids=", ".join(known) or "—")
        return
    if not replace:
        raise Refused(Issue(None, "id", "campaign_taken", (("id", campaign.id),)))
    if known[campaign.id].illustrative:
        raise Refused(Issue(None, "id", "campaign_illustrative", (("id", campaign.id),)))
    if known[campaign.id].questionnaire_id != campaign.questionnaire_id and len(
        store.count_responses(campaign.id)
    ):
        raise Refused(Issue(None, "questionnaire", "campaign_form"))


def _find(store: Store, campaign_id: str | None) -> Campaign:
    campaigns = store.campaigns()
    if campaign_id is None and campaigns:
        return store.campaign_in_use()
    for each in campaigns:
        if each.id == campaign_id:
            return each
    ids = ", ".join(each.id for each in campaigns) or "—"
    raise refused("campaign_unknown", id=quote(campaign_id or ""), ids=ids)


def _days(campaign: Campaign, t: Translator) -> str:
    return t.period(campaign.first_day, campaign.last_day)
