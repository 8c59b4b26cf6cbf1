"""Lineage: which of two texts is made from the other.

Entry point: `find_direction`, which weighs the clues of `clues.py` with the coefficients of model.json.
"""

from __future__ import annotations

from retold.lineage.clues import CLUES, clues
from retold.lineage.direction import MODEL, find_direction, weigh

__all__ = ["CLUES", "MODEL", "clues", "find_direction", "weigh"]
