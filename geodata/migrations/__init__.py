"""Alembic migrations, run from this package: no alembic.ini and no working directory needed."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the schema up to `revision` within the connection's transaction."""
    command.upgrade(_config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Take the schema back to `revision`; `base` removes every table."""
    command.downgrade(_config(connection), revision)


def is_current(connection: Connection) -> bool:
    """Say whether the schema is at the newest revision."""
    return MigrationContext.configure(connection).get_current_revision() == newest()


def newest() -> str:
    """Return the newest revision that this code knows."""
    return _scripts().get_current_head() or ""


def is_known(revision: str) -> bool:
    """Whether this code knows a revision, and so a database of it."""
    return revision in {each.revision for each in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # A percent sign in the path would be read as interpolation.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
