"""Where quotation marks open and close: stretches of quoted words, in all the usual marks and their usual mistakes.

One pass over the marks of each paragraph. A mark's direction is read from its shape and from what stands beside it,
because texts use the wrong one ("Ukraine “."), mix curly with straight ones, leave one out, or put a space before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Stretch", "find_stretches"]

_MARK = re.compile(r"""["“”„‟«»‹›「」『』＂'’‘‚`]""")
_ANGLES = {"«": "»", "»": "«", "‹": "›", "›": "‹"}
_CORNERS = {"「": "」", "『": "』"}
_SINGLES = frozenset("'’‘‚`")
_BEFORE_OPENING = frozenset("([{—–-/:;=“‘„‚'\"«‹「『¿¡>|")
_AFTER_CLOSING = frozenset(".,;:!?)]}…")
# Words that begin with an apostrophe, without it.
_ELIDED = re.compile(r"(?:\d0s|em|til|till|tis|twas|cause|n|round|bout|im|cos|neath|kay|sup|ere)(?!\w)", re.I)
# Deeper nesting than this does not occur in the news; further opening marks are passed over.
_DEEPEST = 4
# How many marks ahead a reopened quotation or a single mark is looked up; keeps the pass linear.
_AHEAD = 60
# Where the words of a quotation without closing mark end: at the words that name its speaker.
_ATTRIBUTION = re.compile(
    r"[,.!?…—]\s+(?=(?:(?:he|she|they|it|[Tt]he \w+|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,4}) (?:also |later |then )?"
    r"(?:said|says|told|adds|added|tweeted|wrote|asked|explained|continued)|said|says|added|wrote|asked)\b)"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Quoted words, as offsets into the text: `start` and `end` with the marks, the inner ones without them.

    `opened` and `closed` say whether the mark is there on that side; `depth` is 0 for a quotation and 1 for one
    inside another; `continued` says that it goes on with a quotation which the paragraph before left open.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    opened: bool = True
    closed: bool = True
    depth: int = 0
    continued: bool = False


@dataclass(slots=True)
class _Open:
    """An opening mark that waits for its closing one."""

    mark: str
    start: int
    inner: int
    continued: bool = False


def find_stretches(
    text: str, paragraphs: Iterable[tuple[int, int]], sentence_starts: Sequence[int] = ()
) -> list[Stretch]:
    """All quoted stretches of `text`, in order of their start.

    `paragraphs` are (start, end) character spans in order; a quotation never crosses from one into the next, but
    may be continued there. `sentence_starts` tell where a quotation begins whose opening mark is lost.
    """
    scanner = _Scanner(text, sentence_starts)
    marks = _find_marks(text)
    if not marks:
        return []
    k = 0
    for start, end in paragraphs:
        while k < len(marks) and marks[k][0] < start:
            k += 1
        first = k
        while k < len(marks) and marks[k][0] < end:
            k += 1
        scanner.paragraph(start, end, marks[first:k])
    scanner.settle(None)
    scanner.found.sort(key=lambda s: (s.start, -s.end))
    return scanner.found


def _find_marks(text: str) -> list[tuple[int, int]]:
    """All marks that can belong to a quotation: no apostrophes inside words; two single marks are one double one."""
    found: list[tuple[int, int]] = []
    for match in _MARK.finditer(text):
        at = match.start()
        mark = text[at]
        if mark in _SINGLES:
            before, behind = text[at - 1 : at], text[at + 1 : at + 2]
            if before.isalnum() and behind.isalnum():
                continue
            if before == mark and mark != "‚" and found and found[-1] == (at - 1, at):
                found[-1] = (at - 1, at + 1)
                continue
        found.append((at, at + 1))
    return found


class _Scanner:
    """The pass over all paragraphs; `pending` is the stretch that the paragraph before left open."""

    def __init__(self, text: str, sentence_starts: Sequence[int]) -> None:
        self.text = text
        self.starts = sentence_starts
        self.found: list[Stretch] = []
        self.pending: _Open | None = None
        self.pending_end = 0
        self.begin = self.end = self.last_end = 0
        self.marks: list[tuple[int, int]] = []
        self.stack: list[_Open] = []

    def settle(self, continuation: str | None) -> None:
        """Keep the stretch left open: whole where the next paragraph goes on with it, else up to its speaker."""
        left, end = self.pending, self.pending_end
        self.pending = None
        if left is None:
            return
        if continuation is None:
            found = _ATTRIBUTION.search(self.text, left.inner, end)
            if found:
                end = found.start() + 1
            elif left.mark in _SINGLES and not left.continued:
                return  # a lone apostrophe
        self.found.append(Stretch(left.start, end, left.inner, end, True, False, 0, left.continued))

    def paragraph(self, begin: int, end: int, marks: list[tuple[int, int]]) -> None:
        """Read one paragraph with its marks."""
        text = self.text
        self.marks = marks
        if not self.marks:
            self.settle(None)
            return
        self.begin, self.end, self.last_end = begin, end, begin
        goes_on = False
        lost = None
        if self.pending:
            first = text[begin : self.marks[0][1]]
            if self.marks[0][0] == begin and _family(first) == _family(self.pending.mark):
                goes_on = True
            elif self._closes_first():
                lost = _Open(self.pending.mark, begin, begin, True)
            self.settle("" if goes_on or lost else None)
        self.stack = [lost] if lost else []
        skip = -1
        for k, (at, after) in enumerate(self.marks):
            if k <= skip:
                continue
            mark = text[at:after]
            if mark in _SINGLES:
                skip = self._single(k)
            elif mark in _ANGLES:
                self._angle(mark, at, after)
            elif mark in _CORNERS:
                self._open(mark, at, after)
            elif mark in "」』":
                self._close(lambda entry, mark=mark: _CORNERS.get(entry.mark) == mark, at, after)
            else:
                self._double(k, mark, at, after)
        if self.stack:
            left = self.stack[0]
            left.continued = left.continued or (goes_on and left.start == begin)
            self.pending, self.pending_end = left, end
            self.stack = []
        if goes_on:
            for i in range(len(self.found) - 1, -1, -1):
                s = self.found[i]
                if s.start < begin:
                    break
                if s.start == begin and s.depth == 0:
                    self.found[i] = Stretch(
                        s.start, s.end, s.inner_start, s.inner_end, s.opened, s.closed, s.depth, True
                    )

    def _closes_first(self) -> bool:
        """Whether the first double mark of the paragraph closes what the paragraph before opened."""
        for at, after in self.marks[:_AHEAD]:
            mark = self.text[at:after]
            if mark not in _SINGLES and mark not in _CORNERS:
                if mark in _ANGLES:
                    return mark == _ANGLES.get(self.pending.mark if self.pending else "")
                return not self._looks_open(at, after) and not self._is_inch(mark, at)
        return False

    def _beside(self, at: int, after: int) -> tuple[str, str]:
        before = self.text[at - 1] if at > self.begin else ""
        return before, self.text[after] if after < self.end else ""

    def _looks_open(self, at: int, after: int) -> bool:
        """Whether what stands beside a mark is what stands beside an opening one."""
        before, behind = self._beside(at, after)
        if not behind or behind.isspace():
            return False
        apart = not before or before.isspace()
        if behind in _AFTER_CLOSING:
            return apart and (behind == "…" or self.text.startswith("..", after))
        return apart or before in _BEFORE_OPENING

    def _is_inch(self, mark: str, at: int) -> bool:
        return mark in ('"', "”", "''") and at > self.begin and self.text[at - 1].isdigit()

    def _open(self, mark: str, at: int, after: int) -> None:
        if len(self.stack) < _DEEPEST:
            self.stack.append(_Open(mark, at, after))

    def _close(self, fits: object, at: int, after: int) -> bool:
        """Close the innermost open quotation that fits; what is open inside it is dropped."""
        assert callable(fits)
        for depth in range(len(self.stack) - 1, -1, -1):
            entry = self.stack[depth]
            if fits(entry):
                self._emit(entry, at, after, depth)
                del self.stack[depth:]
                return True
        return False

    def _emit(self, entry: _Open, inner_end: int, end: int, depth: int, closed: bool = True) -> None:
        text, inner = self.text, entry.inner
        if not text[inner:inner_end].strip():
            return
        opened = entry.start < inner
        self.found.append(Stretch(entry.start, end, inner, inner_end, opened, closed, min(depth, 1), entry.continued))
        if depth == 0:
            self.last_end = end

    def _double(self, k: int, mark: str, at: int, after: int) -> None:
        """A double mark, curly, low or straight: open or close."""
        inside = next((entry for entry in reversed(self.stack) if _family(entry.mark) == "double"), None)
        looks_open = self._looks_open(at, after)
        before, behind = self._beside(at, after)
        if inside is None:
            spaced = (not before or before.isspace()) and behind.isspace()
            if mark == "„" or looks_open or (spaced and mark != "”") or (behind.isalnum() and mark in ("“", '"', "``")):
                self._open(mark, at, after)
            elif not self._is_inch(mark, at):
                self._lost_opening(at, after)
            return
        again = mark in ("„", "``") or (looks_open and (mark in ("“", "‟") or not before or before.isspace()))
        if again and mark == "“" and inside.mark == "„":
            again = False
        if mark == "”" and inside.mark in "“„":
            again = False
        if not again:
            prefers = _OPENERS.get(mark, "")
            if not self._close(lambda entry: entry.mark in prefers, at, after):
                self._close(lambda entry: _family(entry.mark) == "double", at, after)
            return
        if (mark in "“„" and inside.mark in ('"', "''")) or self._closes_twice(k):
            self._open(mark, at, after)
            return
        # The earlier quotation was never closed.
        depth = self.stack.index(inside)
        end = at
        while end > inside.inner and self.text[end - 1].isspace():
            end -= 1
        found = _ATTRIBUTION.search(self.text, inside.inner, end)
        stop = found.start() + 1 if found else end
        self._emit(inside, stop, stop, depth, closed=False)
        del self.stack[depth:]
        self._open(mark, at, after)

    def _closes_twice(self, k: int) -> bool:
        """Whether the next two double marks both close: the mark before them opens a nested quotation."""
        seen = 0
        for at, after in self.marks[k + 1 : k + 1 + _AHEAD]:
            if _family(self.text[at:after]) != "double":
                continue
            if self._looks_open(at, after):
                return False
            seen += 1
            if seen == 2:
                return True
        return False

    def _lost_opening(self, at: int, after: int) -> None:
        """A closing mark that closes nothing: its quotation begins with the sentence, if that looks spoken."""
        if self.text[at - 1 : at] not in (",", ".", "!", "?", "…") or not self.starts:
            return
        i = bisect_right(self.starts, at - 1) - 1
        start = self.starts[i] if i >= 0 else at
        if start >= self.last_end and start >= self.begin and self.text.count(" ", start, at) >= 2:
            self._emit(_Open("", start, start), at, after, 0)

    def _angle(self, mark: str, at: int, after: int) -> None:
        if self._close(lambda entry: _ANGLES.get(entry.mark) == mark, at, after):
            return
        if mark in "«‹" or self._looks_open(at, after):
            self._open(mark, at, after)

    def _single(self, k: int) -> int:
        """A single mark: the index of the mark that closes it, the text between being read, or else `k`."""
        text = self.text
        at, after = self.marks[k]
        mark = text[at]
        before, behind = self._beside(at, after)
        apart = not before or before.isspace() or before in _BEFORE_OPENING or _MARK.match(before) is not None
        opens = mark == "‚" or (mark in "‘'`" and apart and behind and (behind.isalnum() or behind in '“"«[($£€#@….'))
        if not opens:
            return k
        close = self._closing_single(k)
        if close is None:
            alone = at == self.begin and mark in "‘'" and not self.stack
            if alone and not _ELIDED.match(text, after) and text.count(" ", after, self.end) > 8:
                self._open(mark, at, after)
            return k
        end = self.marks[close]
        if end[0] - after < 3 and _ELIDED.match(text, after):
            return k  # rock 'n' roll
        depth = len(self.stack)
        self._emit(_Open(mark, at, after), end[0], end[1], depth)
        inner = any(_family(text[a:b]) != "single" for a, b in self.marks[k + 1 : close])
        if not inner:
            return close
        if depth < _DEEPEST:  # double marks inside single ones: read them one level deeper
            outer, self.stack = self.stack, [_Open(mark, at, -1)]
            for j in range(k + 1, close):
                a, b = self.marks[j]
                if _family(text[a:b]) == "double":
                    self._double(j, text[a:b], a, b)
            self.stack = outer
        return close

    def _closing_single(self, k: int) -> int | None:
        """The single mark that closes the one at `k`: not a plural's apostrophe where a better one follows."""
        text = self.text
        low = text[self.marks[k][0]] == "‚"
        inside = any(_family(entry.mark) == "double" for entry in self.stack)
        plural = None
        doubles = 0
        for j in range(k + 1, min(k + 1 + _AHEAD, len(self.marks))):
            at, after = self.marks[j]
            mark = text[at:after]
            if mark not in _SINGLES:
                if _family(mark) == "double":
                    opening = self._looks_open(at, after)
                    doubles += 1 if opening else -1
                    if doubles < 0:
                        if inside or mark in ('"', "”"):
                            break
                        doubles = 0
                continue
            before, behind = self._beside(at, after)
            if (mark == "‘" and not low) or mark in "‚`" or (mark == "'" and behind.isalnum() and before != behind):
                if behind.isalnum() and _ELIDED.match(text, after):
                    continue
                break
            if behind.isalnum() or (doubles > 0 and not low):
                continue
            if before in "sSzxX" and behind == " " and text[after + 1 : after + 2].isalnum():
                plural = j if plural is None else plural
                continue
            return j
        return plural


def _family(mark: str) -> str:
    """Which marks can close one another."""
    if mark in _SINGLES:
        return "single"
    if mark in _ANGLES:
        return "angle"
    return "corner" if mark in _CORNERS or mark in ("」", "』") else "double"


# Which opening marks a closing mark belongs to, where several are open.
_OPENERS = {"”": "“„”‟", "“": "„“", '"': '"＂', "''": "``''", "’’": "“‘‘", "＂": '＂"', "‟": "„”‟"}
