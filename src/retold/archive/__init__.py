"""Archive: articles in one file that answers "have we seen this?".

`Archive` is what others use. Behind it: `schema` (the file and its transactions), `adding` with `naming` (versions),
`candidates` and `checking` (which archived articles one retells), `removing`, `rejecting`, `searching`, `exporting`.
"""

from __future__ import annotations

from retold.archive.archive import Archive
from retold.archive.entries import Added, Entry, Match, Stats
from retold.archive.licensed import Licensed, read_licensed

__all__ = ["Added", "Archive", "Entry", "Licensed", "Match", "Stats", "read_licensed"]
