"""Credit: which agencies an article names as the source of its text, and what became of them in a retelling.

Entry points: `find_credit` for one article, `compare_credit` for two; `find_marks` gives the single finds with
their places. The agencies stand in agencies.toml, which docs/agencies.md explains.
"""

from __future__ import annotations

from retold.credit.marks import Mark, Place, find_marks
from retold.credit.names import Names, agency_names
from retold.credit.status import compare_credit, find_credit, pair_marks

__all__ = ["Mark", "Names", "Place", "agency_names", "compare_credit", "find_credit", "find_marks", "pair_marks"]
