"""Undo and redo: exactly what was before, exactly what was after, and why not where not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geodata import build, history, publication
from geodata.__main__ import main
from geodata.history import Wish, carry_out, read_history
from geodata.i18n import translators
from geodata.importing.issues import DOMAIN, Refused
from geodata.imports import ImportBatch
from geodata.publication import PublicationReader
from geodata.questionnaire import parse_questionnaire, proposed_questionnaire
from geodata.sample import SAMPLE_ID, SampleCampaign, build_sample, ensure_sample
from geodata.settings import Settings, read_settings
from geodata.store import Store
from tests import world

RESPONSES = "submission_id,date,mode,district,trust_police\n"
VISITS = "date,status,district,locality,participants\n"
PLAN = "planned_date,district,locality,mobile_centre,leaflet\n"
MEDIA = "date,outlet,kind,title,audience\n"
POPULATION = "unit,sex,age_group,residence,residents,source\n"
CAMPAIGN = "campaign-2021-11-08"

Bring = Callable[..., int]
T = translators(DOMAIN)["en"]


@pytest.fixture(scope="module")
def sample() -> SampleCampaign:
    """The illustrative campaign, small."""
    whole = build_sample()
    return replace(
        whole,
        responses=whole.responses[:20],
        answers=whole.answers[
            whole.answers["response_id"].isin(whole.responses["response_id"][:20])
        ],
    )


@pytest.fixture
def data(
    tmp_path: Path, database_url: str, sample: SampleCampaign, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A data directory with the illustrative campaign; a publication is of two words."""

    def build_only(store: Store, *_: object) -> dict[str, Any]:
        return {"data_version": store.data_version(), "campaign": store.campaign_in_use().id}

    monkeypatch.setattr(build, "build_publication", build_only)
    monkeypatch.setattr("geodata.sample.build_sample", lambda: sample)
    opened = Store.open(database_url)
    ensure_sample(opened)
    opened.close()
    return tmp_path / "data"


@pytest.fixture
def bring(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Bring:
    """Import a text as a file; returns the import's number."""

    def run(text: str, *options: str, name: str = "file.csv") -> int:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        command = ["import", str(path), "--json", "--who", "Ana", *options]
        assert main(command) == 0, capsys.readouterr().out
        capsys.readouterr()
        with_store = Store.open(read_settings().store_url)
        number = read_history(with_store)[0].id
        with_store.close()
        return number

    return run


@pytest.fixture
def store(data: Path) -> Iterator[Store]:
    opened = Store.open(read_settings().store_url)
    yield opened
    opened.close()


def ask(action: str, number: int | None = None, **more: Any) -> history.Result:
    options = read_settings()
    opened = Store.open(options.store_url)
    try:
        return carry_out(Wish(action, number, **more), opened, options, lambda _: None, T)
    finally:
        opened.close()


def refusal(action: str, number: int | None = None, **more: Any) -> dict[str, Any]:
    with pytest.raises(Refused) as refused:
        ask(action, number, **more)
    (*_, issue) = refused.value.issues
    return {"code": issue.code} | dict(issue.values)


def shown() -> dict[str, Any]:
    return PublicationReader(read_settings().published_dir).current().document


def everything(store: Store) -> dict[str, Any]:
    """Everything that a reader can learn of the facts, as plain values."""
    campaigns = store.campaigns()
    facts: dict[str, Any] = {
        "campaigns": campaigns,
        "shown": store.campaign_in_use().id if campaigns else None,
        "imports": store.read_imports()["id"].tolist(),
        "submissions": store.find_submissions(
            [int(x) for x in store_hashes(store)]  # every one there ever was
        ),
    }
    for campaign in campaigns:
        if campaign.illustrative:
            continue  # large, and nothing here touches it
        facts[campaign.id, "form"] = store.questionnaire(campaign.id)
        for reader in (
            store.read_visits,
            store.read_handouts,
            store.read_screenings,
            store.read_media,
            store.read_population,
            store.read_benchmarks,
            store.read_responses,
            store.read_answers,
            store.count_answers,
            store.count_answered,
            store.count_responses,
        ):
            table: pd.DataFrame = reader(campaign.id)
            facts[campaign.id, reader.__name__] = table.to_json(orient="split", date_format="iso")
    return facts


def store_hashes(store: Store) -> list[int]:
    with store._engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT submission_hash FROM responses WHERE submission_hash IS NOT NULL"
        )
        return [row[0] for row in rows]


def forms(count: int, first: int = 1, district: str = "Soroca", answer: str = "somewhat") -> str:
    rows = (f"s{first + i},2021-11-08,online,{district},{answer}\n" for i in range(count))
    return RESPONSES + "".join(rows)


BEFORE = {
    "visits": [PLAN + "2021-11-08,Soroca,Soroca,CM-1,100\n2021-11-09,Cahul,Cahul,CM-2,50\n"],
    "plan": [
        VISITS + "2021-11-09,done,Soroca,Soroca,80\n2021-11-08,done,Orhei,Orhei,1\n"
        "2021-11-10,done,Orhei,Orhei,2\n"
    ],
    "responses": [forms(12)],
    "media": [MEDIA + "2021-11-08,Radio,radio,One,10\n"],
    "population": [forms(3), POPULATION + "MD,female,,,10,A\nMD,male,,,12,A\n"],
    "a first file": [],
}
FILES = {
    "visits": VISITS + "2021-11-09,done,Soroca,Soroca,80\n2021-11-08,cancelled,Orhei,Orhei,\n",
    "plan": PLAN + "2021-11-08,Soroca,Soroca,CM-1,100\n2021-11-10,Cahul,Cahul,,\n",
    "responses": forms(30, 20, answer="very_much"),
    "media": MEDIA + "2021-11-08,TV,tv,Two,\n",
    "population": POPULATION + "MD,female,,,20,B\nMD,male,,,22,B\n",
    "a first file": VISITS + "2021-11-09,done,Soroca,Soroca,80\n",
}


@pytest.mark.parametrize("case", FILES)
def test_undo_restores_exactly_what_was_before_and_redo_what_was_after(
    case: str, bring: Bring, store: Store
) -> None:
    options = ("--campaign", CAMPAIGN) if case == "population" else ()
    for number, text in enumerate(BEFORE[case]):
        bring(text, *(options if number else ()))
    before = everything(store)
    number = bring(FILES[case], *options)
    after = everything(store)
    assert after != before
    version = store.data_version()
    for step in (1, 2):
        undone = ask("undo", number, who="Ion")
        assert everything(store) == before
        assert undone.done and undone.data_version == store.data_version() == version + 2 * step - 1
        assert shown()["data_version"] == version + 2 * step - 1
        again = ask("redo")
        assert again.entry.id == number
        assert everything(store) == after
        assert store.data_version() == shown()["data_version"] == version + 2 * step


def test_visits_settled_before_are_planned_again(bring: Bring, store: Store) -> None:
    plan = bring(BEFORE["visits"][0])
    number = bring(FILES["visits"])
    campaign = store.campaign_in_use().id
    assert sorted(store.read_visits(campaign)["status"]) == ["cancelled", "moved", "planned"]
    assert refusal("undo", plan)["others"] == str(number)
    ask("undo", number)
    assert store.read_visits(campaign)["status"].tolist() == ["planned", "planned"]
    handouts = store.read_handouts(campaign)
    assert handouts["planned"].tolist() == [100, 50]


def test_the_campaign_that_an_import_made_goes_and_the_one_shown_before_is_back(
    bring: Bring, store: Store
) -> None:
    number = bring(FILES["a first file"])
    assert shown()["campaign"] == store.campaign_in_use().id == CAMPAIGN.replace("-08", "-09")
    ask("undo", number)
    assert [campaign.id for campaign in store.campaigns()] == [SAMPLE_ID]
    assert shown()["campaign"] == SAMPLE_ID
    with pytest.raises(KeyError):
        store.questionnaire(CAMPAIGN.replace("-08", "-09"))
    ask("redo", number)
    assert shown()["campaign"] == CAMPAIGN.replace("-08", "-09")


def test_a_campaign_that_somebody_chose_meanwhile_stays_shown(bring: Bring, store: Store) -> None:
    number = bring(FILES["a first file"])
    store.use(SAMPLE_ID)
    ask("undo", number)
    ask("redo", number)
    assert store.campaign_in_use().id == SAMPLE_ID


def test_a_record_that_was_replaced_comes_back(bring: Bring, store: Store) -> None:
    bring(FILES["a first file"])
    campaign = store.campaign_in_use()
    changed = replace(campaign, target_localities=77, last_day=campaign.last_day)
    number = store.commit(ImportBatch(campaign.id, "campaign", campaign=changed))
    assert store.campaign(campaign.id) == changed
    store.undo(number)
    assert store.campaign(campaign.id) == campaign
    store.redo(number)
    assert store.campaign(campaign.id) == changed


def test_the_words_of_a_form_come_back_unless_an_answer_would_lose_its_option(
    tmp_path: Path,
) -> None:
    form = proposed_questionnaire()
    document = form.document()
    opened = world.open_store(tmp_path)
    other = json.loads(json.dumps(document))
    other["questions"][0]["text"]["en"] = "Another wording?"
    second = replace(world.campaign(), id="second")
    batch = ImportBatch(
        "second", "campaign", campaign=second, questionnaire=parse_questionnaire(other)
    )
    number = opened.commit(batch)
    assert opened.questionnaire("toy").document() == other
    opened.undo(number)
    assert opened.questionnaire("toy") == form
    question = next(q for q in other["questions"] if q.get("options"))
    question["options"].append(question["options"][-1] | {"code": "a_new_one"})
    number = opened.commit(replace(batch, questionnaire=parse_questionnaire(other)))
    opened.undo(number)
    assert opened.questionnaire("toy").document() == other
    opened.close()


# What an older import under newer ones may, and what it may not


def test_an_older_import_takes_its_own_rows_and_no_others(bring: Bring, store: Store) -> None:
    bring(BEFORE["media"][0])
    middle = bring(FILES["media"])
    newest = bring(MEDIA + "2021-11-08,Web,online,Three,5\n")
    ask("undo", middle)
    campaign = store.campaign_in_use().id
    assert sorted(store.read_media(campaign)["outlet"]) == ["Radio", "Web"]
    assert store.read_imports()["id"].tolist()[-1] == newest
    ask("redo", middle)
    assert sorted(store.read_media(campaign)["outlet"]) == ["Radio", "TV", "Web"]


def test_the_import_that_made_a_campaign_stays_while_others_belong_to_it(
    bring: Bring, store: Store
) -> None:
    first = bring(BEFORE["media"][0])
    second, third = bring(FILES["media"]), bring(forms(3))
    assert refusal("undo", first) == {
        "code": "undo_stands",
        "id": first,
        "others": f"{third}, {second}",
    }
    for number in (third, second, first):
        ask("undo", number)
    assert [each.id for each in store.campaigns()] == [SAMPLE_ID]
    # Back in the order in which they came.
    assert refusal("redo", second) == {"code": "redo_misses", "id": second, "others": str(first)}
    assert refusal("redo", third)["others"] == str(first)
    for number in (first, second, third):
        ask("redo", number)
    assert len(store.read_media(CAMPAIGN)) == 2


def test_without_a_number_the_newest_goes_and_the_last_undone_comes_back(bring: Bring) -> None:
    first, second = bring(BEFORE["media"][0]), bring(FILES["media"])
    assert [ask("undo").entry.id for _ in range(2)] == [second, first]
    assert refusal("undo")["code"] == "nothing_to_undo"
    assert [ask("redo").entry.id for _ in range(2)] == [first, second]
    assert refusal("redo")["code"] == "nothing_to_redo"


def test_what_is_not_so_is_refused(bring: Bring, store: Store) -> None:
    number = bring(BEFORE["media"][0])
    sample = read_history(store)[-1].id
    version = store.data_version()
    assert refusal("undo", sample)["code"] == "undo_sample"
    assert refusal("undo", 99) == {"code": "import_unknown", "id": 99}
    assert refusal("redo", 99) == {"code": "import_unknown", "id": 99}
    assert refusal("redo", number)["code"] == "in_force_already"
    assert store.data_version() == version
    ask("undo", number)
    assert refusal("undo", number)["code"] == "undone_already"


# Nothing comes back twice


def again_refused(bring: Bring, first: str, corrected: str, code: str) -> None:
    bring(MEDIA + "2021-11-08,Base,radio,Base,1\n")
    number = bring(first)
    ask("undo", number)
    other = bring(corrected)
    found = refusal("redo", number)
    assert (found["code"], found["id"]) == (code, number)
    if "others" in found:
        assert found["others"] == str(other)
    ask("undo", other)
    assert ask("redo", number).done


def test_the_same_file_does_not_count_twice(bring: Bring) -> None:
    text = RESPONSES.replace("submission_id,", "") + "2021-11-08,online,Soroca,somewhat\n" * 3
    again_refused(bring, text, text, "redo_doubles")


def test_the_same_forms_do_not_count_twice(bring: Bring) -> None:
    again_refused(bring, forms(5), forms(6), "redo_forms")


def test_the_same_visit_does_not_count_twice(bring: Bring) -> None:
    first = VISITS + "2021-11-08,done,Soroca,Soroca,80\n2021-11-08,done,Orhei,Orhei,5\n"
    again_refused(bring, first, VISITS + "2021-11-08,done,Soroca,Soroca,81\n", "redo_doubles")


def test_the_same_planned_visit_does_not_count_twice(bring: Bring) -> None:
    first = PLAN + "2021-11-08,Soroca,Soroca,CM-1,100\n"
    again_refused(bring, first, first + "2021-11-08,Cahul,Cahul,CM-2,50\n", "redo_doubles")


def test_the_same_appearance_does_not_count_twice(bring: Bring) -> None:
    again_refused(bring, FILES["media"], FILES["media"] + "2021-11-08,X,tv,Y,\n", "redo_doubles")


def test_one_planned_row_is_settled_once(bring: Bring) -> None:
    bring(BEFORE["visits"][0])
    early = bring(VISITS + "2021-11-08,done,Soroca,Soroca,80\n")
    ask("undo", early)
    late = bring(VISITS + "2021-11-09,done,Soroca,Soroca,80\n")
    assert refusal("redo", early)["others"] == str(late)


def test_a_campaign_made_anew_is_not_made_twice(bring: Bring) -> None:
    first = bring(FILES["a first file"])
    ask("undo", first)
    second = bring(VISITS + "2021-11-09,done,Orhei,Orhei,80\n")
    assert refusal("redo", first) == {
        "code": "redo_doubles",
        "id": first,
        "others": str(second),
    }


def test_an_undone_file_can_be_imported_again(bring: Bring, store: Store) -> None:
    bring(BEFORE["media"][0])
    number = bring(forms(12))
    ask("undo", number)
    assert bring(forms(12)) > number
    assert store.count_responses(CAMPAIGN)["count"].tolist() == [12]


# Disclosure


def test_few_answers_that_come_or_go_are_said_before_anything_changes(
    bring: Bring, store: Store
) -> None:
    bring(forms(12))
    few = bring(forms(9, 50))
    version = store.data_version()
    would = ask("undo", few, dry_run=True)
    assert [issue.code for issue in would.issues] == ["few_change"]
    assert not would.done and store.data_version() == version
    assert refusal("undo", few)["code"] == "few_ask"
    assert store.data_version() == version
    done = ask("undo", few, sure=True)
    assert [issue.code for issue in done.issues] == ["few_change"]
    assert dict(done.issues[0].values) == {"districts": "Soroca", "least": 10}
    assert refusal("redo", few)["code"] == "few_ask"
    assert ask("redo", few, sure=True).done


@pytest.mark.parametrize(("held", "moved"), [(9, 5), (12, 10)])
def test_where_no_version_tells_few_answers_nothing_is_asked(
    held: int, moved: int, bring: Bring
) -> None:
    # 9 are shown neither before nor after the undo; 10 are enough.
    bring(forms(held))
    number = bring(forms(moved, 50))
    assert ask("undo", number).issues == ()


# Figures


def test_while_the_figures_cannot_be_built_the_old_ones_stay(
    bring: Bring, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bring(BEFORE["media"][0])
    before = shown()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publication, "_write", fail)
    result = ask("undo", number)
    assert [issue.code for issue in result.issues] == ["old_figures"]
    assert result.done and result.data_version == before["data_version"] + 1
    assert shown() == before
    monkeypatch.undo()


def test_two_stores_of_one_version_are_told_apart(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    one, two = (
        world.open_store(tmp_path / name, visits=None, handouts=None, screenings=None, sha256=name)
        for name in ("a", "b")
    )
    same = world.open_store(tmp_path / "c", sha256="a")
    names = [publication.publication_id(store, settings) for store in (one, two, same)]
    assert names[0] != names[1]
    assert names[0] == names[2]
    for store in (one, two, same):
        store.close()


def test_a_snapshot_stays_what_it_was(tmp_path: Path) -> None:
    store = world.open_store(tmp_path)
    with store.snapshot() as frozen:
        visits = len(frozen.read_visits("toy"))
        other = Store.open(f"sqlite:///{tmp_path / 'atlas.sqlite'}")
        other.undo(other.commit(ImportBatch("toy", "nothing")))
        other.save_campaign(world.campaign(world.DAYS[0]))
        assert frozen.data_version() == 1
        assert frozen.campaign("toy") == world.campaign()
        assert len(frozen.read_visits("toy")) == visits
        other.close()
    assert store.data_version() == 4
    store.close()


# The log and the commands


def test_the_log_says_what_who_and_when(bring: Bring, store: Store) -> None:
    number = bring(
        VISITS + "2021-11-08,done,Soroca,Soroca,80\n2021-11-08,done,Narnia,X,1\n", name="vizite.csv"
    )
    ask("undo", number, who="Ion")
    ask("redo", number, who="Eva")
    newest, sample = read_history(store)
    assert (newest.id, newest.kind, newest.file_name, newest.who) == (
        number, "visits", "vizite.csv", "Ana",
    )  # fmt: skip
    assert len(newest.sha256) == 64
    assert newest.counts == {
        "visits": 1, "handouts": 0, "screenings": 0, "rows_read": 2, "rows_listed": 1,
    }  # fmt: skip
    assert newest.data_version == sample.data_version + 1
    assert [(c.action, c.who, c.data_version) for c in newest.changes] == [
        ("undo", "Ion", newest.data_version + 1),
        ("redo", "Eva", newest.data_version + 2),
    ]
    assert newest.at <= newest.changes[0].at <= newest.changes[1].at
    assert (sample.kind, sample.state) == ("sample", "in_force")


@pytest.mark.parametrize("lang", ["ro", "ru", "en"])
def test_the_commands_in_words(lang: str, bring: Bring, capsys: pytest.CaptureFixture[str]) -> None:
    number = bring(FILES["a first file"], name="vizite.csv")
    assert main(["undo", "--lang", lang, "--who", "Ion"]) == 0
    assert "vizite.csv" in capsys.readouterr().out
    assert main(["undo", str(number), "--lang", lang]) == 1
    assert f"redo {number}" in capsys.readouterr().err
    assert main(["history", "--lang", lang]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[0] == str(number)
    assert "vizite.csv (visits)" in lines[0] and "Ana" in lines[0]
    assert "Ion" in lines[1]
    assert len(lines) == 3
    assert main(["redo", "--lang", lang]) == 0


def test_the_commands_as_json(bring: Bring, capsys: pytest.CaptureFixture[str]) -> None:
    number = bring(FILES["a first file"])
    before = shown()["data_version"]
    assert main(["undo", str(number), "--json", "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out)["result"] == "undo_would"
    assert main(["undo", str(number), "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["result"], done["import"]["id"]) == ("undo_done", number)
    assert done["data_version"] == before + 1
    assert done["import"]["state"] == "undone"
    assert main(["undo", str(number), "--json"]) == 1
    refused = json.loads(capsys.readouterr().out)
    assert (refused["result"], refused["issues"][0]["code"]) == ("refused", "undone_already")
    assert main(["history", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["imports"]
    assert [entry["state"] for entry in listed] == ["undone", "in_force"]
    assert listed[0] == done["import"]


def test_history_of_nothing_makes_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "none"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main(["history", "--lang", "en"]) == 0
    assert "Nothing" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
