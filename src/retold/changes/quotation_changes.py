"""What became of each quotation: kept, reworded, cut short, told without its marks, given to another speaker.

Quotations are compared in pieces, one for each sentence that a quotation runs through. A piece whose words stand in
a quotation of the other text, however that is cut up, is kept. What is left over is paired inside the linked
sentences and their neighbours and compared word by word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from retold.changes.quotation import Quotation
from retold.changes.quotation_diff import compare_pieces
from retold.changes.quotation_pieces import Piece, Side, changed_words, covered, make_side, plain_words
from retold.changes.quotations import find_quotations
from retold.changes.speaker_names import another_speaker
from retold.model import Article, Change, ChangedWords, Link

__all__ = ["QuotationChanges", "compare_quotations"]

# A quotation of this many words that stands anywhere in the other text is the same one; a shorter one ("very good")
# must stand in a linked sentence or beside it.
_SURE = 5
# Pieces that share this much of their words belong together wherever they stand in linked sentences.
_ALIKE = 0.3
# The words of a piece that stand outside quotation marks in the linked sentences: above it, its marks are gone.
_UNMARKED = 0.6
# Two pieces without common words can be one only when neither is this many times longer.
_LONGER = 4.0
# Characters of quoted words beyond which only whole pieces are looked up, so that the time stays linear: a book.
_LONG = 200_000
_TRIES = 20  # places where the words of a short piece are looked for


@dataclass(frozen=True, slots=True)
class QuotationChanges:
    """What `compare_quotations` found: the changes, and the pairs of quotations (of a, of b) kept word for word."""

    changes: tuple[Change, ...] = ()
    kept: tuple[tuple[Quotation, Quotation], ...] = ()


def compare_quotations(
    a: Article,
    b: Article,
    links: Iterable[Link],
    quotations_a: Sequence[Quotation] | None = None,
    quotations_b: Sequence[Quotation] | None = None,
) -> QuotationChanges:
    """What happened to the quotations of two articles, given which of their sentences are linked.

    `links` hold indexes into each article's `sentences` (`Alignment.links`); the quotations are found here if they
    are not given. Offsets in the changes are characters of each article's text, half-open. Nothing is compared
    between two languages. Quotations in sentences without counterpart are only looked for among those kept.
    """
    if a.lang and b.lang and a.lang != b.lang:
        return QuotationChanges()
    left = make_side(a, find_quotations(a) if quotations_a is None else quotations_a)
    right = make_side(b, find_quotations(b) if quotations_b is None else quotations_b)
    if not left.pieces and not right.pieces:
        return QuotationChanges()
    for link in links:
        if link.a and link.b and link.kind != "translated":
            for i in link.a:
                left.near.setdefault(i, []).extend(link.b)
            for j in link.b:
                right.near.setdefault(j, []).extend(link.a)
    _find_kept(left, right)
    _find_kept(right, left)
    changes: list[Change] = []
    _pair(left, right, changes)
    _leftover(left, right, changes, flipped=False)
    _leftover(right, left, changes, flipped=True)
    kept = _kept_pairs(left, right, changes)
    changes.sort(key=_place)
    return QuotationChanges(tuple(changes), tuple(kept))


def _place(change: Change) -> tuple[int, int]:
    return (change.a.start if change.a else 1 << 40, change.b.start if change.b else -1)


def _find_kept(one: Side, other: Side) -> None:
    """Note for each piece of one side where its words stand in the quotations of the other."""
    whole: dict[str, int] | None = None
    if len(other.stream) > _LONG:
        whole = {" ".join(piece.words): k for k, piece in enumerate(other.pieces)}
    for piece in one.pieces:
        words = " ".join(piece.words)
        if whole is not None:
            piece.other = whole.get(words, -1) if len(piece.words) >= _SURE else -1
            continue
        needle = f" {words} "
        at = other.stream.find(needle)
        tries = 0
        while at >= 0 and tries < _TRIES:
            k = bisect_right(other.offsets, at + 1) - 1
            if len(piece.words) >= _SURE or _is_near(one, piece.sentence, other.pieces[k].sentence):
                piece.other = k
                break
            at = other.stream.find(needle, at + 1)
            tries += 1


def _is_near(one: Side, sentence: int, target: int) -> bool:
    """Whether a sentence of the other side is linked to this one or stands beside one that is."""
    return any(abs(j - target) <= 1 for k in (sentence - 1, sentence, sentence + 1) for j in one.near.get(k, ()))


def _pair(left: Side, right: Side, changes: list[Change]) -> None:
    """Pair the pieces that are not kept, most alike first, and compare their words."""
    candidates: list[tuple[float, int, int]] = []
    ranks, others = _ranks(left), _ranks(right)
    for i, piece in enumerate(left.pieces):
        if piece.other >= 0:
            continue
        linked = left.near.get(piece.sentence, ())
        for j in sorted({j for s in linked for t in (s - 1, s, s + 1) for j in right.at.get(t, ())}):
            partner = right.pieces[j]
            if partner.other >= 0:
                continue
            alike = _likeness(piece, partner)
            if alike >= _ALIKE:
                candidates.append((1 + alike, i, j))
            elif partner.sentence in linked and _may_be_one(left, right, piece, partner):
                candidates.append((alike, i, j))
    candidates.sort(
        key=lambda c: (c[0] > 1, c[0] if c[0] > 1 else -abs(ranks[c[1]] - others[c[2]]), c[0]), reverse=True
    )
    for _, i, j in candidates:
        one, two = left.pieces[i], right.pieces[j]
        if one.done or two.done:
            continue
        one.done = two.done = True
        one.other, two.other = j, i
        change = compare_pieces(left, right, one, two)
        if change:
            changes.append(change)


def _ranks(side: Side) -> dict[int, int]:
    """For each piece that is not kept, which of those of its sentence it is."""
    found: dict[int, int] = {}
    for inside in side.at.values():
        for rank, i in enumerate(i for i in inside if side.pieces[i].other < 0):
            found[i] = rank
    return found


def _likeness(one: Piece, two: Piece) -> float:
    """The share of words that two pieces have in common in the same order, of the shorter one."""
    shared = LCSseq.similarity(one.words, two.words)
    return shared / max(2, min(len(one.words), len(two.words))) if shared > 1 or len(one.words) < 3 else 0.0


def _may_be_one(left: Side, right: Side, one: Piece, two: Piece) -> bool:
    """Whether two pieces without common words, in linked sentences, can be one quotation in other words."""
    short, long = sorted((len(one.words), len(two.words)))
    if long > _LONGER * short + 2:
        return False
    return covered(one, right, (two.sentence,)) < _UNMARKED and covered(two, left, (one.sentence,)) < _UNMARKED


def _leftover(one: Side, other: Side, changes: list[Change], flipped: bool) -> None:
    """Pieces without partner in linked sentences: cut, or told without quotation marks, or left out."""
    inside: dict[int, list[Piece]] = {}
    for partner in other.pieces:
        if partner.other >= 0 and not partner.done:
            inside.setdefault(partner.other, []).append(partner)
    for i, piece in enumerate(one.pieces):
        if piece.other >= 0:
            continue
        parts = inside.get(i)
        if parts:
            part = max(parts, key=lambda p: len(p.words))
            change = compare_pieces(other, one, part, piece) if flipped else compare_pieces(one, other, piece, part)
            if change:
                changes.append(change)
            continue
        linked = one.near.get(piece.sentence)
        if linked:
            changes.append(_unmarked(one, other, piece, sorted(set(linked)), flipped))


def _unmarked(one: Side, other: Side, piece: Piece, linked: list[int], flipped: bool) -> Change:
    """The change of words that only one text has in quotation marks."""
    words = changed_words(one, piece, 0, len(piece.words))
    plain = [w for k in linked for w in plain_words(other, k)]
    substantive = False
    if f" {' '.join(piece.words)} " in f" {' '.join(plain)} ":
        why = "The same words stand in quotation marks in one text and without them in the other."
    else:
        share = covered(piece, other, linked)
        nots = [sum(w in ("not", "never", "no") for w in ws) % 2 for ws in (piece.words, plain)]
        substantive = share >= _UNMARKED and len(piece.words) >= _SURE and nots[0] != nots[1]
        why = (
            "Told without quotation marks, it says the opposite of the quotation."
            if substantive
            else "One text quotes these words, the other tells or leaves them out in its own words."
        )
    return Change("quote", substantive, None if flipped else words, words if flipped else None, why)


def _kept_pairs(left: Side, right: Side, changes: list[Change]) -> list[tuple[Quotation, Quotation]]:
    """The quotations of which every word is kept; adds a change where a pair has two speakers."""
    kept: list[tuple[Quotation, Quotation]] = []
    told: set[tuple[ChangedWords | None, ChangedWords | None] | None] = set()
    state: dict[int, tuple[Quotation, Quotation, bool]] = {}
    for piece in left.pieces:
        if piece.other < 0:
            state[piece.quotation.start] = (piece.quotation, piece.quotation, False)
            continue
        partner = right.pieces[piece.other]
        before = state.get(piece.quotation.start)
        whole = not piece.done and (before is None or before[2])
        state[piece.quotation.start] = (piece.quotation, partner.quotation, whole)
        if before is None:
            change = another_speaker(left.article, right.article, piece.quotation, partner.quotation)
            where = (change.a, change.b) if change else None
            if change and where not in told:  # stretches of one quotation share their speaker
                told.add(where)
                changes.append(change)
    for one, two, whole in state.values():
        if whole:
            kept.append((one, two))
    return kept
