"""Starts the program that reads a file, and hands on the rows it sends.

It gets a clean environment: no secrets, no network drivers, no threads. It may take only so
long to answer; the time during which nobody asked it anything does not count.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from geodata.sources.formats.book import Row, Sheet, Unreadable
from geodata.sources.limits import LIMITS, MB

ROOT = Path(__file__).parents[2]
_PROGRAM = "import sys; sys.path.insert(0, sys.argv.pop(1)); from geodata.sources import confined; "
_PROGRAM += "confined.main(*sys.argv[1:])"
_LONGEST_MESSAGE = 64 * MB
_DAMAGED = {
    "text": "file_format",
    "archive": "archive_unreadable",
    "workbook": "workbook_unreadable",
    "shapes": "shapes_unreadable",
}

# Every driver of GDAL's for shapes but those of GeoPackages and Shapefiles; the first ones
# describe data that lie elsewhere, and would fetch them.
NOT_TO_OPEN = (
    *("VRT", "OGR_VRT", "WFS", "OAPIF", "OGCAPI", "GDALG", "HTTP", "CSW", "EEDA", "PLSCENES"),
    *("Carto", "AmigoCloud", "Elasticsearch", "NGW", "GeoRSS", "PMTiles", "MVT", "MBTiles"),
    *("PDF", "PCIDSK", "PDS4", "VICAR", "OGR_PDS", "MapInfo File", "LVBAG", "S57", "DGN", "CSV"),
    *("GML", "GPX", "LIBKML", "KML", "GeoJSON", "GeoJSONSeq", "ESRIJSON", "TopoJSON", "JSONFG"),
    *("OGR_GMT", "SQLite", "WAsP", "OpenFileGDB", "FileGDB", "DXF", "FlatGeobuf", "VFK", "PGDUMP"),
    *("OSM", "GPSBabel", "EDIGEO", "Idrisi", "ODS", "XLS", "XLSX", "SXF", "Selafin", "JML", "VDV"),
    *("MapML", "GTFS", "MiraMonVector", "ADBC", "AVCBin", "AVCE00", "AIVector", "Parquet"),
    *("Arrow", "PostgreSQL", "MySQL", "MSSQLSpatial", "ODBC", "PGeo", "OCI", "MongoDBv3", "HANA"),
    *("netCDF", "NAS", "INTERLIS 1", "INTERLIS 2", "GMLAS", "CAD", "XODR", "TIGER", "AeronavFAA"),
)

# What a program needs to start on any system; nothing else is handed on.
_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "TZ")
_NOWHERE = "http://127.0.0.1:9"
_SAFE = {
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # Where a namespace without a network cannot be had, libraries find a proxy that is none.
    **dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "GDAL_HTTP_PROXY"), _NOWHERE),
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_TIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".nothing",
    "CPL_CURL_ENABLE_VSIMEM": "NO",
    "GDAL_DRIVER_PATH": "disable",
    "OGR_SKIP": ",".join(NOT_TO_OPEN),
    "PROJ_NETWORK": "OFF",
}


class Reader:
    """A file that is being read by a process of its own.

    Attributes:
        format: What it turned out to be.
        sheets: Its sheets that hold anything.
    """

    def __init__(self, path: Path, form: str, option: str = "") -> None:
        """Start reading.

        Args:
            path: The file.
            form: One of `LIMITS`.
            option: What the format needs to know besides.

        Raises:
            Unreadable: the file is too large, or cannot be read within the limits.
        """
        self.format = form
        self._path, self._form, self._option = path, form, option
        size = path.stat().st_size
        most = LIMITS[form].most_bytes
        if size > most:
            raise Unreadable("file_too_big", size=-(-size // MB), most=most // MB)
        self._silence = LIMITS[form].waiting(size)
        self._asked: float | None = None
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _PROGRAM, str(ROOT), form, str(path.absolute()), option],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            env=environment(os.environ),
        )
        threading.Thread(target=self._watch, daemon=True).start()
        try:
            self.format = str(self._hear()["format"])
            found = self._hear()
        except BaseException:
            self.close()
            raise
        self.sheets = tuple(Sheet(name, _rows(f), _blocks(m)) for name, f, m in found["sheets"])

    def rows(self, position: int) -> Iterator[Row]:
        """Yield all rows of a sheet with their numbers, then end the process.

        Raises:
            Unreadable: the process failed, was stopped by a limit, or took too long.
        """
        try:
            assert self._process.stdin is not None
            try:
                self._process.stdin.write(f"{position}\n")
                self._process.stdin.close()
            except OSError:
                raise self._damaged() from None
            last = False
            while not last:
                message = self._hear()
                yield from enumerate(message["rows"], start=message["first"])
                last = "last" in message
        finally:
            self.close()

    def again(self) -> Reader:
        """Start reading the same file once more."""
        return Reader(self._path, self._form, self._option)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # what was still to be sent is not
                    stream.close()
        self._process.wait()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _hear(self) -> Mapping[str, Any]:
        assert self._process.stdout is not None
        self._asked = time.monotonic()
        line = self._process.stdout.readline(_LONGEST_MESSAGE)
        self._asked = None
        try:
            message: Any = json.loads(line) if line.endswith("\n") else None
        except ValueError:
            message = None
        if not isinstance(message, dict):
            raise self._damaged()
        if "refused" in message:
            raise Unreadable(message["refused"], **message["values"])
        return message

    def _damaged(self) -> Unreadable:
        return Unreadable(_DAMAGED[self.format])

    def _watch(self) -> None:
        """End the process when it keeps somebody waiting too long."""
        while self._process.poll() is None:
            asked = self._asked
            if asked is not None and time.monotonic() - asked > self._silence:
                self._process.kill()
            time.sleep(0.2)


def environment(whole: Mapping[str, str]) -> dict[str, str]:
    """Return what of an environment a reader may know, and what keeps it from the network."""
    return {name: whole[name] for name in _KEPT if name in whole} | _SAFE


def _rows(rows: list[Any]) -> list[Row]:
    return [(number, cells) for number, cells in rows]


def _blocks(blocks: list[Any]) -> list[tuple[int, int, int, int]]:
    return [(a, b, c, d) for a, b, c, d in blocks]
