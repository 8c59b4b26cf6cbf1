"""Whether two quantities say the same, and which quantity of one text answers to which of the other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from retold.changes.quantities import OLDEST, Quantity
from retold.changes.quantity_verdict import Verdict
from retold.changes.quantity_words import word_set
from retold.changes.units import Unit, base_value

__all__ = ["match_quantities", "pair_quantities", "same_quantity"]

_EQUAL = 1e-6  # relative: two values written differently are one value up to the noise of floating point
# A figure without "about" may stand for a finer one only where readers know it is rounded: thousands and decimals.
ROUND_FROM = 1000.0
UNHEDGED_ROUNDING = 0.05  # relative difference; 4.176 million told as 4.2 million is .6 %, 1.34 as 1.3 is 3 %
HEDGED_ROUNDING = 0.08  # "some 100 miles" for 165 km (2.5 %), "nearly 30" for 28 (7 %); 26 would be another figure
CONVERTED = 0.03  # between units: 24 inches are 60 cm (1.6 %), 90 km are 56 miles (.1 %)
CONVERTED_COARSELY = 0.08  # … where one side is hedged or has one digit: 10 km are six miles (3.5 %)
PAIRED = 0.35  # how alike the places of two unlike figures must be to be told as one figure that changed
ALIKE = 0.5  # likeness of places that outweighs another dimension, or that the figure is said elsewhere too
_MOST = 200  # quantities a side that are looked at; more than that is a table and no run of sentences
_MOST_LEFT = 40  # quantities a side that are weighed pair by pair; a run of sentences has a handful

_UP = frozenset(("more than", "at least"))
_DOWN = frozenset(("less than", "at most"))
# Only these make the figure itself another statement where they are lost. Translators drop and add "more than" and
# "over" freely: 8 of 14 false alarms among 1,000 pairs of translations came from there.
_BOUNDS = frozenset(("at least", "at most"))
_DOLLARS = frozenset(("USD", "AUD", "CAD", "HKD", "NZD", "SGD"))
# An age may lose its "years old", a term of years its "years": figures of these kinds may answer to each other.
_AGES = frozenset(("age", "duration", "count"))
_POUND = Unit("lb", "mass", 0.45359237)
_WORD = re.compile(r"[^\W_]{3,}")
_OF = (" of ", " out of ", " des ", " der ", " de ", " di ", " van ")
_OF_WITHIN = 16  # characters between "32" and "48" in "32 of its 48"
_COMMON = word_set(
    "the and for with that was were has had have from are its his her their which who been into than more but said "
    "les des und der die das que los las del con por una over about some after this"
)


def _named(q: Quantity) -> str:
    return q.text if q.approximation == "exact" else f"{q.approximation} {q.text}"


def _comparable(x: Quantity, y: Quantity) -> bool:
    """Whether the two measure the same kind of thing, or one leaves open what it measures."""
    if x.dimension == y.dimension:
        return True
    dimensions = {x.dimension, y.dimension}
    if dimensions <= {"age", "duration"}:
        return x.unit.name.startswith("year") and y.unit.name.startswith("year")
    if dimensions <= {"score", "count"} or dimensions == {"share", "points"}:
        return True
    if "pound" in (x.unit.name, y.unit.name) and dimensions == {"money", "mass"}:
        return True
    return "count" in dimensions and not dimensions & {"rank", "label", "clock", "share"}


def _different(x: Quantity, y: Quantity, what: str = "") -> Verdict:
    return Verdict("different", True, f"One text has {_named(x)}, the other {_named(y)}{what}.")


def same_quantity(x: Quantity, y: Quantity) -> Verdict:
    """How `x` of one text compares with `y` of the other: value, unit and how exactly it is meant."""
    if not _comparable(x, y) or {x.dimension, y.dimension} == {"share", "points"}:
        return _different(x, y)
    if {x.dimension, y.dimension} == {"money", "mass"}:
        x, y = (replace(q, unit=_POUND) if q.dimension == "money" else q for q in (x, y))
    if x.dimension == "clock":
        return _same_clock(x, y)
    if "score" in (x.dimension, y.dimension):
        if (x.low, x.high) == (y.low, y.high):
            return Verdict("same", False, f"{x.text} and {y.text} are the same score.")
        if (x.low, x.high) == (y.high, y.low) and x.dimension == y.dimension:
            return Verdict("same", False, f"{x.text} and {y.text} are the same score seen from the other side.")
        if x.dimension != y.dimension and x.low == y.low and 0 in (x.high, y.high):
            return Verdict("same", False, f"{x.text} and {y.text} are the same score.")
        return _different(x, y)
    if x.dimension == "money" == y.dimension and not _one_currency(x, y):
        return _different(x, y, ", another currency")
    measured = x.dimension == y.dimension or {x.dimension, y.dimension} == {"age", "duration"}
    (a, a2), (b, b2) = (_value(q, measured) for q in (x, y))
    if _equal(a, b) and _equal(a2, b2):
        return _same_value(x, y)
    if x.vague or y.vague:
        return _within(x, y, (a, a2), (b, b2))
    if x.dimension in ("rank", "label"):
        return _different(x, y)
    if a != a2 or b != b2:
        return _ranges(x, y, (a, a2), (b, b2))
    return _near(x, y, a, b, measured)


def _value(q: Quantity, measured: bool) -> tuple[float, float]:
    if (measured and q.dimension != "money") or (q.unit.factor < 1 and q.dimension == "money"):
        return base_value(q.low, q.unit), base_value(q.high, q.unit)
    return q.low, q.high


def _equal(a: float, b: float) -> bool:
    return abs(a - b) <= _EQUAL * max(abs(a), abs(b))


def _one_currency(x: Quantity, y: Quantity) -> bool:
    names = {x.unit.name, y.unit.name}
    return (
        len(names) == 1
        or names <= {"GBP", "pound", "penny"}
        or names <= {*_DOLLARS, "cent"}
        or names == {"EUR", "cent"}
    )


def _same_value(x: Quantity, y: Quantity) -> Verdict:
    """The value is one; the hedges may still say something else."""
    kinds = {x.approximation, y.approximation}
    if kinds & _UP and kinds & {*_DOWN, "nearly"}:
        return Verdict("different", True, f"One text has {_named(x)}, the other {_named(y)}: over became under.")
    if "exact" in kinds and kinds & _BOUNDS:
        return Verdict("less precise", True, f"{_named(x)} against {_named(y)}: a bound is told as the figure itself.")
    if len(kinds) > 1 and not kinds <= _UP and not kinds <= {*_DOWN, "nearly"}:
        return Verdict("less precise", False, f"{_named(x)} and {_named(y)} are the same figure, one of them hedged.")
    if x.unit.name != y.unit.name and x.dimension == y.dimension:
        return Verdict("converted", False, f"{x.text} and {y.text} are the same {_thing(x)}.")
    return Verdict("same", False, f"{x.text} and {y.text} are the same {_thing(x)}.")


def _thing(q: Quantity) -> str:
    return {"length": "distance", "mass": "weight", "money": "amount", "share": "share", "duration": "length of time",
            "age": "age", "area": "area", "volume": "volume", "speed": "speed", "temperature": "temperature",
            "rank": "place in a row"}.get(q.dimension, "number")  # fmt: skip


def _same_clock(x: Quantity, y: Quantity) -> Verdict:
    if x.dimension != y.dimension:
        return _different(x, y)
    a, b = x.low, y.low
    if x.zone is not None and y.zone is not None:
        a, b = a - x.zone, b - y.zone
    day = 1440 if x.known and y.known else 720
    if (a - b) % day == 0:
        return Verdict("same", False, f"{x.text} and {y.text} are the same time of day.")
    gap = min((a - b) % day, (b - a) % day)
    if gap <= 15 and "about" in (x.approximation, y.approximation):
        return Verdict("rounded", False, f"{_named(x)} and {_named(y)} are the same time of day, one of them rounded.")
    return _different(x, y)


def _within(x: Quantity, y: Quantity, a: tuple[float, float], b: tuple[float, float]) -> Verdict:
    """As in "hundreds" beside 350, "tens of thousands" beside "more than 13,000"."""
    slack = 1.0 if x.vague and y.vague else 1.15  # "hundreds" for 1,100, but never for "thousands"
    if a[0] <= b[1] * slack and b[0] <= a[1] * slack:
        return Verdict(
            "less precise", False, f"{_named(x)} and {_named(y)} fit each other; one says it less precisely."
        )
    return _different(x, y)


def _ranges(x: Quantity, y: Quantity, a: tuple[float, float], b: tuple[float, float]) -> Verdict:
    """A range beside a single figure inside it is more precise; two unlike ranges differ."""
    if (a[0] == a[1]) == (b[0] == b[1]):
        return _different(x, y)
    single, spread = (a[0], b) if a[0] == a[1] else (b[0], a)
    if spread[0] <= single <= spread[1]:
        return Verdict("less precise", False, f"{_named(x)} and {_named(y)} fit each other; one of them is a range.")
    return _different(x, y)


def _near(x: Quantity, y: Quantity, a: float, b: float, measured: bool) -> Verdict:
    """Two unequal values: rounded, converted, a bound that holds, or different."""
    if a * b <= 0:
        return _different(x, y)
    apart = abs(a - b) / max(abs(a), abs(b))
    hedged = x.approximation != "exact" or y.approximation != "exact"
    x_step, y_step = ((q.step * (q.unit.factor if measured and q.dimension != "money" else 1.0)) for q in (x, y))
    coarse, step, other = (a, x_step, b) if x_step >= y_step else (b, y_step, a)
    if measured and x.unit.name != y.unit.name:
        tolerance = CONVERTED_COARSELY if hedged or coarse < 10 * step else CONVERTED
        if apart <= tolerance and abs(coarse - other) <= max(0.55 * step, 0.012 * coarse):
            return Verdict("converted", False, f"{_named(x)} and {_named(y)} are the same {_thing(x)}.")
        return _different(x, y)
    if x_step == y_step and not (hedged and apart <= 0.02):
        return _different(x, y)
    rounds = abs(coarse - other) <= 0.5 * step * (1 + _EQUAL)
    blunt, fine = (x, y) if x_step >= y_step else (y, x)
    if blunt.approximation in _UP | _DOWN:
        holds = (other > coarse) == (blunt.approximation in _UP)
        if holds and abs(other - coarse) < step and apart <= 0.5 and fine.approximation in ("exact", "about"):
            return Verdict(
                "less precise", False, f"{_named(x)} and {_named(y)} fit each other; one gives only a bound."
            )
        return _different(x, y)
    loosely = HEDGED_ROUNDING if fine.approximation == "exact" else 0.02
    if hedged and apart <= loosely and rounds:
        return Verdict("rounded", False, f"{_named(x)} and {_named(y)} are the same {_thing(x)}, one of them rounded.")
    if (
        rounds
        and apart <= UNHEDGED_ROUNDING
        and coarse >= 10 * step * 0.999
        and (abs(coarse) >= ROUND_FROM or fine.step < 1)
    ):
        return Verdict("rounded", False, f"{_named(x)} and {_named(y)} are the same {_thing(x)}, one of them rounded.")
    return _different(x, y)


Match = tuple[Quantity | None, Quantity | None, Verdict]


def match_quantities(a: Sequence[Quantity], b: Sequence[Quantity]) -> list[Match]:
    """Which quantity of one sentence run answers to which of the linked one, with the verdict on each pair.

    Equal values go first, then what is rounded, converted or less precise, then unlike figures that stand in like
    places: those are the changes. What finds no partner comes with None ("missing", "added").
    In the order of `a`, added ones last.
    """
    beyond = [
        *((x, None, _alone(x, "missing", ())) for x in a[_MOST:]),
        *((None, y, _alone(y, "added", ())) for y in b[_MOST:]),
    ]
    a, b = a[:_MOST], b[:_MOST]
    pairs = _pairs(a, b)
    taken = {j for j, _ in pairs.values()}
    found: list[Match] = [
        (x, b[pairs[i][0]], pairs[i][1]) if i in pairs else (x, None, _alone(x, "missing", b)) for i, x in enumerate(a)
    ]
    return found + [(None, y, _alone(y, "added", a)) for j, y in enumerate(b) if j not in taken] + beyond


def pair_quantities(a: Sequence[Quantity], b: Sequence[Quantity]) -> list[tuple[Quantity, Quantity, Verdict]]:
    """The matches of `match_quantities` that have both sides."""
    if list(map(_stated, a)) == list(map(_stated, b)) and len({_key(x) for x in a}) == len(a) < _MOST:
        return [(x, y, same_quantity(x, y)) for x, y in zip(a, b, strict=True)]
    pairs = _pairs(a[:_MOST], b[:_MOST])
    return [(a[i], b[pairs[i][0]], pairs[i][1]) for i in sorted(pairs)]


def _stated(q: Quantity) -> tuple[object, ...]:
    return q.low, q.high, q.unit, q.approximation, q.zone, q.known


def _pairs(a: Sequence[Quantity], b: Sequence[Quantity]) -> dict[int, tuple[int, Verdict]]:
    """For each quantity of `a` that has a partner in `b`, its number and the verdict."""
    pairs: dict[int, tuple[int, Verdict]] = {}
    taken: set[int] = set()
    places = [_place(a), _place(b)]
    by_value: defaultdict[str, list[int]] = defaultdict(list)
    for j, y in enumerate(b):
        by_value[_key(y)].append(j)
    likely = [(i, j) for i, x in enumerate(a) for j in by_value[_key(x)][:_MOST_LEFT]]
    _assign(a, b, likely, pairs, taken, places, same_only=True)
    left = [i for i in range(len(a)) if i not in pairs][:_MOST_LEFT]
    right = [j for j in range(len(b)) if j not in taken][:_MOST_LEFT]
    _assign(a, b, [(i, j) for i in left for j in right], pairs, taken, places, same_only=False)
    _assign_shares(a, b, pairs, taken)
    if len(pairs) < len(a) and len(taken) < len(b):
        _assign_unlike(a, b, pairs, taken, places)
    return pairs


def _key(q: Quantity) -> str:
    return f"{q.low:.4g}" if q.dimension not in ("score", "clock") else f"{q.dimension}"


def _place(side: Sequence[Quantity]) -> list[float]:
    first, last = (side[0].start, side[-1].end) if side else (0, 1)
    return [(q.start - first) / max(40, last - first) for q in side]


def _assign(
    a: Sequence[Quantity], b: Sequence[Quantity], candidates: list[tuple[int, int]],
    pairs: dict[int, tuple[int, Verdict]], taken: set[int], places: list[list[float]], *, same_only: bool,
) -> None:  # fmt: skip
    """Pair what says the same (or nearly), the likest first."""
    scored = []
    for i, j in candidates:
        verdict = same_quantity(a[i], b[j])
        if (verdict.kind == "different" and "over became under" not in verdict.why) or (
            same_only and verdict.kind == "rounded"
        ):
            continue
        exactly = verdict.kind == "same"
        alike = a[i].dimension == b[j].dimension
        score = 2.0 * exactly + alike - verdict.substantive + 0.5 * (1 - abs(places[0][i] - places[1][j]))
        scored.append((score, i, j, verdict))
    if len({i for _, i, _, _ in scored}) < len(scored):
        scored = [(s + _context(a[i], b[j]), i, j, v) for s, i, j, v in scored]
    for _, i, j, verdict in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if i not in pairs and j not in taken:
            pairs[i] = j, verdict
            taken.add(j)


def _assign_shares(
    a: Sequence[Quantity], b: Sequence[Quantity], pairs: dict[int, tuple[int, Verdict]], taken: set[int]
) -> None:
    """Pair "32 of its 48" with "two out of three": the share that two counts of one text make."""
    for i, j, turned in [(i, j, False) for i in range(len(a)) for j in range(len(b)) if b[j].dimension == "share"] + [
        (i, j, True) for j in range(len(b)) for i in range(len(a)) if a[i].dimension == "share"
    ]:
        if i in pairs or j in taken:
            continue
        part, share, side = (b[j], a[i], b[j + 1 : j + 2]) if turned else (a[i], b[j], a[i + 1 : i + 2])
        if (
            part.dimension == "count"
            and part.after.startswith(_OF)
            and (side and side[0].start - part.end <= _OF_WITHIN and side[0].low > 0)
            and abs(100 * part.low / side[0].low - share.low) <= 1
        ):
            pairs[i] = j, Verdict("same", False, f"{part.text} of {side[0].text} and {share.text} are the same share.")
            taken.add(j)


def _assign_unlike(
    a: Sequence[Quantity], b: Sequence[Quantity], pairs: dict[int, tuple[int, Verdict]], taken: set[int],
    places: list[list[float]],
) -> None:  # fmt: skip
    """Pair unlike figures that stand in like places: what the retelling changed."""
    left = [i for i in range(len(a)) if i not in pairs][:_MOST_LEFT]
    right = [j for j in range(len(b)) if j not in taken][:_MOST_LEFT]
    again = {i for i in left if _repeats(a[i], a, b)}, {j for j in right if _repeats(b[j], b, a)}
    fresh = [a[i] for i in left if i not in again[0]], [b[j] for j in right if j not in again[1]]
    lone = _lone(fresh[0]) & _lone(fresh[1])
    years = all(sum(q.dimension in _AGES and not q.weak for q in side) == 1 for side in fresh)
    scored = []
    for i in left:
        for j in right:
            x, y = a[i], b[j]
            if not _comparable(x, y):
                continue
            context, noun = _context(x, y), bool(_noun(x)) and _noun(x) == _noun(y)
            same = x.dimension == y.dimension
            one_unit = same and x.unit.name == y.unit.name and x.dimension != "count"
            if (x.weak or y.weak) and not noun:
                continue
            untold = years and not same and {x.dimension, y.dimension} <= _AGES and max(x.high, y.high) <= OLDEST
            odd = i in again[0] or j in again[1] or (not same and not untold)
            if odd and context < ALIKE and not (noun and one_unit):
                continue
            score = context + 0.4 * noun + (0.35 if one_unit else 0.15 * same)
            score = score + 0.2 * (same and x.dimension in lone) + 0.3 * untold
            score += 0.1 * (1 - abs(places[0][i] - places[1][j]))
            if score >= PAIRED:
                scored.append((score, i, j))
    for _, i, j in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if i not in pairs and j not in taken:
            pairs[i] = j, same_quantity(a[i], b[j])
            taken.add(j)


def _lone(side: Sequence[Quantity]) -> set[str]:
    """The dimensions of which only one quantity is left."""
    counted = Counter(q.dimension for q in side if not q.weak)
    return {dimension for dimension, count in counted.items() if count == 1}


def _repeats(q: Quantity, own: Sequence[Quantity], other: Sequence[Quantity]) -> bool:
    """Whether a leftover only says again, in brackets or elsewhere, what the other text says too."""
    return q.restates or (_said(q, other) and _said(q, own))


def _said(q: Quantity, side: Sequence[Quantity]) -> bool:
    return any(
        y is not q and y.dimension == q.dimension and same_quantity(q, y).kind in ("same", "converted")
        for y in side[:_MOST_LEFT]
    )


def _noun(q: Quantity) -> str:
    match = _WORD.search(q.after[:24])
    return match[0][:5] if match is not None else ""


def _words(q: Quantity) -> set[str]:
    return {w[:5] for w in _WORD.findall(q.before) + _WORD.findall(q.after) if w not in _COMMON}


def _context(x: Quantity, y: Quantity) -> float:
    """How alike the words beside the two are: a Dice coefficient, 0 to 1."""
    ours, theirs = _words(x), _words(y)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0


def _alone(q: Quantity, kind: str, other: Sequence[Quantity]) -> Verdict:
    where = "the first" if kind == "missing" else "the second"
    if q.restates:
        why = f"{q.text} only gives the same {_thing(q)} once more, in brackets."
    elif _said(q, other):
        why = f"{q.text} is said once more in {where} text."
    else:
        why = f"Only {where} text has {_named(q)}."
    return Verdict("missing" if kind == "missing" else "added", False, why)
