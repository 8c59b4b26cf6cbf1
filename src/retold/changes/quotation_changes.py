"""What became of each quotation: kept, reworded, cut short, told without its marks, given to another speaker.

Quotations are compared in pieces, one for each sentence that a quotation runs through. A piece whose words stand in
a quotation of the other text, however that is cut up, is kept. What is left over is paired inside the linked
sentences and their neighbours and compared word by word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import LCSseq

from retold.changes.quotation_words import CONDITIONS, DOUBTS, content, find_tokens, same_spelling
from retold.changes.quotations import Quotation, find_quotations
from retold.changes.speaker_names import another_speaker
from retold.model import Article, Change, ChangedWords, Link

__all__ = ["QuotationChanges", "compare_quotations"]

# A quotation of this many words that stands anywhere in the other text is the same one; a shorter one ("very good")
# must stand in a linked sentence or beside it.
_SURE = 5
# From this share of differing words on, the whole piece is what changed and not single words of it. People who
# labelled retellings mark single words up to about a third and the whole quotation from a half on.
_WHOLE = 0.4
# Pieces that share this much of their words belong together wherever they stand in linked sentences.
_ALIKE = 0.3
# The words of a piece that stand outside quotation marks in the linked sentences: above it, its marks are gone.
_UNMARKED = 0.6
# Two pieces without common words can be one only when neither is this many times longer.
_LONGER = 4.0


@dataclass(frozen=True, slots=True)
class QuotationChanges:
    """What `compare_quotations` found: the changes, and the pairs of quotations (of a, of b) kept word for word."""

    changes: tuple[Change, ...] = ()
    kept: tuple[tuple[Quotation, Quotation], ...] = ()


@dataclass(slots=True)
class _Piece:
    """The part of a quotation that stands in one sentence, with its canonical words and their offsets."""

    quotation: Quotation
    sentence: int
    start: int
    end: int
    words: list[str]
    starts: list[int]
    ends: list[int]
    added: bool
    other: int = -1  # the piece of the other text that holds these words
    done: bool = False


@dataclass(slots=True)
class _Side:
    """One article: its pieces in order, by sentence, and all their words as one string."""

    article: Article
    pieces: list[_Piece] = field(default_factory=list)
    at: dict[int, list[int]] = field(default_factory=dict)
    stream: str = " "
    offsets: list[int] = field(default_factory=list)
    near: dict[int, list[int]] = field(default_factory=dict)  # linked sentences of the other article
    plain: dict[int, list[str]] = field(default_factory=dict)


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
    left = _side(a, find_quotations(a) if quotations_a is None else quotations_a)
    right = _side(b, find_quotations(b) if quotations_b is None else quotations_b)
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


def _side(article: Article, quotations: Sequence[Quotation]) -> _Side:
    side = _Side(article)
    sentences = article.sentences
    starts = [s.start for s in sentences]
    parts: list[str] = []
    length = 1
    for quotation in quotations:
        if quotation.depth:
            continue
        k = max(0, bisect_right(starts, quotation.inner_start) - 1)
        while k < len(sentences) and sentences[k].start < quotation.inner_end:
            start, end = max(sentences[k].start, quotation.inner_start), min(sentences[k].end, quotation.inner_end)
            words, begins, ends, added = find_tokens(article.text, start, end)
            if words:
                side.at.setdefault(k, []).append(len(side.pieces))
                side.pieces.append(_Piece(quotation, k, begins[0], end, words, begins, ends, added))
                side.offsets.append(length)
                parts.append(" ".join(words))
                length += len(parts[-1]) + 1
            k += 1
    side.stream = " " + " ".join(parts) + " "
    return side


def _find_kept(one: _Side, other: _Side) -> None:
    """Note for each piece of one side where its words stand in the quotations of the other."""
    for piece in one.pieces:
        needle = f" {' '.join(piece.words)} "
        at = other.stream.find(needle)
        tries = 0
        while at >= 0 and tries < 20:
            k = bisect_right(other.offsets, at + 1) - 1
            if len(piece.words) >= _SURE or _is_near(one, piece.sentence, other.pieces[k].sentence):
                piece.other = k
                break
            at = other.stream.find(needle, at + 1)
            tries += 1


def _is_near(one: _Side, sentence: int, target: int) -> bool:
    """Whether a sentence of the other side is linked to this one or stands beside one that is."""
    return any(abs(j - target) <= 1 for k in (sentence - 1, sentence, sentence + 1) for j in one.near.get(k, ()))


def _pair(left: _Side, right: _Side, changes: list[Change]) -> None:
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
        change = _compare(left, right, one, two)
        if change:
            changes.append(change)


def _ranks(side: _Side) -> dict[int, int]:
    """For each piece that is not kept, which of those of its sentence it is."""
    found: dict[int, int] = {}
    for inside in side.at.values():
        for rank, i in enumerate(i for i in inside if side.pieces[i].other < 0):
            found[i] = rank
    return found


def _likeness(one: _Piece, two: _Piece) -> float:
    """The share of words that two pieces have in common in the same order, of the shorter one."""
    shared = LCSseq.similarity(one.words, two.words)
    return shared / max(2, min(len(one.words), len(two.words))) if shared > 1 or len(one.words) < 3 else 0.0


def _may_be_one(left: _Side, right: _Side, one: _Piece, two: _Piece) -> bool:
    """Whether two pieces without common words, in linked sentences, can be one quotation in other words."""
    short, long = sorted((len(one.words), len(two.words)))
    if long > _LONGER * short + 2:
        return False
    return _covered(one, right, (two.sentence,)) < _UNMARKED and _covered(two, left, (one.sentence,)) < _UNMARKED


def _covered(piece: _Piece, other: _Side, sentences: Iterable[int]) -> float:
    """The share of a piece's telling words that stand outside quotation marks in sentences of the other side."""
    telling = content(piece.words)
    if not telling:
        return 0.0
    plain: set[str] = set()
    for k in sentences:
        plain |= content(_plain(other, k))
    return len(telling & plain) / len(telling)


def _plain(side: _Side, k: int) -> list[str]:
    """The words of a sentence outside quotation marks."""
    if k not in side.plain:
        sentence = side.article.sentences[k]
        words: list[str] = []
        at = sentence.start
        for i in side.at.get(k, ()):
            words += find_tokens(side.article.text, at, side.pieces[i].start)[0]
            at = side.pieces[i].end
        side.plain[k] = words + find_tokens(side.article.text, at, sentence.end)[0]
    return side.plain[k]


def _changed(side: _Side, piece: _Piece, first: int, last: int) -> ChangedWords | None:
    """The words `first` to `last` (half-open) of a piece; None where there are none."""
    if first >= last:
        return None
    start, end = piece.starts[first], piece.ends[last - 1]
    return ChangedWords(piece.sentence, start, end, side.article.text[start:end])


def _compare(left: _Side, right: _Side, one: _Piece, two: _Piece) -> Change | None:
    """How the words of two pieces differ."""
    x, y = one.words, two.words
    steps = [
        (a0, a1, b0, b1)
        for a0, a1, b0, b1 in _ends(x, y) or _blocks(x, y)
        if not same_spelling(" ".join(x[a0:a1]), " ".join(y[b0:b1]))
    ]
    whole = _changed(left, one, 0, len(x)), _changed(right, two, 0, len(y))
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
    a, b = _changed(left, one, a0, a1), _changed(right, two, b0, b1)
    return Change("quote", True, a, b, _which(a, b))


def _which(a: ChangedWords | None, b: ChangedWords | None) -> str:
    if a and b:
        if len(a.text) + len(b.text) > 120:
            return "Some words inside the quotation marks are not the same."
        return f"Inside the quotation marks, one text has “{a.text}” and the other “{b.text}”."
    only = a or b
    return f"Inside the quotation marks, only one text has “{only.text}”." if only else ""


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


def _cut(left: _Side, right: _Side, one: _Piece, two: _Piece, steps: list[_Step]) -> Change | None:
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
    words = _changed(side, longer, first, last)
    why = (
        "The quotation is cut so that what is left says something else."
        if reverses
        else "One text has only part of the quotation, with the same words."
    )
    return Change("quote", reverses, None if flipped else words, words if flipped else None, why)


def _reverses(side: _Side, piece: _Piece, first: int, last: int, n: int) -> bool:
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


def _leftover(one: _Side, other: _Side, changes: list[Change], flipped: bool) -> None:
    """Pieces without partner in linked sentences: cut, or told without quotation marks, or left out."""
    inside: dict[int, list[_Piece]] = {}
    for partner in other.pieces:
        if partner.other >= 0 and not partner.done:
            inside.setdefault(partner.other, []).append(partner)
    for i, piece in enumerate(one.pieces):
        if piece.other >= 0:
            continue
        parts = inside.get(i)
        if parts:
            part = max(parts, key=lambda p: len(p.words))
            change = _compare(other, one, part, piece) if flipped else _compare(one, other, piece, part)
            if change:
                changes.append(change)
            continue
        linked = one.near.get(piece.sentence)
        if linked:
            changes.append(_unmarked(one, other, piece, sorted(set(linked)), flipped))


def _unmarked(one: _Side, other: _Side, piece: _Piece, linked: list[int], flipped: bool) -> Change:
    """The change of words that only one text has in quotation marks."""
    words = _changed(one, piece, 0, len(piece.words))
    plain = [w for k in linked for w in _plain(other, k)]
    substantive = False
    if f" {' '.join(piece.words)} " in f" {' '.join(plain)} ":
        why = "The same words stand in quotation marks in one text and without them in the other."
    else:
        covered = _covered(piece, other, linked)
        nots = [sum(w in ("not", "never", "no") for w in ws) % 2 for ws in (piece.words, plain)]
        substantive = covered >= _UNMARKED and len(piece.words) >= _SURE and nots[0] != nots[1]
        why = (
            "Told without quotation marks, it says the opposite of the quotation."
            if substantive
            else "One text quotes these words, the other tells or leaves them out in its own words."
        )
    return Change("quote", substantive, None if flipped else words, words if flipped else None, why)


def _kept_pairs(left: _Side, right: _Side, changes: list[Change]) -> list[tuple[Quotation, Quotation]]:
    """The quotations of which every word is kept; adds a change where a pair has two speakers."""
    kept: list[tuple[Quotation, Quotation]] = []
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
            if change and change not in changes:
                changes.append(change)
    for one, two, whole in state.values():
        if whole:
            kept.append((one, two))
    return kept
