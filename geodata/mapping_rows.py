"""What people said the columns of their files are, between the database and records."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from geodata.importing.mapping import FileMapping, KeptMapping, parse_mapping
from geodata.models import MappingRow


def load_mappings(connection: Connection) -> dict[str, KeptMapping]:
    """Read every mapping, by shape, the newest first."""
    table = MappingRow.__table__
    rows = connection.execute(select(table).order_by(table.c.at.desc(), table.c.shape)).mappings()
    return {
        row["shape"]: KeptMapping(
            parse_mapping(row["document"]), row["name"], row["who"], row["at"]
        )
        for row in rows
    }


def save_mapping(connection: Connection, mapping: FileMapping, name: str, who: str) -> None:
    """Write a mapping in place of an earlier one for files of the same shape."""
    forget_mapping(connection, mapping.shape)
    connection.execute(
        insert(MappingRow),
        {
            "shape": mapping.shape,
            "document": mapping.document(),
            "name": name,
            "who": who,
            "at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        },
    )


def forget_mapping(connection: Connection, shape: str) -> bool:
    """Delete a mapping; whether there was one."""
    done = connection.execute(delete(MappingRow).where(MappingRow.shape == shape))
    return bool(done.rowcount)
