"""Before anything of the tests is imported."""

from __future__ import annotations

import os

# Small systems are solved here by the thousand; threads would wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hypothesis import settings  # (it imports numpy where there is one)

# A busy machine may take its time: how long an example takes is measured elsewhere.
settings.register_profile("atlas", deadline=None)
settings.load_profile("atlas")
