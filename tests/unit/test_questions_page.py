"""What a file leaves open is asked on one screen of the data page, and what is said is used.

The commands behind it are the real ones, run in this process on a store of their own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from dashboard.editing import answer_routes, deed_routes, upload_routes
from dashboard.factory import create_app
from geodata import tasks
from geodata.__main__ import main
from geodata.i18n import translators
from geodata.importing import storing
from geodata.importing.mapping import read_mapping
from geodata.store import Store
from tests import world

EN = translators()["en"]
LOG = """Data vizitei;Raionul;Satul vizitat;Cati oameni;Starea;Observatii;Persoana de contact
09.05.2022;Soroca;Soroca;120;facut deja;<b>frumos</b>;Ion Popescu
08.05.2022;Soroca;Sorocca;40;realizat;;Ana Rusu
10.05.2022;Orhei;Orhei;55;realizat;ploaie;Vasile Munteanu
10.05.2022;Orhei;Orhei;55;realizat;ploaie;Vasile Munteanu
11.05.2022;Orhei;Xyzzyville;-5;realizat;;Maria Ceban
"""


class Sent:
    """A file that was sent and checked, as the page shows it."""

    def __init__(self, client: FlaskClient, content: str, name: str) -> None:
        self._client = client
        given = {"file": (io.BytesIO(content.encode()), name)}
        answer = client.post("/editing/files?lang=en", data=given)
        self.number = answer.headers["Location"].split("upload=")[1].removesuffix("#file")

    def text(self, lang: str = "en") -> str:
        answer = self._client.get(f"/data?lang={lang}&upload={self.number}")
        assert answer.status_code == 200
        return str(answer.text)

    def said(self) -> str:
        """The sentence with the counts."""
        found = re.search(r'<p class="said[^>]*>(.*?)</p>', self.text())
        assert found
        return found[1]

    def fields(self) -> dict[str, str]:
        """Questions to decide: the label's text to the field's name."""
        labels = re.findall(r'<div class="asked"><label for="([^"]+)">(.*?)</label>', self.text())
        return {text: field for field, text in labels}

    def chosen(self, field: str) -> str:
        select = self.text().split(f'<select id="{field}"')[1].split("</select>")[0]
        (value,) = re.findall(r'<option value="([^"]*)" selected>', select)
        return str(value)

    def post(self, what: str, **form: Any) -> int:
        address = f"/editing/uploads/{self.number}/{what}?lang=en"
        return int(self._client.post(address, data=form).status_code)

    def get(self, what: str) -> Any:
        return self._client.get(f"/editing/uploads/{self.number}/{what}?lang=en")


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(world.illustrative().settings).server.test_client()


@pytest.fixture
def store(client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store that the commands work on; they end before they are waited for."""
    told = {"campaigns": [], "templates": [], "history": [], "sources": [], "events": []}
    told |= {"sources_wrong": [], "mappings": [], "decisions": []}
    monkeypatch.setattr("dashboard.editing.overview.ask", lambda *_: told)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(storing, "publish", lambda *_: "")
    monkeypatch.setattr(storing, "ensure_sample", lambda _: None)

    def start(_: Any, folder: Path, *arguments: str, then: Any = None) -> None:
        tasks.begin(folder)
        main([f"--task={folder}", *arguments])
        tasks.note_end(folder)
        if then:
            then()

    for module in (upload_routes, deed_routes):
        monkeypatch.setattr(module, "start_task", start)
    monkeypatch.setattr(answer_routes, "run", lambda _, *arguments: str(main(arguments)))
    opened = Store.open(f"sqlite:///{tmp_path / 'atlas.sqlite'}")
    yield opened
    opened.close()
    for path in (world.illustrative().settings.data_dir / "uploads").glob("*/"):
        client.post(f"/editing/uploads/{path.name}/forget")


def test_columns_words_and_places_are_asked_on_one_screen(
    client: FlaskClient, store: Store
) -> None:
    sent = Sent(client, LOG, "log.csv")
    assert "Read: 0 rows." in sent.said(), "a needed column is not known yet"
    text = sent.text()
    assert "Popescu" not in text and "<b>frumos" not in text
    assert EN.text("mapping.personal", columns="Persoana de contact") in text
    fields = sent.fields()
    place, count = fields["C: “Satul vizitat”"], fields["D: “Cati oameni”"]
    assert sent.chosen(place) == sent.chosen(count) == ""
    about = text.split(f'id="{count}-about">')[1].split("</p>")[0]
    assert about == "For example: 120 · 40 · 55 · -5"
    likely = text.split(f'<select id="{fields["B: “Raionul”"]}"')[1].split("</optgroup>")[0]
    assert 'value="district">district (district)' in likely

    answers = {"kind": "visits", place: "locality", count: "participants"}
    assert sent.post("answers", **answers) == 303
    assert "Read: 5 rows. 2 would go in, 3 would be left out." in sent.said()
    assert sent.chosen(place) == "locality" and sent.chosen(count) == "participants"
    fields = sent.fields()
    assert sent.chosen(fields["A: “Data vizitei”"]) == "date"
    word = fields["“facut deja” (1 row)"]
    assert fields["Locality “Xyzzyville”, Orhei (1 row)"] == "place-0"
    assert sent.post("answers", **{word: "done", "place-0": "L0000", "word-9": "done"}) == 303
    assert "3 would go in, 2 would be left out." in sent.said()
    assert "“facut deja”" not in str(sent.fields()), "it is answered"

    assert store.mappings() == {}, "nothing is kept before it is stored"
    assert sent.post("store") == 303
    assert "3 went in, 2 were left out." in sent.said()
    ((_, kept),) = store.mappings().items()
    assert kept.name == "log.csv" and kept.mapping.columns["cati oameni"] == "participants"
    assert kept.mapping.values == {"status": {"facut deja": "done"}}
    again = Sent(client, LOG.replace("2022", "2021"), "next.csv")
    assert "Read: 5 rows." in again.said(), "the next file is not asked"


def test_answers_go_out_and_come_in_as_a_file(
    client: FlaskClient, store: Store, tmp_path: Path
) -> None:
    first = Sent(client, LOG, "log.csv")
    fields = first.fields()
    place = fields["C: “Satul vizitat”"]
    out = fields["F: “Observatii”"]
    first.post("answers", kind="visits", **{place: "locality", out: "-"})
    assert first.chosen(out) == "-"
    saved = first.get("mapping.toml")
    assert saved.headers["Content-Disposition"].startswith('attachment; filename="log.toml"')
    (tmp_path / "m.toml").write_bytes(saved.data)
    assert read_mapping(tmp_path / "m.toml").columns == {
        "satul vizitat": "locality",
        "observatii": "",
    }
    second = Sent(client, LOG, "again.csv")
    assert "Read: 0 rows." in second.said()
    second.post("mapping", file=(io.BytesIO(saved.data), "m.toml"))
    assert "Read: 5 rows." in second.said()
    second.post("mapping", anew="1")
    assert "Read: 0 rows." in second.said(), "taken back"
    for bad in (b"kind = ", b"\xff\xfe", b"other = 1"):
        refused = client.post(
            f"/editing/uploads/{second.number}/mapping?lang=en",
            data={"file": (io.BytesIO(bad), "m.toml")},
        )
        assert refused.status_code == 409 and "mapping" in refused.text.lower(), bad
    address = f"/editing/uploads/{second.number}/mapping?lang=en"
    form = "multipart/form-data; boundary=x"
    assert client.post(address, data=b"x" * 600_000, content_type=form).status_code == 413
    assert "Read: 0 rows." in second.said()


def test_a_mapping_that_cannot_be_is_shown_to_be_mended(client: FlaskClient, store: Store) -> None:
    sent = Sent(client, LOG, "log.csv")
    fields = sent.fields()
    place, count = fields["C: “Satul vizitat”"], fields["D: “Cati oameni”"]
    sent.post("answers", kind="visits", **{place: "locality", count: "locality"})
    assert "cannot go in as it is" in sent.said()
    assert sent.chosen(place) == sent.chosen(count) == "locality"
    sent.post("answers", **{count: "participants"})
    assert "Read: 5 rows." in sent.said()


def test_a_file_of_no_known_column_is_asked_what_it_holds(
    client: FlaskClient, store: Store
) -> None:
    odd = "Cand;Unde;Satul vizitat;Oameni\n09.05.2022;Soroca;Soroca;120\n"
    sent = Sent(client, odd, "odd.csv")
    fields = sent.fields()
    assert fields[EN.text("mapping.kind")] == "kind"
    assert EN.text("mapping.said.header_missing") in sent.text()
    assert sent.post("answers", kind="visits", **{fields["A: “Cand”"]: "outlet"}) == 303
    fields = sent.fields()
    assert EN.text("mapping.kind") not in fields, "it was said"
    assert sent.chosen(fields["A: “Cand”"]) == "", "no column of that kind"
    meant = ("date", "district", "locality", "participants")
    named = dict(zip(fields.values(), meant, strict=True))
    sent.post("answers", **named)
    assert "1 would go in, 0 would be left out." in sent.said()


def test_what_becomes_of_doubles_is_chosen(client: FlaskClient, store: Store) -> None:
    twice = "date,district,locality,participants\n" + "2022-05-09,Soroca,Soroca,5\n" * 2
    sent = Sent(client, twice, "twice.csv")
    assert "1 would go in, 1 would be left out." in sent.said()
    sent.post("check", doubles="both")
    assert "2 would go in, 0 would be left out." in sent.said()
    assert '<option value="both" selected>' in sent.text()


def test_rows_left_out_come_as_a_workbook_made_for_this_answer(
    client: FlaskClient, store: Store, tmp_path: Path
) -> None:
    sent = Sent(client, LOG, "Jurnal ă.csv")
    assert "rows.xlsx" not in sent.text(), "no row was read"
    fields = sent.fields()
    answers = {fields["C: “Satul vizitat”"]: "locality", fields["D: “Cati oameni”"]: "participants"}
    sent.post("answers", kind="visits", **answers)
    assert "rows.xlsx" in sent.text()
    folder = world.illustrative().settings.data_dir / "uploads" / sent.number
    before = sorted(folder.rglob("*"))
    book = sent.get("rows.xlsx")
    assert book.status_code == 200 and book.headers["Cache-Control"] == "no-store"
    assert "Jurnal%20%C4%83" in book.headers["Content-Disposition"]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.data)).get_sheet_by_index(0)
    header, *rows = sheet.to_python()
    assert header[:5] == ["date", "status", "district", "locality", "participants"]
    assert [row[3] for row in rows] == ["Soroca", "Orhei", "Xyzzyville"]
    assert b"Popescu" not in book.data and "Popescu" not in str(rows)
    assert sorted(folder.rglob("*")) == before, "it is kept nowhere"
    sent.post("store")
    assert "rows.xlsx" not in sent.text() and sent.get("rows.xlsx").status_code == 409


def test_everything_goes_out_as_one_file_and_comes_back(client: FlaskClient, store: Store) -> None:
    first = "date,district,locality,participants\n2022-05-09,Soroca,Soroca,5\n"
    sent = Sent(client, first, "v.csv")
    sent.post("store")
    made = client.post("/editing/backup?lang=en")
    number = made.headers["Location"].split("upload=")[1].removesuffix("#file")
    text = client.get(f"/data?lang=en&upload={number}").text
    assert "atlas.backup holds everything" in text and EN.text("backup.fetch") in text
    with client.get(f"/editing/uploads/{number}/atlas.backup") as answer:
        backup = answer.data
        assert answer.headers["Cache-Control"] == "no-store"
        assert re.search(
            r"filename=atlas-\d{4}-\d\d-\d\d.backup", answer.headers["Content-Disposition"]
        )
    second = Sent(client, first.replace("Soroca,Soroca", "Orhei,Orhei"), "w.csv")
    second.post("store")
    assert len(store.read_visits(store.campaign_in_use().id)) == 2

    def restore(body: bytes, name: str) -> str:
        about = {"name": name, "size": len(body)}
        number = str(client.post("/editing/uploads", json=about).json["id"])
        client.put(f"/editing/uploads/{number}?at=0", data=body)
        assert client.post(f"/editing/uploads/{number}/restore?lang=en").status_code == 303
        return number

    number = restore(backup, "copie ă.backup")
    text = client.get(f"/data?lang=en&upload={number}").text
    assert EN.text("backup.replaces") in text and "--yes" not in text
    assert len(store.read_visits(store.campaign_in_use().id)) == 2, "nothing is changed yet"
    assert client.post(f"/editing/uploads/{number}/sure?lang=en").status_code == 303
    text = client.get(f"/data?lang=en&upload={number}").text
    assert EN.text("deed.restore_done", name="copie ă.backup") in text
    assert len(store.read_visits(store.campaign_in_use().id)) == 1
    number = restore(b"no backup", "🎈" * 100)
    text = client.get(f"/data?lang=en&upload={number}").text
    assert "atlas.backup is not a backup of this program." in text and "/sure" not in text
    for other in (number, sent.number, "0" * 32):
        assert client.get(f"/editing/uploads/{other}/atlas.backup").status_code == 409
    small = {"file": (io.BytesIO(backup), "x.backup")}
    assert client.post("/editing/restore?lang=en", data=small).status_code == 303


@pytest.mark.parametrize("lang", ["ro", "ru", "en"])
def test_every_language_names_every_column(lang: str) -> None:
    from geodata.importing.kinds import all_kinds
    from geodata.questionnaire import proposed_questionnaire

    for kind in all_kinds(proposed_questionnaire()):
        for column in kind.columns:
            assert column.question or translators()[lang].has(f"mapping.column.{column.name}")
