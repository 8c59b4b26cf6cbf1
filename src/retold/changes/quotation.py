"""The type of a quotation, and how one is made from a stretch and its speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from retold.changes.quotation_marks import Stretch
from retold.model import Span

__all__ = ["How", "Quotation", "make_quotation"]

How = Literal["cue", "carried", "subject", ""]

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
# A stretch of this many words is taken as speech even where nobody is named as saying it; shorter ones are mostly
# terms, titles and nicknames. In a third of the PolNeAR training part, of the stretches in a sentence without verb of
# saying, 45 of 164 with up to three words belong to an attribution, and 29 of 42 with five or more.
_SPEECH = 5


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch of quoted words; all offsets are characters of `article.text`, half-open.

    `start` and `end` hold the marks, `inner_start` and `inner_end` the words alone, and `text` is what stands between
    these. `speaker` is the phrase that names the speaker where this stretch is ascribed (perhaps a pronoun), and
    `speaker_text` the name it stands for; `cue` is the verb of saying. `how` says what that rests on: "cue" a verb of
    saying in the same sentence, "carried" the speaker of the quotation or sentence before, "subject" only that the
    words stand in a sentence about them, "" nothing. `closed` is False where the closing mark is missing, `continued`
    True where the quotation goes on from the paragraph before; `depth` is 1 inside another quotation.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    text: str
    words: int
    speaker: Span | None = None
    speaker_text: str = ""
    cue: Span | None = None
    how: How = ""
    closed: bool = True
    continued: bool = False
    depth: int = 0

    @property
    def direct(self) -> bool:
        """Whether these are somebody's words, rather than a term, a title or a nickname in quotation marks."""
        return self.how == "cue" or (self.how == "carried" and self.words > 2) or self.words >= _SPEECH


def make_quotation(
    text: str,
    s: Stretch,
    speaker: Span | None,
    name: str,
    cue: Span | None,
    how: How,
) -> Quotation:
    """The quotation of a stretch of `text`, without the space beside its marks."""
    start, end = s.inner_start, s.inner_end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    inner = text[start:end]
    words = len(_WORD.findall(inner))
    return Quotation(s.start, s.end, start, end, inner, words, speaker, name, cue, how, s.closed, s.continued, s.depth)
