"""Every direct quotation of an article, with who says it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from retold.changes.quotation import How, Quotation, make_quotation
from retold.changes.quotation_marks import Stretch, find_stretches
from retold.changes.speaker_phrases import Frame, first_phrase, is_name, read_frame
from retold.changes.speaker_words import BE, PRONOUNS
from retold.changes.speakers import Attribution, find_attributions
from retold.model import Article, Sentence, Span

__all__ = ["Quotation", "find_quotations"]

_GAP = re.compile(r"[\s,.–—-]*(?:as |so )?")
_JOINS = re.compile(r"[\s,;–—-]*(?:and|but|while|und|et|y|e|en|и)\b")
_STOPS = ".!?…:;"
_LOOK_BACK = 4  # sentences that are looked over for the name that a pronoun stands for


def find_quotations(article: Article) -> tuple[Quotation, ...]:
    """Every stretch in quotation marks in the body and the headline inside the text, in order of its start.

    A quotation broken by its speaker or by a paragraph is several stretches with one speaker. Offsets are characters
    of `article.text`, half-open. Furniture of the page is passed over.
    """
    return _found(article.text, article.sentences)


@lru_cache(maxsize=4)  # the changes of a comparison and the report on it both ask for those of its two articles
def _found(text: str, every: tuple[Sentence, ...]) -> tuple[Quotation, ...]:
    sentences = [s for s in every if s.role != "furniture"]
    if not sentences and text and not every:
        sentences = [Sentence(text, 0, len(text))]
    paragraphs: list[tuple[int, int]] = []
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        if groups and groups[-1][-1].paragraph == sentence.paragraph:
            groups[-1].append(sentence)
            paragraphs[-1] = (paragraphs[-1][0], sentence.end)
        else:
            groups.append([sentence])
            paragraphs.append((sentence.start, sentence.end))
    stretches = find_stretches(text, paragraphs, [s.start for s in sentences])
    if not stretches:
        return ()
    reader = _Reader(text, groups)
    at = 0
    for number, (_, end) in enumerate(paragraphs):
        inside = []
        while at < len(stretches) and stretches[at].start < end:
            inside.append(stretches[at])
            at += 1
        if inside:
            reader.paragraph(number, inside)
    return tuple(sorted(reader.found, key=lambda q: (q.start, -q.end)))


@dataclass(slots=True)
class _Unit:
    """One sentence with the quotations in it: frames are the words before, between and after them."""

    start: int
    end: int
    quotes: list[Stretch]


class _Reader:
    """Goes through the paragraphs that hold quotations and remembers who spoke last."""

    def __init__(self, text: str, groups: list[list[Sentence]]) -> None:
        self.text = text
        self.groups = groups
        self.found: list[Quotation] = []
        self.last: Quotation | None = None
        self.last_paragraph = -9

    def paragraph(self, number: int, stretches: list[Stretch]) -> None:
        """Find the speakers of one paragraph's stretches."""
        outer = [s for s in stretches if s.depth == 0]
        previous: _Unit | None = None
        known = len(self.found)
        units = self._units(number, outer)
        for k, unit in enumerate(units):
            if unit.quotes:
                self._unit(number, unit, previous, units[k + 1] if k + 1 < len(units) else None)
            previous = unit
        outside = [q for q in self.found[known:] if q.depth == 0]
        k = 0
        for s in stretches:
            if s.depth:
                while k < len(outside) and outside[k].end <= s.start:
                    k += 1
                self._inner(s, outside[k] if k < len(outside) and outside[k].start <= s.start else None)

    def _units(self, number: int, outer: list[Stretch]) -> list[_Unit]:
        """The sentences of a paragraph, joined where a boundary lies inside a quotation."""
        units: list[_Unit] = []
        k = 0
        inside_until = -1
        for sentence in self.groups[number]:
            if units and sentence.start < inside_until:
                unit = units[-1]
                unit.end = max(unit.end, sentence.end)
            else:
                unit = _Unit(sentence.start, sentence.end, [])
                units.append(unit)
            while k < len(outer) and outer[k].start < sentence.end:
                unit.quotes.append(outer[k])
                inside_until = max(inside_until, outer[k].end)
                unit.end = max(unit.end, outer[k].end)
                k += 1
        return units

    def _unit(self, number: int, unit: _Unit, previous: _Unit | None, following: _Unit | None) -> None:
        """The speakers of the quotations in one sentence."""
        text = self.text
        frames: list[Frame] = []
        at = unit.start
        for q in unit.quotes:
            frames.append(read_frame(text, at, max(at, q.start)))
            at = q.end
        frames.append(read_frame(text, at, max(at, unit.end)))
        said: list[list[Attribution]] = []
        main: Attribution | None = None
        for i, frame in enumerate(frames):
            here = find_attributions(frame, i == 0, main) if frame.words else []
            here = [a for a in here if a.start >= 0]
            said.append(here)
            main = next((a for a in reversed(here) if not a.weak), main)
        last_strong: Attribution | None = None
        later = _next_strong(said)
        for i, q in enumerate(unit.quotes):
            last_strong = next((a for a in reversed(said[i]) if not a.weak), last_strong)
            chosen = self._choose(q, frames, said, i, last_strong, later[i + 1])
            if chosen is None and following is not None and i + 1 == len(unit.quotes):
                chosen = self._behind(q, following)
            if chosen is not None:
                if chosen.name_start >= 0:
                    name = " ".join(text[chosen.name_start : chosen.name_end].split())
                else:
                    name = self._name(chosen.start, chosen.end, number)
                self._keep(q, chosen, name, "cue", number)
                continue
            self._without_cue(number, q, i, frames, previous)

    def _choose(
        self,
        q: Stretch,
        frames: list[Frame],
        said: list[list[Attribution]],
        i: int,
        last_strong: Attribution | None,
        later: Attribution | None,
    ) -> Attribution | None:
        """The verb of saying that a quotation belongs to."""
        text = self.text
        before, after = said[i], said[i + 1]
        if after:
            first = after[0]
            reach = min(first.start, first.cue_start)
            gap = _GAP.match(text, q.end)
            near = gap is not None and gap.end() >= reach and reach >= q.end
            ends = text[q.inner_end - 1 : q.inner_end]
            comma = ends in (",", "?", "!", "…", "—", "–", "-") or text[q.end : q.end + 1] == ","
            if near and text[first.cue_start : first.cue_end] == "by":
                if frames[i].forms[-2:-1] and frames[i].forms[-2] in BE:
                    return first
            elif near and not _JOINS.match(text, q.end) and (comma or (i == 0 and not frames[0].words) or not before):
                return first
        strong = next((a for a in reversed(before) if not a.weak), None)
        if strong is not None:
            return strong
        colon = text[frames[i].start : q.start].rstrip().endswith((":", "："))
        sourced = (
            later is not None and later.inverted and text[later.cue_start : later.cue_end].lower() == "according to"
        )
        if (
            before
            and not sourced
            and last_strong is None
            and (colon or _words_between(frames[i], before[-1].cue_end) <= 6)
        ):
            return before[-1]
        if colon:
            frame = frames[i]
            dash = max((k for k, w in enumerate(frame.words[-12:-1]) if w in ("-", "–", "—")), default=-1)
            begin = max(0, len(frame.words) - 12) + dash + 1 if dash >= 0 else 0
            span = first_phrase(frame, begin, len(frame.words) - 1)
            if span:
                mark = frame.starts[-1]
                return Attribution(frame.starts[span[0]], frame.end_of(span[1]), mark, mark + 1)
        return last_strong or later or (before[-1] if before else None) or (after[0] if after else None)

    def _behind(self, q: Stretch, following: _Unit) -> Attribution | None:
        """The speaker of `"Really?" Smith asked.` where the question mark was taken for the end of the sentence."""
        if self.text[q.inner_end - 1 : q.inner_end] not in ("?", "!", "…", ",", "—", "-", "–"):
            return None
        end = following.quotes[0].start if following.quotes else following.end
        if end <= following.start:
            return None
        here = find_attributions(read_frame(self.text, following.start, end), False)
        if here and 0 <= min(here[0].start, here[0].cue_start) - following.start <= 1:
            return here[0]
        return None

    def _without_cue(self, number: int, q: Stretch, i: int, frames: list[Frame], previous: _Unit | None) -> None:
        """A quotation without verb of saying in its sentence: the speaker before, or whom the sentence is about."""
        text = self.text
        whole = not frames[i].words or (i > 0 and text[q.start - 2 : q.start - 1] in _STOPS)
        last = self.last
        if whole or q.continued:
            if last is not None and last.speaker is not None:
                if self.last_paragraph == number and (previous is None or last.start >= previous.start):
                    self._carry(q, last, number)
                    return
                if q.continued and self.last_paragraph == number - 1:
                    self._carry(q, last, number)
                    return
            before = previous or self._sentence_before(number)
            if before is not None:
                got = self._speaker_of(before)
                if got is not None:
                    self._keep(q, got, self._name(got.start, got.end, number), "carried", number)
                    return
            if last is not None and last.speaker is not None and self.last_paragraph >= number - 1:
                self._carry(q, last, number)
                return
        frame = frames[0]
        span = first_phrase(frame, 0, len(frame.words)) if frame.words else None
        if span is not None:
            start, end = frame.starts[span[0]], frame.end_of(span[1])
            made = Attribution(start, end, -1, -1)
            self._keep(q, made, self._name(start, end, number), "subject", number)
        else:
            self._keep(q, None, "", "", number)

    def _inner(self, s: Stretch, outer: Quotation | None) -> None:
        """A quotation inside another: whoever spoke it first, here it is said by the speaker of the outer one."""
        if outer is None or outer.speaker is None:
            self.found.append(make_quotation(self.text, s, None, "", None, ""))
        else:
            self.found.append(make_quotation(self.text, s, outer.speaker, outer.speaker_text, None, "carried"))

    def _sentence_before(self, number: int) -> _Unit | None:
        """The last sentence of the paragraph before, unless it is a quotation whose speaker is known."""
        if not number or self.last_paragraph == number - 1:
            return None
        last = self.groups[number - 1][-1]
        return _Unit(last.start, last.end, [])

    def _speaker_of(self, unit: _Unit) -> Attribution | None:
        """Who speaks, or whom it is about, in a sentence without quotations."""
        start = unit.quotes[-1].end if unit.quotes else unit.start
        if start >= unit.end:
            return None
        frame = read_frame(self.text, start, unit.end)
        said = [a for a in find_attributions(frame, True) if a.start >= 0]
        got = next((a for a in reversed(said) if not a.weak), said[-1] if said else None)
        if got is not None:
            return Attribution(got.start, got.end, -1, -1)
        span = first_phrase(frame, 0, len(frame.words))
        return Attribution(frame.starts[span[0]], frame.end_of(span[1]), -1, -1) if span else None

    def _carry(self, q: Stretch, last: Quotation, number: int) -> None:
        kept = make_quotation(self.text, q, last.speaker, last.speaker_text, None, "carried")
        self.found.append(kept)
        self.last, self.last_paragraph = kept, number

    def _keep(
        self,
        q: Stretch,
        said: Attribution | None,
        name: str,
        how: How,
        number: int = -1,
    ) -> None:
        speaker = cue = None
        if said is not None:
            speaker = Span(said.start, said.end)
            cue = Span(said.cue_start, said.cue_end) if said.cue_start >= 0 else None
        made = make_quotation(self.text, q, speaker, name, cue, how)
        self.found.append(made)
        if said is not None and how != "subject" and number >= 0:
            self.last, self.last_paragraph = made, number

    def _name(self, start: int, end: int, number: int) -> str:
        """The phrase itself, or for a pronoun the name that it stands for."""
        phrase = self.text[start:end]
        if phrase.lower() not in PRONOUNS or phrase.lower() in ("i", "we", "who", "you", "ich", "wir", "je", "nous"):
            return " ".join(phrase.split())
        last = self.last
        many = phrase.lower() in ("they", "it", "sie", "ils", "elles", "ellos", "loro", "eles", "zij", "они")
        for sentence in self._before(start, number):
            spoke = last is not None and last.speaker is not None and last.speaker.start >= sentence.start
            if last is not None and spoke and is_name(last.speaker_text) and last.how != "subject":
                return last.speaker_text
            frame = read_frame(self.text, sentence.start, min(sentence.end, start))
            said = [a for a in find_attributions(frame, True) if a.start >= 0 and not a.weak]
            spans = [self.text[a.start : a.end] for a in said]
            first = first_phrase(frame, 0, len(frame.words))
            if first:
                spans.append(self.text[frame.starts[first[0]] : frame.end_of(first[1])])
            for span in spans:
                if is_name(span) and not _clashes(span, phrase):
                    return " ".join(span.split())
        if last is not None and is_name(last.speaker_text) and self.last_paragraph >= number - 3 and not many:
            return last.speaker_text
        return phrase

    def _before(self, at: int, number: int) -> list[Sentence]:
        """The sentences before an offset, the nearest first, beginning with the one it stands in."""
        found: list[Sentence] = []
        for n in (number, number - 1, number - 2):
            if n < 0:
                break
            group = self.groups[n]
            k = bisect_right(group, at, key=lambda s: s.start) if n == number else len(group)
            found += reversed(group[max(0, k - _LOOK_BACK) : k])
            if len(found) > _LOOK_BACK:
                break
        return found[:_LOOK_BACK]


_MEN = re.compile(r"\b(?:Mr|Sir|Lord|King|Prince|Herr|Monsieur|Señor)\b")
_WOMEN = re.compile(r"\b(?:Mrs|Ms|Miss|Lady|Dame|Queen|Princess|Frau|Madame|Señora|[a-z]*woman)\b")


def _clashes(name: str, pronoun: str) -> bool:
    """Whether a title speaks against the pronoun."""
    low = pronoun.lower()
    return bool(
        (low in ("he", "il", "er", "él") and _WOMEN.search(name)) or (low in ("she", "elle") and _MEN.search(name))
    )


def _next_strong(said: list[list[Attribution]]) -> list[Attribution | None]:
    """For each frame, the first firm verb of saying in it or behind it."""
    found: list[Attribution | None] = [None] * len(said)
    following: Attribution | None = None
    for i in range(len(said) - 1, -1, -1):
        following = next((a for a in said[i] if not a.weak), following)
        found[i] = following
    return found


def _words_between(frame: Frame, at: int) -> int:
    """Words of a frame behind an offset."""
    return len(frame.starts) - bisect_right(frame.starts, at)
