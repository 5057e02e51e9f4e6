"""A store of its own and a way to bring files into it, for tests of the import."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geodata.__main__ import main
from geodata.importing import storing
from geodata.store import Store
from tests import postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The address of an empty store, of either kind; commands use it too."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    if request.param == "sqlite":
        monkeypatch.delenv("DATABASE_URL", raising=False)
        return f"sqlite:///{tmp_path / 'data' / 'atlas.sqlite'}"
    url = postgres.server().new_database()
    monkeypatch.setenv("DATABASE_URL", url)
    return url


class Report:
    """A report as JSON, with the exit code."""

    def __init__(self, code: int, document: dict[str, Any]) -> None:
        self.code = code
        self.document = document
        self.counts = tuple(document[f"rows_{x}"] for x in ("read", "stored", "listed"))
        self.codes = [issue["code"] for issue in document["issues"]]

    def at(self, row: int | None) -> list[tuple[str | None, str]]:
        return [(i["column"], i["code"]) for i in self.document["issues"] if i["row"] == row]

    def message(self, code: str) -> str:
        return next(i["message"] for i in self.document["issues"] if i["code"] == code)


class Atlas:
    """A store, and a way to bring files into it."""

    def __init__(self, folder: Path, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.store = store
        self._capsys = capsys

    def bring(self, content: str | bytes | Path, *options: str, name: str = "file") -> Report:
        """Import a file; its content may be given."""
        path = content if isinstance(content, Path) else self.folder / name
        if not isinstance(content, Path):
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        self._capsys.readouterr()
        code = main(["import", str(path), "--json", "--lang", "en", *options])
        return Report(code, json.loads(self._capsys.readouterr().out))

    @property
    def campaign(self) -> str:
        """The id of the only campaign."""
        (campaign,) = self.store.campaigns()
        return campaign.id

    def responses(self) -> Any:
        """The forms that are stored."""
        return self.store.read_responses(self.campaign)

    def answers(self, question: str) -> list[tuple[int, str]]:
        """Who chose what, by the form's number."""
        table = self.store.read_answers(self.campaign)
        table = table[table["question"] == question]
        return list(zip(table["response_id"].tolist(), table["option"].tolist(), strict=True))


@pytest.fixture
def atlas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Atlas]:
    """An empty store; publishing is left out."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(storing, "publish", lambda *_: "")
    monkeypatch.setattr(storing, "ensure_sample", lambda _: None)
    store = Store.open(f"sqlite:///{tmp_path / 'data' / 'atlas.sqlite'}")
    yield Atlas(tmp_path, store, capsys)
    store.close()
