"""A template that editors give: hostile ones are refused in words, good ones used, and undone."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Emu

from dashboard import exporting
from dashboard.editing import deed_routes
from dashboard.editing.uploads import DEED
from dashboard.exports import FILES, ask_for
from dashboard.factory import create_app
from geodata import tasks
from geodata.__main__ import main
from geodata.i18n import translators
from geodata.importing.issues import Refused, refused
from geodata.settings import Settings
from geodata.slides_template import BEFORE, CURRENT, Look, keep_template, look_at
from geodata.sources.formats.book import Unreadable
from geodata.sources.presentation import look
from geodata.store import Store
from geodata.vocabulary import LANGUAGES
from tests import world

MASTER = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
SLIDE = "ppt/slides/_rels/slide1.xml.rels"
LINK = (
    '<Relationship Id="rId99" TargetMode="External" Target="https://pixel.example/x.png" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
)


def presentation(width: int = 9144000, height: int = 6858000, titled: bool = True) -> bytes:
    """Somebody's own, with a slide; by default 4:3."""
    own = Presentation()
    own.slide_width, own.slide_height = Emu(width), Emu(height)
    own.slides.add_slide(own.slide_layouts[5]).shapes.title.text = "Secret of last year"
    if not titled:
        own = Presentation()
        for layout in list(own.slide_layouts):
            if layout.name != "Blank":
                own.slide_layouts.remove(layout)
    stream = io.BytesIO()
    own.save(stream)
    return stream.getvalue()


def changed(change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """A presentation with its parts changed, and more of them."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(presentation())) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in given.namelist():
            archive.writestr(name, change(name, given.read(name)))
        for name, body in (more or {}).items():
            archive.writestr(name, body)
    return out.getvalue()


def same(_name: str, body: bytes) -> bytes:
    return body


def linked(part: str, kind: str) -> bytes:
    link = LINK.format(kind=kind).encode()
    return changed(
        lambda name, body: (
            body.replace(b"</Relationships>", link + b"</Relationships>") if name == part else body
        )
    )


def with_types(old: bytes, new: bytes) -> bytes:
    return changed(
        lambda name, body: body.replace(old, new) if name == "[Content_Types].xml" else body
    )


def entity(name: str, body: bytes) -> bytes:
    start = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    return body.replace(b"?>", b"?>" + start, 1) if name == "ppt/presentation.xml" else body


def broken(name: str, body: bytes) -> bytes:
    return body[: len(body) // 2] if name == "ppt/presentation.xml" else body


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "text": ("slides_other", lambda: b"no presentation"),
    "macros": (
        "slides_macros",
        lambda: with_types(
            b"openxmlformats-officedocument.presentationml.presentation.main",
            b"ms-powerpoint.presentation.macroEnabled.main",
        ),
    ),
    "program": ("slides_macros", lambda: changed(same, {"ppt/vbaProject.bin": b"x"})),
    "control": ("slides_macros", lambda: changed(same, {"ppt/activeX/activeX1.xml": b"<x/>"})),
    "workbook": ("slides_other", lambda: with_types(b"presentationml", b"spreadsheetml")),
    "template": ("slides_other", lambda: with_types(b"presentation.main", b"template.main")),
    "picture from elsewhere": ("slides_linked", lambda: linked(MASTER, "image")),
    "entity": ("slides_damaged", lambda: changed(entity)),
    "half": ("slides_damaged", lambda: changed(broken)),
    "cut off": ("archive_unreadable", lambda: presentation()[:9000]),
    "bomb": ("archive_too_big", lambda: changed(same, {"ppt/media/a.bin": bytes(60_000_000)})),
    "out of it": ("archive_unsafe", lambda: changed(same, {"../../x.xml": b"<x/>"})),
    "no title": ("slides_untitled", lambda: presentation(titled=False)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_slides_cannot_be_set_into_is_refused(name: str) -> None:
    code, make = HOSTILE[name]
    try:
        found = look(make())
    except Exception as reason:
        # What the library stumbles over, the program around it says in one sentence.
        said = reason.code if isinstance(reason, Unreadable) else "slides_damaged"
        assert said == code
    else:
        raise AssertionError(f"taken: {found}")


def test_links_to_click_at_and_those_of_its_own_slides_do_no_harm() -> None:
    for content in (linked(MASTER, "hyperlink"), linked(SLIDE, "image")):
        assert look(content)["layout"] == "Title Only"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_refusal_is_a_sentence(lang: str) -> None:
    t = translators("import")[lang]
    sentences = {t.text(f"import.{code}") for code, _ in HOSTILE.values()}
    assert len(sentences) == len({code for code, _ in HOSTILE.values()})
    assert all(len(sentence) > 30 for sentence in sentences)


def test_it_is_looked_at_by_a_process_of_its_own(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.pptx", tmp_path / "bad.pptx"
    good.write_bytes(presentation(12192000))
    bad.write_bytes(changed(broken))
    found = look_at(good)
    assert (found.layout, found.width, found.height) == ("Title Only", 12192000, 6858000)
    with pytest.raises(Refused, match="slides_damaged"):
        look_at(bad)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture(autouse=True)
def quick_look(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Look in this process: each other one takes a second."""
    if "own" in request.node.name:
        return

    def here(path: Path) -> Any:
        try:
            return Look(**look(path.read_bytes()))
        except Unreadable as reason:
            raise refused(reason.code) from None

    for module in ("geodata.slides_template", "geodata.commands.slides_template"):
        monkeypatch.setattr(f"{module}.look_at", here)


def test_it_is_set_shown_replaced_taken_back_and_removed(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    narrow, wide, macros = (tmp_path / f"{name}.pptx" for name in ("narrow", "wide", "macros"))
    narrow.write_bytes(presentation())
    wide.write_bytes(presentation(12192000))
    macros.write_bytes(HOSTILE["program"][1]())
    kept = settings.data_dir / CURRENT
    en = translators("import")["en"]

    def run(*arguments: str) -> tuple[int, str]:
        code = main(["slides-template", *arguments, "--lang=en"])
        said = capsys.readouterr()
        return code, said.err + said.out

    assert run("show") == (0, en.text("import.slides_plain") + "\n")
    assert run("remove") == (1, en.text("import.slides_none") + "\n")
    assert run("undo") == (1, en.text("import.slides_nothing_before") + "\n")
    code, said = run("set", str(narrow), "--who=Ana")
    assert code == 0 and "narrow.pptx" in said and "25.40 × 19.05 cm" in said
    assert run("set", str(macros)) == (1, en.text("import.slides_macros") + "\n")
    assert kept.read_bytes() == narrow.read_bytes(), "what is refused changes nothing"
    assert run("set", str(wide))[0] == 0 and kept.read_bytes() == wide.read_bytes()
    assert run("undo")[0] == 0 and kept.read_bytes() == narrow.read_bytes()
    assert run("undo")[0] == 0 and kept.read_bytes() == wide.read_bytes()
    code, said = run("show")
    assert code == 0 and str(kept) in said and "33.87 × 19.05 cm" in said
    assert run("remove") == (0, en.text("import.slides_removed") + "\n")
    assert not kept.exists() and run("undo")[0] == 0 and kept.exists()
    store = Store.open(settings.store_url)
    told = [(event.who, event.action) for event in store.read_events()]
    store.close()
    assert ("Ana", "template") in told and ("local", "plain_slides") in told
    left = {path.name for path in settings.data_dir.iterdir() if "slides" in path.name}
    assert left <= {CURRENT, BEFORE}, "nothing half is left"


def test_a_full_disk_leaves_it_as_it_was(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.pptx"
    path.write_bytes(presentation())
    keep_template(path, settings)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geodata.slides_template.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep_template(path, settings)
    assert [p.name for p in settings.data_dir.iterdir()] == [CURRENT]


def test_slides_are_set_into_it_and_into_the_shipped_one_after_it(tmp_path: Path) -> None:
    known = world.illustrative()
    settings = replace(known.settings, data_dir=tmp_path)
    query = "indicator=contacts&lang=en"

    def slides() -> Any:
        asked = ask_for(query, {}, known.published, settings)
        return Presentation(io.BytesIO(FILES["slides.pptx"].make(asked)))

    path = tmp_path / "own.pptx"
    path.write_bytes(presentation())
    assert slides().slide_width == 12192000
    keep_template(path, settings)
    deck = slides()
    assert (deck.slide_width, deck.slide_height) == (9144000, 6858000)
    assert "Secret" not in " ".join(
        shape.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    (tmp_path / CURRENT).unlink()
    assert slides().slide_width == 12192000


def test_another_template_is_another_file_to_a_browser(tmp_path: Path) -> None:
    known = world.illustrative()
    client = create_app(known.settings).server.test_client()
    tag = client.head("/export/slides.pptx").headers["ETag"]
    path = tmp_path / "own.pptx"
    path.write_bytes(presentation())
    keep_template(path, known.settings)
    try:
        other = client.head("/export/slides.pptx").headers["ETag"]
        page = client.get("/data?lang=en").text
        assert '<p data-slides="own">' in page and 'action="/editing/slides/plain?' in page
    finally:
        (known.settings.data_dir / CURRENT).unlink()
    assert other != tag == client.head("/export/slides.pptx").headers["ETag"]
    page = client.get("/data?lang=en").text
    assert '<p data-slides="shipped">' in page and "/editing/slides/plain" not in page


def test_the_page_s_forms_start_the_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, ...]] = []

    def start(_: Any, folder: Path, *arguments: str, then: Any = None) -> None:
        started.append(arguments)
        tasks.begin(folder)
        with tasks.Task(folder) as task:
            task.tell({"code": 0, "out": "done <b>\n", "err": ""})
            task.finish()

    monkeypatch.setattr(deed_routes, "start_task", start)
    client = create_app(world.illustrative().settings).server.test_client()
    body = presentation()
    answer = client.post(
        "/editing/slides?lang=ru",
        data={"file": (io.BytesIO(body), "фирменный.pptx")},
        headers={"Origin": "http://localhost"},
    )
    assert answer.status_code == 303
    said = client.get(answer.headers["Location"].split("#")[0]).text
    assert "done &lt;b&gt;" in said
    assert translators()["ru"].text("deed.slides") in said
    (given,) = started
    assert given[:2] == ("slides-template", "set") and "--lang=ru" in given
    assert given[-2] == "--" and Path(given[-1]).name == "фирменный.pptx"
    assert Path(given[-1]).read_bytes() == body
    for name, word in (("plain", "remove"), ("before", "undo")):
        client.post(f"/editing/slides/{name}?lang=en")
        assert started[-1][:2] == ("slides-template", word) and "--" not in started[-1]
    begun = client.post("/editing/uploads", json={"name": "own.pptx", "size": len(body)}).json
    address = f"/editing/uploads/{begun['id']}"
    assert client.put(f"{address}?at=0", data=body).status_code == 200
    asked = client.post(f"{address}/slides?lang=en", headers={"Accept": "application/json"})
    assert asked.json == {"done": True} and started[-1][:2] == ("slides-template", "set")
    assert DEED == "deed" and "own.pptx" in started[-1][-1]


# Files at the command line -------------------------------------------------------------------


def test_a_file_is_written_at_the_command_line(tmp_path: Path) -> None:
    """Through both programs, as it is typed."""
    known = world.illustrative()
    query = "indicator=contacts&lang=en&pin=MD-SO"
    out = tmp_path / "contacts.pptx"
    done = subprocess.run(
        [sys.executable, "-m", "geodata", "export", "slides.pptx", f"--view=?{query}",
         "--out", str(out), "--lang=en"],
        cwd=Path(exporting.__file__).parents[1],
        env={**os.environ, "DATA_DIR": str(known.settings.data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(rf"{re.escape(str(out))}: \d+ KB\n", done.stdout)
    asked = ask_for(query, {}, known.published, known.settings)
    assert out.read_bytes() == FILES["slides.pptx"].make(asked)
    assert [path.name for path in tmp_path.iterdir()] == ["contacts.pptx"]


def export(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The dashboard's own program, in this process."""
    monkeypatch.setenv("DATA_DIR", str(world.illustrative().settings.data_dir))
    monkeypatch.setattr("sys.argv", ["exporting", *arguments])
    return exporting.main()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_cannot_be_written_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: str, tmp_path: Path
) -> None:
    t = translators("import")[lang]
    assert export(monkeypatch, "slides.ppt", "--view=", "--out=x", f"--lang={lang}") == 1
    said = capsys.readouterr().err
    assert "slides.pptx" in said and "everything.zip" in said
    nowhere = str(tmp_path / "no" / "x.svg")
    assert export(monkeypatch, "map.svg", "--view=", f"--out={nowhere}", f"--lang={lang}") == 1
    start = t.text("import.export_failed", path=nowhere, reason="\0").split("\0")[0]
    assert capsys.readouterr().err.startswith(start)


def test_a_whole_address_is_a_view_and_a_folder_takes_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    view = "https://atlas.example.org/?lang=ru&indicator=contacts&list=next"
    for file in ("map.svg", "next.csv"):
        assert export(monkeypatch, file, f"--view={view}", f"--out={tmp_path}", "--lang=ro") == 0
    assert 'lang="ru"' in (tmp_path / "map.svg").read_text("utf-8")
    assert (tmp_path / "next.csv").stat().st_size > 100
