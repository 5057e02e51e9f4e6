"""PostgreSQL as the store: shared by servers, cut and back, with views that a map can open."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
import shapely
from sqlalchemy.exc import SQLAlchemyError

from dashboard.building import ensure_published
from dashboard.services import Services
from dashboard.watching import Watch
from geodata import build, imports, migrations
from geodata.__main__ import main
from geodata.attempts import Intent
from geodata.boundaries import read_boundaries
from geodata.database import altering
from geodata.districts import all_districts
from geodata.events import Action
from geodata.failures import describe_failure
from geodata.i18n import translators
from geodata.importing.issues import DOMAIN, Refused
from geodata.imports import ImportBatch
from geodata.localities import all_localities
from geodata.map_views import Missing, drop_views
from geodata.publication import PublicationReader, publish
from geodata.settings import Settings
from geodata.store import Store
from geodata.turns import recover, take_turn
from tests import killing, postgres, world

T = translators(DOMAIN)["en"]
VISITS = "date,district,locality,participants\n2021-11-08,Soroca,Soroca,120\n"


def quiet(_text: str) -> None:
    pass


@pytest.fixture
def url() -> str:
    return postgres.server().new_database()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store.open(url)
    world.fill(opened)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def small_publications(monkeypatch: pytest.MonkeyPatch) -> None:
    def build_only(store: Store, *_: object) -> dict[str, Any]:
        return {"data_version": store.data_version(), "campaign": store.campaign_in_use().id}

    monkeypatch.setattr(build, "build_publication", build_only)


# Several servers


class AtlasServer:
    """A server with a data directory of its own, on a shared database."""

    def __init__(self, folder: Path, url: str) -> None:
        self.settings = Settings(data_dir=folder, database_url=url)
        self.reader = PublicationReader(self.settings.published_dir)
        self.built = 0

    def watch(self) -> Watch:
        return Watch(Services(self.settings, self.reader), self._build)

    def _build(self, settings: Settings) -> bool:
        self.built += 1
        return build_here(settings)


def build_here(settings: Settings) -> bool:
    """Do as `python -m geodata build` does, in this process."""
    store = Store.open(settings.store_url)
    with take_turn(store, settings, None, quiet, T):
        publish(store, settings, quiet)
    store.close()
    return True


def test_what_one_server_imports_another_shows_at_its_next_look(
    store: Store, url: str, tmp_path: Path
) -> None:
    one, two = AtlasServer(tmp_path / "one", url), AtlasServer(tmp_path / "two", url)
    publish(store, one.settings, quiet)
    publish(store, two.settings, quiet)
    watch = two.watch()
    watch.look()
    assert two.reader.current().data_version == 1
    store.commit(world.media_batch())
    publish(store, one.settings, quiet)
    with patch.object(build, "build_publication", side_effect=AssertionError("built again")):
        watch.look()
    assert two.reader.current().id == one.reader.current().id
    assert two.reader.current().document == one.reader.current().document
    assert two.reader.current().data_version == 2
    watch.close()
    assert two.built == 0


def test_a_server_with_other_thresholds_builds_its_own(
    store: Store, url: str, tmp_path: Path
) -> None:
    strict = AtlasServer(tmp_path / "strict", url)
    strict.settings = Settings(data_dir=tmp_path / "strict", database_url=url, least_answers=20)
    other = Settings(data_dir=tmp_path / "other", database_url=url)
    publish(store, strict.settings, quiet)
    store.commit(world.media_batch())
    publish(store, other, quiet)
    watch = strict.watch()
    watch.look()
    watch.close()
    assert strict.built == 1
    assert strict.reader.current().data_version == 2


def test_only_the_newest_publications_are_kept_for_others(
    store: Store, url: str, tmp_path: Path
) -> None:
    for _ in range(7):
        store.commit(world.media_batch())
        publish(store, Settings(data_dir=tmp_path, database_url=url), quiet)
    with store._engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT data_version FROM publications").scalars()
        assert sorted(found) == [5, 6, 7, 8]


def test_servers_take_turns(store: Store, url: str, tmp_path: Path) -> None:
    here = AtlasServer(tmp_path / "here", url)
    there = AtlasServer(tmp_path / "there", url)
    publish(store, there.settings, quiet)
    watch = there.watch()
    other = Store.open(url)
    with take_turn(store, here.settings, Intent(Action.IMPORT, "a.csv", "Ana"), quiet, T):
        with other.try_lock() as held:
            assert not held
        store.commit(world.media_batch())
        watch.look()  # not published yet: whoever is at it will
        assert there.built == 0 and there.reader.current().data_version == 1
    with other.try_lock() as held:
        assert held
    watch.look()  # and never was
    assert there.built == 1 and there.reader.current().data_version == 2
    watch.close()
    other.close()


# Cut and back


@contextmanager
def away() -> Iterator[None]:
    """The database server is stopped, and started again."""
    postgres.server().stop()
    try:
        yield
    finally:
        postgres.server().start()


def test_a_database_that_is_cut_leaves_nothing_half(store: Store) -> None:
    version, visits = store.data_version(), len(store.read_visits("toy"))
    settle = imports._settle

    def cut(*arguments: Any) -> dict[str, int]:
        postgres.server().stop()
        return settle(*arguments)

    batch = world.media_batch()
    try:
        with patch.object(imports, "_settle", cut), pytest.raises(SQLAlchemyError) as error:
            store.commit(batch)
        assert describe_failure(error.value).code == "database_gone"
    finally:
        postgres.server().start()
    # The same store goes on with new connections.
    assert store.data_version() == version
    assert len(store.read_visits("toy")) == visits
    assert store.read_media("toy").empty
    store.commit(batch)
    assert len(store.read_media("toy")) == 1


def test_while_the_database_is_away_the_old_figures_stay(
    store: Store, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = AtlasServer(tmp_path, url)
    publish(store, server.settings, quiet)
    watch = server.watch()
    watch.look()
    with away():
        for _ in range(2):
            watch.look()
        assert server.reader.current().data_version == 1
        # Even a server that starts just now has something to show.
        ensure_published(server.settings)
        assert "does not answer: the figures of data version 1" in capsys.readouterr().err
    store.commit(world.media_batch())
    watch.look()
    assert server.built == 1 and server.reader.current().data_version == 2
    watch.close()


def test_a_command_says_that_the_database_is_away(
    url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", url)
    file = tmp_path / "visits.csv"
    file.write_text(VISITS, "utf-8")
    with away():
        for command in (
            ["import", str(file)],
            ["history"],
            ["undo"],
            ["build"],
            ["campaign", "list"],
        ):
            options = ["--lang", "en"] if command != ["build"] else []
            assert main([*command, *options]) == 1
            said = capsys.readouterr()
            text = said.out + said.err
            assert "does not answer" in text or "nu răspunde" in text, text
            assert "Traceback" not in text and "127.0.0.1" not in text


def test_killed_beside_a_server_it_is_as_before_or_as_after(tmp_path: Path) -> None:
    file = tmp_path / "visits.csv"
    file.write_text(VISITS, "utf-8")
    command = ["import", str(file), "--lang", "en"]
    seconds = 1.0
    chance = random.Random(1)
    seen = set()
    for number in range(8):
        url = postgres.server().new_database()
        data = tmp_path / str(number)
        store = Store.open(url)
        world.fill(store)
        settings = Settings(data_dir=data, database_url=url)
        started = time.perf_counter()
        process = killing.start(data, tmp_path / "log", command, url=url)
        if number:
            time.sleep(seconds * chance.uniform(0.2, 1))
            process.kill()
        process.join(60)
        seconds = seconds if number else time.perf_counter() - started
        for _ in range(200):  # the server notices that its client is gone
            with store.try_lock() as free:
                if free:
                    break
            time.sleep(0.05)
        imported = [entry.kind for entry in store.read_log()].count("visits")
        campaigns = {each.id: len(store.read_visits(each.id)) for each in store.campaigns()}
        assert campaigns.get("campaign-2021-11-08", 0) == imported
        left = store.read_left()
        with store.try_lock() as free:
            assert free
            told = recover(store, settings, quiet)
        assert [issue.code for issue in told] == [f"interrupted_{each.outcome}" for each in left]
        assert all((each.outcome == "stored") == bool(imported) for each in left)
        seen.add(imported)
        store.close()
    assert 1 in seen


# A map's own programs


@pytest.fixture
def mapped() -> Iterator[tuple[Store, psycopg.Connection[Any]]]:
    """The toy campaign in a database with PostGIS, and a reader of it beside the store."""
    url = postgres.server().new_database(postgres.WITH_POSTGIS)
    store = Store.open(url)
    world.fill(store)
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as reader:
        yield store, reader
    store.close()


def test_views_have_geometry_that_a_map_program_finds(
    mapped: tuple[Store, psycopg.Connection[Any]],
) -> None:
    store, reader = mapped
    assert store.ensure_views() is None
    found = reader.execute(
        "SELECT f_table_name, type, srid, coord_dimension FROM geometry_columns "
        "WHERE f_table_schema = 'map' AND f_table_name IN ('districts', 'localities', 'visits') "
        "ORDER BY 1"
    ).fetchall()
    assert found == [
        ("districts", "MULTIPOLYGON", 4326, 2),
        ("localities", "POINT", 4326, 2),
        ("visits", "POINT", 4326, 2),
    ]
    for name, many in (("districts", 37), ("localities", len(all_localities())), ("visits", 7)):
        row = reader.execute(
            f"SELECT count(*), count(DISTINCT id), bool_and(ST_IsValid(geom)), "
            f"bool_and(NOT ST_IsEmpty(geom)), ST_Extent(geom)::text FROM map.{name}"
        ).fetchone()
        assert row is not None
        assert row[:4] == (many, many, True, True), name
        west, south, east, north = map(float, row[4][4:-1].replace(",", " ").split())
        assert 26 < west <= east < 31 and 45 < south <= north < 49, name
    codes = reader.execute("SELECT code FROM map.districts ORDER BY id").fetchall()
    assert [code for (code,) in codes] == [each.code for each in all_districts()]


def test_shapes_are_the_shipped_ones(mapped: tuple[Store, psycopg.Connection[Any]]) -> None:
    _, reader = mapped
    shipped = read_boundaries().set_index("district_code").geometry
    for code, area, points in reader.execute(
        "SELECT code, ST_Area(geom), ST_NPoints(geom) FROM map.districts"
    ):
        assert area == pytest.approx(shipped[code].area)
        assert points == shapely.count_coordinates(shipped[code])


def test_the_view_of_visits_follows_undo_and_the_plan(
    mapped: tuple[Store, psycopg.Connection[Any]],
) -> None:
    store, reader = mapped

    def seen() -> list[tuple[int, str, int | None, bool]]:
        return reader.execute(
            "SELECT id, status, contacts, illustrative FROM map.visits ORDER BY id"
        ).fetchall()

    visits = store.read_visits("toy")
    assert [row[:2] for row in seen()] == sorted(
        zip(visits["visit_id"].tolist(), visits["status"].tolist(), strict=True)
    )
    assert {row[3] for row in seen()} == {True}
    assert [row[2] for row in seen()] == [100, 50, 30, None, None, 40, None]
    before = seen()
    planned = visits[visits["status"] == "planned"]["visit_id"].tolist()
    held = world.visits_table([(1, 2, 2, "done", "MD-CU", "L0384", "IP-CU-BOT", 9, None, None)])
    number = store.commit(imports.ImportBatch("toy", "visits", visits=held, settled=tuple(planned)))
    assert [row[1] for row in seen()].count("planned") == 0
    assert len(seen()) == 7
    store.undo(number)
    assert seen() == before


def test_places_that_a_list_adds_are_in_the_views(
    mapped: tuple[Store, psycopg.Connection[Any]],
) -> None:
    store, reader = mapped
    campaign = store.campaigns()[0].id
    at = {"latitude": 48.1, "longitude": 28.25}
    place = {"name_ro": "Fântâna Roșie", "district_code": "MD-SO", **at}
    for residents in (10, 20):
        record = {**place, "residents_2014": residents}
        store.commit(ImportBatch(campaign, "localities", reference={"SO-1": record, "L1442": at}))

    def seen() -> list[Any]:
        return reader.execute(
            "SELECT code, name_ro, residents_2014, campaign_id, ST_Y(geom) FROM map.localities "
            "WHERE campaign_id IS NOT NULL"
        ).fetchall()

    assert seen() == [("SO-1", "Fântâna Roșie", 20, campaign, 48.1)]
    visits = store.read_visits(campaign).head(1).assign(locality_code="SO-1", district_code="MD-SO")
    store.commit(ImportBatch(campaign, "visits", visits=visits))
    assert reader.execute(
        "SELECT locality, ST_X(geom) FROM map.visits WHERE locality_code = 'SO-1'"
    ).fetchall() == [("Fântâna Roșie", 28.25)]
    newest = store.newest_in_force()
    store.undo(newest - 2, "")
    with pytest.raises(Refused):  # no other list brings the place by now
        store.undo(newest - 1, "")


def test_views_stand_in_no_migration_s_way(
    mapped: tuple[Store, psycopg.Connection[Any]],
) -> None:
    store, reader = mapped
    url = store._engine.url.render_as_string(hide_password=False)
    with altering(store._engine) as connection:
        drop_views(connection)
        migrations.downgrade(connection, "0003")
    again = Store.open(url)
    assert again.is_current()
    assert reader.execute("SELECT count(*) FROM map.districts").fetchone() == (37,)
    assert reader.execute("SELECT count(*) FROM map.visits").fetchone() == (7,)
    again.close()


def test_without_postgis_everything_else_works_and_a_sentence_says_what_is_missing(
    store: Store,
    url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert store.ensure_views() is Missing.EXTENSION
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DEFAULT_LANGUAGE", "en")
    monkeypatch.setattr("geodata.sample.ensure_sample", lambda _: None)
    assert main(["build"]) == 0
    said = capsys.readouterr().err
    assert "PostGIS is not in this database" in said and "CREATE EXTENSION postgis" in said
    assert len(store.read_visits("toy")) == 7


def test_without_the_right_to_make_views_a_sentence_says_which() -> None:
    server = postgres.server()
    url = server.new_database(postgres.WITH_POSTGIS)
    name = url.rpartition("/")[2]
    server.run("DROP SCHEMA map CASCADE", database=name)
    server.run(f"ALTER DATABASE {name} OWNER TO postgres")
    store = Store.open(url)
    assert store.ensure_views() is Missing.RIGHTS
    world.fill(store)
    assert len(store.read_visits("toy")) == 7
    server.run(f"GRANT CREATE ON DATABASE {name} TO atlas")
    assert store.ensure_views() is None
    store.close()
