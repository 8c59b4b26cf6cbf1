"""How the words of two pieces of quotations differ: spelling, cut short, reworded."""

from __future__ import annotations

from rapidfuzz.distance import LCSseq

from retold.changes.quotation_pieces import Piece, Side, changed_words
from retold.changes.quotation_words import CONDITIONS, DOUBTS, same_spelling
from retold.model import Change, ChangedWords

__all__ = ["compare_pieces"]

# From this share of differing words on, the whole piece is what changed and not single words of it. People who
# labelled retellings mark single words up to about a third and the whole quotation from a half on.
_WHOLE = 0.4


def compare_pieces(left: Side, right: Side, one: Piece, two: Piece) -> Change | None:
    """How the words of two pieces differ."""
    x, y = one.words, two.words
    steps = [
        (a0, a1, b0, b1)
        for a0, a1, b0, b1 in _ends(x, y) or _blocks(x, y)
        if not same_spelling(" ".join(x[a0:a1]), " ".join(y[b0:b1]), _name(left, one, a0) and _name(right, two, b0))
    ]
    whole = changed_words(left, one, 0, len(x)), changed_words(right, two, 0, len(y))
    if not steps:
        return Change("quote", False, *whole, "Only the spelling inside the quotation differs.")
    if one.added or two.added:
        lost = all(a0 == a1 or b0 == b1 for a0, a1, b0, b1 in steps)
        if lost and sum(a1 - a0 + b1 - b0 for a0, a1, b0, b1 in steps) <= 3:
            return Change("quote", False, *whole, "Only words that an editor put in brackets differ.")
    cut = _cut(left, right, one, two, steps)
    if cut is not None:
        return cut
    differ = max(sum(a1 - a0 for a0, a1, _, _ in steps), sum(b1 - b0 for _, _, b0, b1 in steps))
    if differ >= _WHOLE * min(len(x), len(y)):
        return Change("quote", True, *whole, "The words inside the quotation marks are not the same.")
    a0, a1, b0, b1 = steps[0][0], steps[-1][1], steps[0][2], steps[-1][3]
    if a0 == a1 or b0 == b1:  # nothing in its place: the words around it
        a0, b0 = (a0 - 1, b0 - 1) if a0 and b0 else (a0, b0)
        a1, b1 = (a1 + 1, b1 + 1) if a1 < len(x) and b1 < len(y) else (a1, b1)
    a, b = changed_words(left, one, a0, a1), changed_words(right, two, b0, b1)
    return Change("quote", True, a, b, _which(a, b))


def _which(a: ChangedWords | None, b: ChangedWords | None) -> str:
    if a and b:
        if len(a.text) + len(b.text) > 120:
            return "Some words inside the quotation marks are not the same."
        return f"Inside the quotation marks, one text has “{a.text}” and the other “{b.text}”."
    only = a or b
    return f"Inside the quotation marks, only one text has “{only.text}”." if only else ""


def _name(side: Side, piece: Piece, k: int) -> bool:
    """Whether the word `k` of a piece has a capital."""
    return k < len(piece.starts) and side.article.text[piece.starts[k]].isupper()


_Step = tuple[int, int, int, int]  # words of one text, half-open, against words of the other


def _blocks(x: list[str], y: list[str]) -> list[_Step]:
    """The differing runs of two lists of words, neighbours joined."""
    found: list[_Step] = []
    for op in LCSseq.opcodes(x, y):
        if op.tag == "equal":
            continue
        if found and found[-1][1] == op.src_start and found[-1][3] == op.dest_start:
            found[-1] = (found[-1][0], op.src_end, found[-1][2], op.dest_end)
        else:
            found.append((op.src_start, op.src_end, op.dest_start, op.dest_end))
    return found


def _ends(x: list[str], y: list[str]) -> list[_Step]:
    """The differing runs where one list stands in one piece inside the other; nothing where it does not."""
    n, m = len(x), len(y)
    if n == m:
        return []
    long, short = (x, y) if n > m else (y, x)
    at = f" {' '.join(long)} ".find(f" {' '.join(short)} ")
    if at < 0:
        return []
    before = " ".join(long)[:at].count(" ") + (at > 0)
    after = before + len(short)
    if n > m:
        return [(a, b, c, c) for a, b, c in ((0, before, 0), (after, n, m)) if a < b]
    return [(c, c, a, b) for a, b, c in ((0, before, 0), (after, m, n)) if a < b]


def _cut(left: Side, right: Side, one: Piece, two: Piece, steps: list[_Step]) -> Change | None:
    """The change where one piece is the other with words left out at its ends, or where an ellipsis says so."""
    if all(b0 == b1 for _, _, b0, b1 in steps):
        longer, shorter, side, gaps, flipped = one, two, left, [(s[0], s[1], s[2]) for s in steps], False
        other = right
    elif all(a0 == a1 for a0, a1, _, _ in steps):
        longer, shorter, side, gaps, flipped = two, one, right, [(s[2], s[3], s[0]) for s in steps], True
        other = left
    else:
        return None
    n, m = len(longer.words), len(shorter.words)
    text = other.article.text
    for _, _, at in gaps:
        inner = 0 < at < m
        if inner and not any(mark in text[shorter.ends[at - 1] : shorter.starts[at]] for mark in ("…", "..", ". .")):
            return None
    reverses = any(_reverses(side, longer, first, last, n) for first, last, _ in gaps)
    first, last, _ = max(gaps, key=lambda gap: gap[1] - gap[0])
    words = changed_words(side, longer, first, last)
    why = (
        "The quotation is cut so that what is left says something else."
        if reverses
        else "One text has only part of the quotation, with the same words."
    )
    return Change("quote", reverses, None if flipped else words, words if flipped else None, why)


def _reverses(side: Side, piece: Piece, first: int, last: int, n: int) -> bool:
    """Whether leaving out the words `first` to `last` turns round what the rest says."""
    text = side.article.text
    if last < n:  # cut before kept words: doubts in the same clause
        for k in range(last - 1, first - 1, -1):
            if piece.words[k] in DOUBTS:
                return True
            if k and any(mark in text[piece.ends[k - 1] : piece.starts[k]] for mark in ",;:.—–"):
                return False
        return False
    return (
        piece.words[first] in CONDITIONS
        and first > 0
        and not any(mark in text[piece.ends[first - 1] : piece.starts[first]] for mark in ".;")
    )
