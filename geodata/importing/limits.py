"""How much a table may hold; beyond, it is refused in words instead of exhausting the machine.

How large a file may be, and what may be spent on reading it, stands in `geodata.sources.limits`.
"""

from __future__ import annotations

MOST_RESPONSES = 5_000_000
MOST_OTHER_ROWS = 200_000
LONGEST_TEXT = 2_000
BLOCK = 20_000
