"""What was brought in, and taking it back: the one entry for commands and pages.

`read_history` lists, `undo` and `redo` change the store and publish it; whoever calls them
holds no other transaction. Before they change anything they say, as an import does, where so few
answers come or go that two versions of the figures would tell them apart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from geodata import vocabulary as v
from geodata.attempts import Intent
from geodata.districts import district
from geodata.events import Action
from geodata.i18n import Translator
from geodata.importing.issues import Issue, Refused
from geodata.log import Entry
from geodata.settings import Settings
from geodata.store import Store
from geodata.turns import publish_or_tell, take_turn
from geodata.undoing import UNDO

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """An undo or a redo that somebody asks for.

    Attributes:
        action: `undo` or `redo`.
        import_id: The import; None for the newest in force, or the one undone last.
        who: Who asks for it.
        dry_run: Say what would become of it and change nothing.
        sure: Go on even where few answers come or go.
    """

    action: str
    import_id: int | None = None
    who: str = ""
    dry_run: bool = False
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a wish.

    Attributes:
        entry: The import as it is now.
        issues: What there is to say of it.
        done: Whether the store was changed.
        data_version: Of the store now.
    """

    entry: Entry
    issues: tuple[Issue, ...]
    done: bool
    data_version: int


def read_history(store: Store) -> tuple[Entry, ...]:
    """Return every import there ever was, newest first."""
    return store.read_log()


def carry_out(wish: Wish, store: Store, settings: Settings, say: Say, t: Translator) -> Result:
    """Undo an import or bring one back, then publish the campaign that is shown.

    While the figures cannot be built the old ones stay, and an issue says so.

    Args:
        wish: What is asked for.
        store: The store.
        settings: Thresholds, and where publications are.
        say: Told in a sentence what goes on.
        t: The language of that sentence.

    Raises:
        Refused: it cannot be done, or few answers come or go and `wish.sure` is not set;
            nothing is changed.
    """
    if wish.dry_run:
        number, issues = _check(wish, store, settings)
        return Result(_entry(store, number), tuple(issues), False, store.data_version())
    subject = "" if wish.import_id is None else str(wish.import_id)
    intent = Intent(Action(wish.action), subject, wish.who)
    with take_turn(store, settings, intent, say, t) as told:
        number, issues = _check(wish, store, settings)
        few = [issue for issue in issues if issue.code == "few_change"]
        if few and not wish.sure:
            raise Refused(*few, Issue(None, None, "few_ask"))
        change = store.undo if wish.action == UNDO else store.redo
        version = change(number, wish.who)
        old = publish_or_tell(store, settings, say)
        return Result(_entry(store, number), (*told, *old, *issues), True, version)


def _check(wish: Wish, store: Store, settings: Settings) -> tuple[int, list[Issue]]:
    """Find the import, refuse what cannot be done, and return what there is to say of it."""
    undoing = wish.action == UNDO
    number = wish.import_id
    if number is None:
        number = store.newest_in_force() if undoing else store.last_undone()
    (store.check_undo if undoing else store.check_redo)(number)
    few = _remark_few(store, number, undoing, settings)
    return number, [*few, *_remark_later(store, number, undoing)]


def _entry(store: Store, number: int) -> Entry:
    return next(entry for entry in store.read_log() if entry.id == number)


def _remark_few(store: Store, number: int, undoing: bool, settings: Settings) -> list[Issue]:
    """Say which districts, shown before and after, change by fewer answers than are shown."""
    moved = store.count_import_by_district(number)
    campaign = _entry(store, number).campaign_id
    held: dict[str, int] = {}
    if any(each.id == campaign for each in store.campaigns()):
        counts = store.count_responses(campaign, (v.DISTRICT_CODE,))
        held = dict(zip(counts[v.DISTRICT_CODE], counts[v.COUNT], strict=True))
    least = settings.least_answers
    few = sorted(
        code
        for code, count in moved.items()
        if code and count < least <= held.get(code, 0) - (count if undoing else 0)
    )
    if not few:
        return []
    names = ", ".join(district(code).name_ro for code in few)
    return [Issue(None, None, "few_change", (("districts", names), ("least", least)))]


def _remark_later(store: Store, number: int, undoing: bool) -> list[Issue]:
    """Say that rows which newer files left out as doubles of this one do not come in by it."""
    own = _entry(store, number)
    later = [
        entry.id
        for entry in store.read_log()
        if undoing
        and entry.id > number
        and entry.state == "in_force"
        and (entry.campaign_id, entry.kind) == (own.campaign_id, own.kind)
        and entry.counts.get("rows_listed")
    ]
    if not later:
        return []
    names = ", ".join(str(each) for each in sorted(later))
    return [Issue(None, None, "undo_later", (("others", names),))]
