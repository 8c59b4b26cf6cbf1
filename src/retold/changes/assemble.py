"""All changes between two aligned articles: every detector in turn, one change a spot, most serious first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from retold.align.side import Side
from retold.changes.attribution import compare_sources
from retold.changes.certainty import compare_certainty
from retold.changes.dates import anchor_of
from retold.changes.figures import compare_figures
from retold.changes.leftovers import Told, compare_leftovers
from retold.changes.mentions import find_mentions
from retold.changes.names import compare_names, may_be_respelt
from retold.changes.polarity import compare_polarity
from retold.changes.quotation_changes import compare_quotations
from retold.changes.quotations import Quotation, find_quotations
from retold.changes.roles import compare_roles
from retold.changes.wording import compare_wording
from retold.changes.words import pair_words, take_run
from retold.fingerprint import fold
from retold.model import Alignment, Change, ChangedWords, ChangeKind, Link

__all__ = ["ORDER", "Source", "find_changes", "link_changes"]

Source = str | None

# The order of kinds in a report, most serious first; also which detector keeps a spot that several claim.
ORDER: tuple[ChangeKind, ...] = (
    "quote",
    "number",
    "date",
    "name",
    "place",
    "polarity",
    "certainty",
    "attribution",
    "omission",
    "addition",
    "wording",
)
_WIDE = 3  # times the length of a figure, from which a change of a quotation is about more than that figure
_INSIDE_CAPITALS = re.compile(r"(?<=[\w,] )[^\W\d_a-z][\w’']+")

# Every word of one run is held against every word of the other. Sentences that are longer than two thousand words each
# are no sentences, and would take gigabytes: only figures and quotations are looked for in them.
_MOST_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class _Whole:
    """What the detectors ask of an article as a whole."""

    side: Side
    quotations: tuple[Quotation, ...]
    quotes: list[tuple[int, int]]
    anchor: date | None
    told: Told
    capitals: frozenset[str]

    @classmethod
    def of(cls, side: Side, *, quoted: bool) -> _Whole:
        """An article; with its quotations only if they can be compared with the other's."""
        text = side.article.text
        quotations = find_quotations(side.article) if quoted else ()
        return cls(
            side,
            quotations,
            [(q.inner_start, q.inner_end) for q in quotations if not q.depth],
            anchor_of(side.article),
            Told(side),
            frozenset(fold(word) for word in set(_INSIDE_CAPITALS.findall(text)) if word[0].isupper()),
        )


def find_changes(a: Side, b: Side, alignment: Alignment, *, source: Source = None) -> tuple[Change, ...]:
    """What b tells otherwise than a, inside linked sentences; most serious kinds first, then in the order of a.

    `source` says which of the two the other was made from ("a" or "b"), where that is known: what only one text
    has then counts as left out or as added from the source's side. Where it is not known, a stands first.
    """
    links = [link for link in alignment.matched if link.kind != "verbatim"]
    if not links:
        return ()
    quoted = a.lang == b.lang or not (a.article.lang and b.article.lang)
    whole_a, whole_b = _Whole.of(a, quoted=quoted), _Whole.of(b, quoted=quoted)
    found: list[Change] = []
    spoken = compare_quotations(a.article, b.article, links, whole_a.quotations, whole_b.quotations).changes
    for link in links:
        own = [c for c in spoken if (c.a and c.a.sentence in link.a) or (c.b and c.b.sentence in link.b)]
        found += link_changes(whole_a, whole_b, link, own, source)
    found += [change for change in spoken if change not in found]
    return tuple(sorted(found, key=_place))


def link_changes(a: _Whole, b: _Whole, link: Link, quoted: list[Change], source: Source) -> list[Change]:
    """The changes inside one link, one a spot; `quoted` are those of its quotations."""
    run_a, run_b = take_run(a.side, link.a, a.quotes), take_run(b.side, link.b, b.quotes)
    if not len(run_a) or not len(run_b):
        return list(quoted)
    known = a.capitals | b.capitals
    claimed = _Claimed()
    claimed.take(quoted)
    claimed.take(compare_figures(a.side.article, b.side.article, link, a.anchor, b.anchor))
    if len(run_a) * len(run_b) > _MOST_CELLS:
        return claimed.changes
    of_a, of_b = find_mentions(run_a, known), find_mentions(run_b, known)
    if a.side.lang != b.side.lang:
        if not may_be_respelt(run_a, run_b, of_a, of_b):
            return claimed.changes
        return claimed.take(compare_names(pair_words(run_a, run_b), [], of_a, of_b))
    pairing = pair_words(run_a, run_b)
    slots = pairing.slots()
    around_a, around_b = partial(_around, a.side, link.a), partial(_around, b.side, link.b)
    sources = compare_sources(pairing, of_a, of_b, around_a, around_b, source)
    claimed.take(change for change in sources if change.a and change.b)
    claimed.take(compare_roles(pairing, of_a, of_b))
    claimed.take(compare_names(pairing, slots, of_a, of_b))
    claimed.take(compare_polarity(pairing, slots))
    claimed.take(compare_certainty(pairing, slots))
    claimed.take(change for change in sources if not (change.a and change.b))
    claimed.take(compare_leftovers(pairing, slots, a.told, b.told, source))
    claimed.take(compare_wording(pairing, slots))
    return claimed.changes


class _Claimed:
    """The changes of a link so far, and the words on both sides that they are about."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self._spans: tuple[list[tuple[int, int, bool]], list[tuple[int, int, bool]]] = ([], [])

    def take(self, changes: Iterable[Change]) -> list[Change]:
        """Take in those changes whose words no change before them is about; all changes so far."""
        for change in changes:
            figure = change.kind in ("number", "date") and change.substantive
            if self._free(0, change.a, figure) and self._free(1, change.b, figure):
                self.changes.append(change)
                for side, words in enumerate((change.a, change.b)):
                    if words is not None:
                        self._spans[side].append((words.start, words.end, change.kind == "quote"))
        return self.changes

    def _free(self, side: int, words: ChangedWords | None, figure: bool) -> bool:
        """Whether no change is about these words. A figure may stand in a quotation that is reworded as a whole."""
        return words is None or all(
            words.end <= start
            or end <= words.start
            or (figure and quote and end - start > _WIDE * (words.end - words.start))
            for start, end, quote in self._spans[side]
        )


def _around(side: Side, sentences: tuple[int, ...]) -> frozenset[str]:
    """The folded words of the sentences right before and after some sentences."""
    every = side.article.sentences
    beside = [k for k in (sentences[0] - 1, sentences[-1] + 1) if 0 <= k < len(every)]
    return frozenset(word for k in beside for word in every[k].text.casefold().split())


def _place(change: Change) -> tuple[bool, int, int, int]:
    """The order of a report: what is substantive first, by kind, by place."""
    first = change.a.start if change.a else -1
    second = change.b.start if change.b else -1
    return not change.substantive, ORDER.index(change.kind), first if first >= 0 else second, second
