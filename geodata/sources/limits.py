"""How large a file may be, and what the process that reads it may use.

Beyond, a file is refused in words instead of exhausting the machine. Processor time grows with
the file: a small file that takes long is hostile, a large one is only large.
"""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000

MOST_COLUMNS = 2_000
LONGEST_LINE = 4_000_000
LONGEST_CELL = 40_000
HEADER_WITHIN = 20
MOST_SHEETS = 200
MOST_MERGED = 20_000

# Shapes: the country has 37 districts and some 1,700 localities.
MOST_FEATURES = 20_000
MOST_POINTS = 1_000_000

# Archives: what they may claim.
MOST_PARTS = 5_000
MOST_UNPACKED = 1_500 * MB
MOST_RATIO = 400
SMALL_UNPACKED = 50 * MB


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reader of one format may use.

    Attributes:
        most_bytes: Size of the largest file.
        memory: Address space, in bytes.
        seconds: Processor time for a small file.
        seconds_per_mb: Processor time for each megabyte besides.
        silence: Seconds it may take to answer, plus what a megabyte adds.
    """

    most_bytes: int
    memory: int
    seconds: int
    seconds_per_mb: float
    silence: int = 30

    def processor(self, size: int) -> int:
        """Return the processor seconds for a file of this size."""
        return self.seconds + int(self.seconds_per_mb * size / MB)

    def waiting(self, size: int) -> int:
        """Return the seconds that may pass without an answer."""
        return self.silence + 2 * int(self.seconds_per_mb * size / MB)


LIMITS = {
    "text": Limits(2_000 * MB, 1_000 * MB, 3, 0.3),
    "workbook": Limits(200 * MB, 3_000 * MB, 3, 3),
    "archive": Limits(200 * MB, 3_000 * MB, 3, 3),
    "shapes": Limits(100 * MB, 2_000 * MB, 4, 3),
}
