"""What became of a number or a date from one text to the other: the answer that both libraries give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Verdict", "VerdictKind"]

VerdictKind = Literal["same", "rounded", "converted", "less precise", "different", "missing", "added"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two quantities (or two dates) compare.

    `kind` is "same" (the same value, however written), "rounded", "converted" (another unit), "less precise" (one
    leaves open what the other says), "different", "missing" (only in the first text) or "added" (only in the
    second). `substantive` says whether a careful reader is told something different; what stands on one side only
    is never substantive here, because whether it was left out is for the words around it to show.
    `why` is one plain sentence.
    """

    kind: VerdictKind
    substantive: bool
    why: str
