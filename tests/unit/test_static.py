"""Static files: compressed once, kept by content, answered in what the browser takes."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import brotli
import pytest
from flask.testing import FlaskClient

from dashboard import assets, static_files
from dashboard.factory import create_app
from dashboard.finished_files import FILES
from dashboard.static_files import ENCODINGS, pack_files
from tests import world

BROTLI = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(world.illustrative().settings).server.test_client()


# Made when they are asked for.
PAGES = ("/method", "/data?", "/export/", "/views", "/print", "/tables/", "/embedding")


def linked(client: FlaskClient) -> list[str]:
    """Every address that the page itself names."""
    page = client.get("/").get_data(as_text=True)
    found = re.findall(r'(?:src|href|data-frames|data-words|data-zoom)="(/[^"#?][^"]*)"', page)
    pages = {address for address in found if address.startswith(PAGES) or address == "/data"}
    return sorted(set(found) - pages)


def test_every_address_of_the_page_is_there_compressed_and_kept(client: FlaskClient) -> None:
    addresses = linked(client)
    assert len(addresses) >= 30
    for address in addresses:
        plain, packed = client.get(address), client.get(address, headers=BROTLI)
        assert plain.status_code == packed.status_code == 200, address
        assert packed.headers["Cache-Control"] == static_files.FOR_A_YEAR, address
        if address.endswith(".woff2"):
            assert "Content-Encoding" not in packed.headers
            continue
        assert packed.headers["Content-Encoding"] == "br", address
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert brotli.decompress(packed.data) == plain.data, address
        gzipped = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(gzipped.data) == plain.data, address


@pytest.mark.parametrize("accepted", ["br;q=0, gzip;q=0", "identity", "", "zstd"])
def test_a_browser_that_takes_neither_gets_it_plain(client: FlaskClient, accepted: str) -> None:
    answer = client.get(assets.address("js/main.js"), headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == assets.contents()["js/main.js"]


def test_scripts_come_without_comments_and_with_every_statement(client: FlaskClient) -> None:
    source = assets.files()["js/main.js"].read_text("utf-8")
    sent = client.get(assets.address("js/main.js")).get_data(as_text=True)
    assert "/*" in source and "/*" not in sent
    assert len(sent) < len(source)
    assert sent.count("import") == source.count("import")


def test_a_page_has_one_style_sheet_of_all_files_in_order(client: FlaskClient) -> None:
    for path, own in (("/", ""), ("/method", ""), ("/data", "data")):
        page = client.get(path).get_data(as_text=True)
        (address,) = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
        sheet = client.get(address).get_data(as_text=True)
        names = [name for name in assets.files() if re.fullmatch(r"[\w-]+\.css", name)]
        assert f"70-{own}.css" in names or not own
        wanted = [name for name in names if not name.startswith("70-") or name == f"70-{own}.css"]
        text = "\n".join(assets.files()[name].read_text("utf-8") for name in sorted(wanted))
        drawn = re.compile(r'url\("(?:icons/|data:)[^"]+"\)')
        assert drawn.sub("", sheet) == drawn.sub("", re.sub(r"(?s)/\*.*?\*/", "", text))
        assert "icons/" not in sheet
        for drawing in re.findall(r'url\("data:image/svg\+xml,([^"]+)"\)', sheet):
            ElementTree.fromstring(unquote(drawing))
        for name in re.findall(r'url\("([^":]+)"\)', sheet):
            assert client.get(address.rsplit("/", 1)[0] + "/" + name).status_code == 200


def test_scripts_find_one_another_beside_themselves(client: FlaskClient) -> None:
    address = assets.address("js/main.js")
    for name in re.findall(r'from "\./([\w-]+\.js)"', client.get(address).get_data(as_text=True)):
        beside = address.rsplit("/", 1)[0] + "/" + name
        assert client.get(beside).mimetype == "text/javascript", beside


def test_an_old_page_gets_its_file_but_does_not_keep_it(client: FlaskClient) -> None:
    answer = client.get("/assets/000000000000/vendor/d3-zoom.min.js")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert client.get("/assets/000000000000/nothing.js").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["../app.py", "%2e%2e/app.py", "js/../../app.py", "fonts/build.py", "vendor/LICENCES.md", ""],
)
def test_nothing_but_assets_is_served(client: FlaskClient, path: str) -> None:
    for folder in (f"/assets/{assets.tree_version()}", "/assets"):
        assert client.get(f"{folder}/{path}").status_code in (404, 308)


def test_what_is_not_hashed_is_asked_for_again(client: FlaskClient) -> None:
    for address in ("/", "/_dash-component-suites/dash/dcc/async-graph.js", "/favicon.ico"):
        first = client.get(address, headers=BROTLI)
        assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-cache")
        tag = first.headers["ETag"]
        again = client.get(address, headers=BROTLI | {"If-None-Match": tag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_full_plotly_mathjax_and_data_tables_are_not_served(client: FlaskClient) -> None:
    for path in (
        "plotly/package_data/plotly.min.js",
        "dash/dcc/async-mathjax.js",
        "dash/dash_table/async-table.js",
        "dash/dcc/async-graph.js.map",
        "dash/dash.py",
        "os/path.py",
    ):
        assert client.get(f"/_dash-component-suites/{path}").status_code == 404, path


def test_pages_are_compressed_and_follow_the_view(client: FlaskClient) -> None:
    packed = client.get("/?pin=MD-SO", headers=BROTLI)
    assert brotli.decompress(packed.data) == client.get("/?pin=MD-SO").data
    assert packed.headers["ETag"] != client.get("/?pin=MD-CU").headers["ETag"]


def test_the_head_of_a_file_is_without_its_body(client: FlaskClient) -> None:
    head = client.head(assets.address("js/main.js"), headers=BROTLI)
    assert head.status_code == 200 and head.data == b""


# Kept copies ----------------------------------------------------------------------------------


@pytest.fixture
def tree() -> dict[str, bytes]:
    return {"a.js": b"let a;" * 500, "b.css": b"b {}" * 500, "c.woff2": b"font"}


def test_copies_are_made_once(
    tree: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pack_files(tree, tmp_path / "data")
    (folder,) = (tmp_path / "data").glob("static-*")
    assert len(list(folder.iterdir())) == 2 * len(ENCODINGS)
    compressed: list[bytes] = []
    make = static_files._compress
    monkeypatch.setattr(static_files, "_compress", lambda c: compressed.append(c) or make(c))
    assert pack_files(tree, tmp_path / "data") == first
    assert compressed == []
    tree["a.js"] = b"let changed;" * 500
    again = pack_files(tree, tmp_path / "data")
    assert compressed == [tree["a.js"]]  # the other was copied
    assert again["b.css"] == first["b.css"] and again["a.js"].digest != first["a.js"].digest
    tree["a.js"] = b"let third;" * 500
    pack_files(tree, tmp_path / "data")
    assert len(list((tmp_path / "data").glob("static-*"))) == static_files.KEPT_BUILDS


def test_half_a_folder_of_copies_is_mended(tree: dict[str, bytes], tmp_path: Path) -> None:
    first = pack_files(tree, tmp_path / "data")
    (folder,) = (tmp_path / "data").glob("static-*")
    next(folder.glob("*.br")).unlink()
    assert pack_files(tree, tmp_path / "data") == first


def test_without_room_for_copies_memory_serves(tree: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "full").write_text("a file where the folder should be", "utf-8")
    packed = pack_files(tree, tmp_path / "full")
    assert brotli.decompress(packed["a.js"].body("br")) == tree["a.js"]


def test_finished_words_are_read_at_the_second_start(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = world.illustrative().settings
    create_app(settings)

    def refuse(*_: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr("dashboard.finished_files.describe_words", refuse)
    monkeypatch.setattr("dashboard.finished_files.describe_frames", refuse)
    create_app(settings)
    (old,) = settings.published_dir.glob(f"*/browser-{assets.version()}")
    assert sorted(p.suffix for p in old.iterdir()) == [".br"] * len(FILES) + [".gz"] * len(FILES)
    shutil.rmtree(old)
    with pytest.raises(AssertionError, match="made again"):
        create_app(settings)
    monkeypatch.undo()
    monkeypatch.setattr("dashboard.finished_files.BROTLI_BEST", 3)  # quick
    create_app(settings)
