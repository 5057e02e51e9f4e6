"""Campaigns at the command line: a record to fill in, several held, one shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geodata import build
from geodata.__main__ import main
from geodata.campaign_file import read_record, template, write_record
from geodata.i18n import translators
from geodata.importing.issues import DOMAIN, Refused
from geodata.publication import PublicationReader
from geodata.questionnaire import proposed_questionnaire
from geodata.sample import SAMPLE_ID, sample_record
from geodata.settings import read_settings
from geodata.store import Store

FORMS = {proposed_questionnaire().id: proposed_questionnaire()}
T = translators(DOMAIN)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data directory with the illustrative campaign; building is replaced by its name."""

    def build_only(store: Store, *_: object) -> dict[str, Any]:
        return {"data_version": store.data_version(), "campaign": store.campaign_in_use().id}

    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(build, "build_publication", build_only)
    main(["build"])
    yield tmp_path / "data"


def filled(campaign_id: str = "spring-2019", lang: str = "en") -> str:
    text = template(T[lang]).replace('id = ""', f'id = "{campaign_id}"')
    text = text.replace("2021-11", "2019-05")
    head, names, rest = text.partition("[names]")
    return head + names + rest.replace('""', '"Primăvara"', 3)


def shown() -> str:
    campaign: str = PublicationReader(read_settings().published_dir).current().document["campaign"]
    return campaign


@pytest.mark.parametrize("lang", ["ro", "ru", "en"])
def test_the_template_as_it_is_says_what_to_fill_in(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(template(T[lang]), "utf-8")
    with pytest.raises(Refused) as refusal:
        read_record(path, FORMS)
    assert [issue.code for issue in refusal.value.issues] == ["record_id", "record_languages"]
    path.write_text(filled(lang=lang), "utf-8")
    campaign, form = read_record(path, FORMS)
    assert campaign.names["ru"] == "Primăvara"
    assert len(campaign.scope_districts) == 35 and len(campaign.scope_inspectorates) == 41
    assert form is proposed_questionnaire() and not campaign.illustrative
    assert campaign.survey_last_day == campaign.last_day


def test_a_record_reads_back_equal(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    odd = replace(sample_record(), id="odd", publisher='A "B" \\ C', partners=("1, 2", "x\x7f"))
    path.write_text(write_record(odd), "utf-8")
    assert read_record(path, FORMS)[0] == odd


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('"spring-2019"', '"Spring 2019"'), "record_id"),
        (("first_day = 2019-05-08", "first_day = 8"), "record_day"),
        (("last_day = 2019-05-14", "last_day = 2019-05-01"), "record_days"),
        (("last_day = 2019-05-14", "last_day = 2029-05-01"), "record_long"),
        (("target_localities = 0", "target_localities = -3"), "record_count"),
        (("partners = []", "partners = 3"), "record_list"),
        (('"online"', '"fax"'), "record_modes"),
        (('# scope_districts = ["MD-SO"', 'scope_districts = ["Narnia"'), "district_unknown"),
        (('# questionnaire = "proposed-2021"', 'questionnaire = "no.json"'), "record_form"),
        (("publisher", "editor"), "record_unknown"),
        (('[funding]\nro = ""', '[funding]\nro = "x"'), "record_languages"),
        (('publisher = ""', 'publisher = "'), "record_unreadable"),
    ],
)
def test_what_is_wrong_in_a_record_is_said(
    tmp_path: Path, change: tuple[str, str], code: str
) -> None:
    path = tmp_path / "c.toml"
    path.write_text(filled().replace(*change, 1), "utf-8")
    with pytest.raises(Refused) as refusal:
        read_record(path, FORMS)
    assert code in [issue.code for issue in refusal.value.issues]
    for issue in refusal.value.issues:
        assert all(issue.message(t) for t in T.values())


def test_several_are_held_and_one_is_shown(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.toml"
    path.write_text(filled(), "utf-8")
    assert main(["campaign", "new", str(path), "--lang", "en"]) == 0
    assert "campaign use spring-2019" in capsys.readouterr().out
    # Earlier days do not put it in the place of the one that is shown.
    assert main(["campaign", "list", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert re.match(r"  spring-2019 +8–14 May 2019", lines[0])
    assert lines[1].startswith(f"* {SAMPLE_ID}") and lines[1].endswith("(illustrative)")
    assert shown() == SAMPLE_ID
    assert main(["campaign", "use", "spring-2019"]) == 0
    assert shown() == "spring-2019"
    capsys.readouterr()
    assert main(["campaign", "show"]) == 0
    record = capsys.readouterr().out
    assert 'id = "spring-2019"' in record
    path.write_text(record.replace("target_localities = 0", "target_localities = 7"), "utf-8")
    assert main(["campaign", "new", str(path)]) == 1
    assert "--replace" in capsys.readouterr().err
    assert main(["campaign", "new", str(path), "--replace"]) == 0
    store = Store.open(read_settings().store_url)
    assert store.campaign("spring-2019").target_localities == 7
    store.close()


def test_a_file_goes_to_the_campaign_named(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.toml"
    path.write_text(filled(), "utf-8")
    main(["campaign", "new", str(path)])
    rows = "date,status,district,locality\n2019-05-09,,Soroca,Soroca\n2021-11-09,,Cahul,Cahul\n"
    (tmp_path / "v.csv").write_text(rows, "utf-8")
    capsys.readouterr()
    assert main(["import", str(tmp_path / "v.csv"), "--campaign", "spring-2019"]) == 0
    assert "spring-2019" in capsys.readouterr().out.splitlines()[-1]
    assert shown() == SAMPLE_ID
    store = Store.open(read_settings().store_url)
    assert len(store.read_visits("spring-2019")) == 1
    store.close()


@pytest.mark.parametrize(
    "arguments", [["use", "nowhere"], ["show", "nowhere"], ["new", "no-such-file.toml"]]
)
def test_what_is_not_there_is_refused_in_words(
    data: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["campaign", *arguments, "--lang", "en"]) == 1
    assert "There is no" in capsys.readouterr().err


def test_the_illustrative_campaign_is_not_replaced(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.toml"
    path.write_text(filled(SAMPLE_ID), "utf-8")
    assert main(["campaign", "new", str(path), "--replace", "--lang", "en"]) == 1
    assert "illustrative" in capsys.readouterr().err


def test_listing_before_there_is_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "none"))
    assert main(["campaign", "list", "--lang", "en"]) == 0
    assert "no campaign yet" in capsys.readouterr().err
    assert main(["campaign", "template"]) == 0
    assert not (tmp_path / "none").exists()
