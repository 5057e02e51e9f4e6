"""The command line around an import: exit codes, pure JSON, templates, publishing, any bytes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geodata import build
from geodata.__main__ import main
from geodata.i18n import translators
from geodata.importing.issues import DOMAIN, ROW_CODES
from geodata.importing.kinds import KIND_NAMES, all_kinds, detect_kind
from geodata.importing.peeking import peek
from geodata.importing.reading import Request, read_file
from geodata.importing.report import Report
from geodata.publication import PublicationReader
from geodata.questionnaire import proposed_questionnaire
from geodata.settings import read_settings
from geodata.store import Store

ROOT = Path(__file__).parents[2]
GOOD = "date,status,district,locality\n2021-11-08,,Soroca,Soroca\n2021-11-08,,Narnia,Soroca\n"


def run(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "geodata", *arguments],
        env={**os.environ, "DATA_DIR": str(data), "DATABASE_URL": ""},
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_exit_codes_and_pure_json(tmp_path: Path) -> None:
    file = tmp_path / "v.csv"
    file.write_text(GOOD, "utf-8")
    data = tmp_path / "data"
    would = run("import", str(file), "--dry-run", "--json", data=data)
    assert (would.returncode, json.loads(would.stdout)["rows_stored"]) == (0, 1)
    refused = run("import", str(file), "--dry-run", "--json", "--strict", data=data)
    assert (refused.returncode, json.loads(refused.stdout)["rows_listed"]) == (1, 2)
    assert "Traceback" not in would.stderr + refused.stderr
    assert not data.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["import"],
        ["import", "x.csv", "--kind", "gossip"],
        ["import", "x.csv", "--lang", "fr"],
        ["template", "gossip"],
        ["campaign"],
        ["campaign", "use"],
        ["dance"],
    ],
)
def test_a_wrong_call_ends_in_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_bad_setting_is_said_in_json_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "v.csv").write_text(GOOD, "utf-8")
    monkeypatch.setenv("LEAST_ANSWERS", "2")
    assert main(["import", str(tmp_path / "v.csv"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["issues"][0]["code"] == "setting"


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_template_is_its_header_and_tells_its_kind(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "none"))
    assert main(["template", kind]) == 0
    text = capsys.readouterr().out
    assert text.count("\n") == 1
    found = detect_kind(all_kinds(proposed_questionnaire()), text.strip().split(","))
    assert found is not None and found.name == kind
    assert main(["template", kind, "--describe", "--lang", "ru"]) == 0
    described = capsys.readouterr().out.splitlines()
    assert [line.split(" (")[0] for line in described] == text.strip().split(",")
    assert not (tmp_path / "none").exists()


def test_a_stored_import_reaches_a_running_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def build_only(store: Store, *_: object) -> dict[str, Any]:
        campaign = store.campaign_in_use()
        return {"data_version": store.data_version(), "campaign": campaign.id}

    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(build, "build_publication", build_only)
    assert main(["build"]) == 0
    reader = PublicationReader(read_settings().published_dir)
    assert reader.current().document["campaign"] == "illustrative-2021"
    before = reader.current().data_version
    (tmp_path / "v.csv").write_text(GOOD, "utf-8")
    assert main(["import", str(tmp_path / "v.csv"), "--lang", "en"]) == 0
    assert f"Data version {before + 1}." in capsys.readouterr().out.splitlines()[-1]
    assert reader.current().data_version == before + 1
    assert reader.current().document["campaign"] == "campaign-2021-11-08"


def test_a_build_that_fails_after_the_rows_are_in_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(build, "build_publication", fail)
    (tmp_path / "v.csv").write_text(GOOD, "utf-8")
    assert main(["import", str(tmp_path / "v.csv"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["rows_stored"], document["issues"][0]["code"]) == (1, "not_published")


# Any bytes


def report_of(content: bytes, name: str = "f", kind: str = "auto") -> Report:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        with peek(f"sqlite:///{folder}/none.sqlite") as store:
            report = read_file(Request(path, kind, dry_run=True), store, lambda _: None).report
    assert report.rows_read == report.rows_stored + report.rows_listed
    for t in translators(DOMAIN).values():
        json.dumps(report.document(t))
        assert list(report.lines(t))
    return report


ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@ANY
@given(st.binary(max_size=400))
@example(b"\xfe\xff")
def test_any_bytes_give_a_report(content: bytes) -> None:
    report_of(content)


@ANY
@given(st.sampled_from(all_kinds(proposed_questionnaire())), st.data())
def test_any_cells_under_a_header_give_a_report(kind: Any, data: st.DataObject) -> None:
    names = data.draw(st.permutations(kind.names))
    likely = st.sampled_from(
        ["", "2021-11-08", "Soroca", "online", "MD", "12", "-1", "TOTAL", "10:00", "ș;ț", '"', "=1"]
    )
    cells = st.lists(likely | st.text(max_size=12), max_size=len(names) + 1)
    rows = data.draw(st.lists(cells, max_size=6))
    text = "\n".join([",".join(names), *(",".join(row) for row in rows)])
    report_of(text.encode("utf-8", "replace"), kind=kind.name)


def test_every_message_is_there_in_three_languages_with_the_same_names() -> None:
    catalogues = {lang: t.catalog for lang, t in translators(DOMAIN).items()}
    keys = {lang: {m.id for m in c if m.id} for lang, c in catalogues.items()}
    assert keys["ro"] == keys["ru"] == keys["en"]
    for key in keys["ro"]:
        names = [
            sorted({f for _, f, _, _ in Formatter().parse(str(c[key].string)) if f})
            for c in catalogues.values()
        ]
        assert names[0] == names[1] == names[2], key
    assert {f"import.{code}" for code in ROW_CODES} <= keys["ro"]


def test_every_code_in_the_source_has_a_message() -> None:
    first = r'(?:refused|Fault|Unreadable)\(\s*"(\w+)"'
    third = r'(?:\.add|_issue|Issue)\([^"()]*(?:"[\w.]+"|\w+(?:\.\w+)?), "(\w+)"'
    makers = re.compile(f"{first}|{third}")
    found: set[str] = set()
    sources: list[Path] = [*(ROOT / "geodata/importing").glob("*.py")]
    sources += [*(ROOT / "geodata/sources").rglob("*.py")]
    sources += [*(ROOT / "geodata/commands").glob("*.py"), ROOT / "geodata/campaign_file.py"]
    for path in sources:
        found |= {a or b for a, b in makers.findall(path.read_text("utf-8"))}
    t = translators(DOMAIN)["en"]
    assert len(found) > 50
    assert [code for code in sorted(found) if not t.has(f"import.{code}")] == []
