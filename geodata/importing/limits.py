"""How large a file may be; beyond, it is refused in words instead of exhausting the machine."""

from __future__ import annotations

MOST_COLUMNS = 2_000
MOST_RESPONSES = 5_000_000
MOST_OTHER_ROWS = 200_000
LONGEST_LINE = 4_000_000
LONGEST_TEXT = 2_000
HEADER_WITHIN = 20
BLOCK = 20_000

# Workbooks: what the archive may claim, and what the process that reads it may use.
MOST_PARTS = 5_000
MOST_UNPACKED = 1_500_000_000
MOST_RATIO = 400
XLSX_MEMORY = 3_000_000_000
XLSX_SECONDS = 180
