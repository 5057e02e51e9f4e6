"""A questionnaire of one's own is a file, not code: checked, used, and shown on every page."""

from __future__ import annotations

import copy
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.pages import render_page
from dashboard.state import DRAWN_BY_BROWSER, PAGES, View
from dashboard.viewmodels.answers import describe_answers
from dashboard.viewmodels.method import describe_method
from dashboard.viewmodels.page import describe_page
from dashboard.viewmodels.words import describe_words
from geodata.__main__ import main as command
from geodata.check import main
from geodata.i18n import translators
from geodata.publication import Published
from geodata.questionnaire import parse_questionnaire
from geodata.vocabulary import LANGUAGES
from tests import world


def words(text: str) -> dict[str, str]:
    return {lang: f"{text} {lang}" for lang in LANGUAGES}


def question(key: str, kind: str, codes: list[str], **more: Any) -> dict[str, Any]:
    options = [{"code": code, "text": words(code)} for code in codes]
    return {
        "key": key, "kind": kind, "construct": "all", "text": words(f"{key}?"),
        "short": words(key), "options": options, **more,
    }  # fmt: skip


FORM = {
    "id": "own-form",
    "proposal": False,
    "constructs": [{"code": "all", "label": words("Everything")}],
    "questions": [
        question("met", "single", ["yes", "no"], positive=["yes"], polarity=1),
        # The worst stands first: the scale runs the other way.
        question("fear", "likert4", ["high", "some", "little", "none", "dk"], polarity=-1,
                 favourable=["little", "none"], unfavourable=["high", "some"], dont_know=["dk"]),
        question("helped", "likert5", ["a", "b", "c", "d", "e"], polarity=1,
                 favourable=["a", "b"], unfavourable=["d", "e"],
                 asked_of={"question": "met", "options": ["yes"]}),
        question("wishes", "multiple", ["light", "roads", "other"], other=["other"]),
        question("why", "open", []),
    ],
}  # fmt: skip


def broken(change: Any) -> dict[str, Any]:
    form = copy.deepcopy(FORM)
    change(form)
    return form


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Published:
    form = parse_questionnaire(FORM)
    people = 60
    responses = pd.DataFrame(
        {
            "response_id": range(1, people + 1),
            "response_date": [pd.Timestamp(world.DAYS[i % 3]) for i in range(people)],
            "mode": ["online" if i % 2 else "face-to-face" for i in range(people)],
            "district_code": ["MD-SO"] * people,
        }
    ).assign(locality_code=None, sex=None, age_group=None, residence=None, language=None)
    rows = [(i, "met", "yes" if i <= 40 else "no") for i in range(1, people + 1)]
    rows += [(i, "fear", "none" if i <= 15 else "high") for i in range(1, people + 1)]
    rows += [(i, "helped", "a") for i in range(1, 41)]
    rows += [(i, "wishes", code) for i in range(1, 31) for code in ("light", "roads")]
    answers = pd.DataFrame(rows, columns=["response_id", "question", "option"])
    record = replace(world.campaign(), questionnaire_id="own-form")
    store = world.open_store(
        tmp_path_factory.mktemp("own"),
        campaign=record,
        questionnaire=form,
        responses=responses,
        answers=answers,
    )
    published = world.build_quickly(store)
    store.close()
    return published


def test_it_makes_its_own_indicators(own: Published) -> None:
    survey = [k for k, about in own.document["indicators"].items() if about["kind"] == "answers"]
    assert survey == ["met", "fear_favourable", "fear_balance", "helped_favourable",
                      "helped_balance"]  # fmt: skip
    fear = own.document["indicators"]["fear_favourable"]["whole"]["all"]["country"]
    assert (fear["v"], fear["n"]) == ([25], [60])
    helped = own.document["indicators"]["helped_favourable"]["whole"]["all"]["country"]
    assert (helped["v"], helped["n"]) == ([100], [40])  # whoever was asked and answered
    wishes = own.document["distributions"]["wishes"]["parts"]["all"]["country"]
    assert (wishes["n"], wishes["o"]) == ([30], [[30, 30, 0]])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_shows_it(own: Published, lang: str) -> None:
    t = translators()[lang]
    assert describe_words(own, t)["indicators"]["fear_balance"]["name"]
    assert describe_method(own, t).questions
    for indicator in ("met", "fear_favourable", "helped_balance"):
        view = View(lang, indicator, 0, 2)
        assert describe_page(view, own, t, "ro")["sentence"]
        for page in PAGES:
            nothing = render_page(view.to(page=page), own, t, "light") is None
            assert nothing is (page in DRAWN_BY_BROWSER)


def test_the_outermost_answers_carry_the_outermost_colours(own: Published) -> None:
    page = describe_answers(View("en", last=2), own, translators()["en"])
    fear = next(q for g in page.groups for q in g.questions if q.key == "fear")
    tokens = {share.label: (share.side, share.token) for share in fear.shares}
    assert tokens["none en"] == ("favourable", "survey-4")
    assert tokens["little en"] == ("favourable", "survey-2")
    assert tokens["high en"] == ("unfavourable", "against-2")
    assert tokens["some en"] == ("unfavourable", "against-1")
    helped = next(q for g in page.groups for q in g.questions if q.key == "helped")
    assert "met? en" in helped.asked and "yes en" in helped.asked


def said(path: Path) -> tuple[int, str]:
    stream = io.StringIO()
    return main(stream, path), stream.getvalue()


def test_the_check_proves_a_good_form(tmp_path: Path) -> None:
    path = tmp_path / "form.json"
    path.write_text(json.dumps(FORM), "utf-8")
    code, text = said(path)
    assert code == 0 and "5 questions" in text and "1 likert4" in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: f["questions"][0]["text"].pop("ru"), "no text in ru"),
        (lambda f: f["questions"][1].update(polarity=1), "not the two ends of its scale"),
        (lambda f: f["questions"][1].update(favourable=["nothing"]), "'nothing'"),
        (lambda f: f["questions"][2]["asked_of"].update(question="why"), "no earlier question"),
        (lambda f: f["questions"][2]["asked_of"].update(options=["maybe"]), "options that met has"),
        (lambda f: f["questions"][2]["asked_of"].update(options=[]), "names no option"),
        (lambda f: f["questions"][3].update(kind="many"), "kind 'many'"),
        (lambda f: f["questions"].append(f["questions"][0]), "stands there 2 times"),
        (lambda f: f.pop("constructs"), "lacks 'constructs'"),
    ],
)
def test_the_check_says_what_is_wrong_with_a_form(tmp_path: Path, change: Any, words: str) -> None:
    path = tmp_path / "form.json"
    path.write_text(json.dumps(broken(change)), "utf-8")
    code, text = said(path)
    assert code == 1 and words in text


@pytest.mark.parametrize(
    ("lang", "wrong", "good"),
    [
        ("ro", "întrebarea met: lipsește textul în limba ru", "5 întrebări"),
        ("ru", "вопрос met: нет текста на языке ru", "5 вопросов"),
        ("en", "question met: no text in ru", "5 questions"),
    ],
)
def test_the_command_checks_a_form_in_the_reader_s_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, wrong: str, good: str
) -> None:
    path = tmp_path / "form.json"
    path.write_text(json.dumps(broken(lambda f: f["questions"][0]["text"].pop("ru"))), "utf-8")
    assert command(["check", str(path), "--lang", lang]) == 1
    assert wrong in capsys.readouterr().out
    path.write_text(json.dumps(FORM), "utf-8")
    assert command(["check", str(path), "--lang", lang]) == 0
    assert good in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00", b"[" * 100_000, b"null"])
def test_any_bytes_give_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "form.json"
    path.write_bytes(content)
    code, text = said(path)
    assert code == 1 and text.count("failure") >= 1


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    code, text = said(tmp_path / "none.json")
    assert code == 1 and "none.json cannot be read" in text
