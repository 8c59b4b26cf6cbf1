"""Which role every sentence plays: headline, body, or furniture of the page."""

from __future__ import annotations

import re

from retold.model import Role, Sentence
from retold.read.furniture import at_edge, caption, credit, ends_article, label, menu, page_line, stamp
from retold.read.paragraphs import paragraph_spans
from retold.read.sentences import split_paragraph

__all__ = ["mark", "same_words"]

Span = tuple[int, int]

_TERMINAL = re.compile(r"[.!?…。！？｡؟۔।]['\"”’»)\]」』）\s“]*$")
_FULL_STOP = re.compile(r"[.…。｡۔।]['\"”’»)\]」』）\s“]*$")
_WORD = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’\-]+(?:\s(?:[A-Z]\.|de|van|von|al|bin|der|la))*(?:\s[A-ZÀ-Þ][\w'’\-]+){1,3}")
# Looked for in few texts, so compiled at first use.
_BIO = (
    r"\s(?:is|was) (?:an?|the|our)\b.{0,60}\b(?:writer|editor|reporter|correspondent|columnist|"
    r"journalist|contributor|creator|"
    r"blogger|author|freelancer|intern|photographer)\b|\s(?:covers|writes|reports|blogs|has written|"
    r"has covered)\s"
)
_SELF_DESCRIPTION = (
    r"^[A-ZÀ-Þ].{1,80}\b(?:is|est|ist|es) (?:an?|the|une|la|eine|die|una)\b.{0,80}\b(?:news (?:agency|"
    r"organi[sz]ation|service|site|"
    r"outlet|network|website)|newswire|agence de presse|Nachrichtenagentur|agencia de noticias|"
    r"nonprofit newsroom)\b"
)

_TWO_LINKS = re.compile(r"\s[/>|»]\s")
_SPEAKS_OF_AGENCIES = re.compile("[Nn]ews|[Aa]gen|Nachrichten")

# The longest line that may be a related headline or a section name; real headlines rarely pass 16 words.
_SHORT = 16
# A line shares this much of its words with the report: it tells the report (a deck, a sentence cut off).
_TELLS = 0.6


class _Paragraph:
    """One paragraph while its role is being decided."""

    __slots__ = ("line", "page", "prose", "role", "sentences", "words")

    def __init__(self, text: str, span: Span, lang: str) -> None:
        self.line = text[span[0] : span[1]]
        self.sentences = split_paragraph(text, span[0], span[1], lang)
        self.role: Role = "body"
        self.words = _count_words(self.line)
        # A longer paragraph that opens with a caption tells more than the caption.
        captioned = (len(self.sentences) == 1 or self.words <= 30) and caption(self.line)
        short = self.words <= 60 and (page_line(self.line) or menu(self.line) or stamp(self.line) or captioned)
        self.page = short or (len(self.sentences) <= 2 and credit(text[slice(*self.sentences[0])]))
        ended = len(self.sentences) > 1 or bool(_TERMINAL.search(self.line, max(0, len(self.line) - 8)))
        self.prose = not self.page and (self.words > 24 or (ended and self.words >= 2))

    @property
    def stopped(self) -> bool:
        """Whether a full stop ends it, not only a question or exclamation mark."""
        return bool(_FULL_STOP.search(self.line, max(0, len(self.line) - 8)))


def mark(text: str, lang: str, title: str = "") -> tuple[Sentence, ...]:
    """The sentences of `text` with their roles; `title` is the headline where it is known."""
    paragraphs = [_Paragraph(text, span, lang) for span in paragraph_spans(text)]
    if len(paragraphs) > 1:
        _mark_paragraphs(paragraphs, title)
    found = []
    for number, paragraph in enumerate(paragraphs):
        for start, end in paragraph.sentences:
            found.append(Sentence(text[start:end], start, end, paragraph.role, number))
    found = _mark_last_sentences(found)
    if not any(sentence.role == "body" for sentence in found):
        return tuple(Sentence(s.text, s.start, s.end, "body", s.paragraph) for s in found)
    return tuple(found)


def _count_words(line: str) -> int:
    """Words, or half the characters in scripts that write no spaces."""
    words = line.count(" ") + 1
    return words if words > 3 or not _CJK.search(line) else max(words, len(line) // 2)


def _mark_paragraphs(paragraphs: list[_Paragraph], title: str) -> None:
    """Give every paragraph its role."""
    prose = [i for i, p in enumerate(paragraphs) if p.prose]
    if not prose:
        return
    first = _first_of_report(paragraphs, prose, title)
    last = _last_of_report(paragraphs, prose, first)
    report: set[str] = set()
    if first > 0 or last + 1 < len(paragraphs):
        report |= set(_WORD.findall(" ".join(p.line for p in paragraphs[first : last + 1] if p.prose).lower()))
    for i in range(first, last + 1):
        if paragraphs[i].page or (i > first and not paragraphs[i].prose and _related_below(paragraphs, i)):
            paragraphs[i].role = "furniture"
    _mark_top(paragraphs[:first], report, title)
    if title and paragraphs[first].role == "body" and same_words(paragraphs[first].line, title):
        paragraphs[first].role = "headline"
    _mark_end(paragraphs, last, report)


def _first_of_report(paragraphs: list[_Paragraph], prose: list[int], title: str) -> int:
    """The first paragraph of the report proper: headlines may end in a question or exclamation mark."""
    for i in prose:
        p = paragraphs[i]
        asks = p.words <= _SHORT and not p.stopped and len(p.sentences) == 1 and p.line[0] not in '"“«„'
        if (not asks or title) and not (title and same_words(p.line, title)) and not at_edge(p.line):
            return i
    return prose[-1] if len(prose) == 1 else prose[0]


def _last_of_report(paragraphs: list[_Paragraph], prose: list[int], first: int) -> int:
    """The last paragraph of the report proper."""
    last = prose[-1]
    total = sum(p.words for p in paragraphs[first : last + 1])
    after = 0
    for i in range(last, first, -1):
        p = paragraphs[i]
        if ends_article(p.line) and after <= max(0.25 * total, 60) and all(q.words <= 60 for q in paragraphs[i + 1 :]):
            last = max((j for j in prose if j < i), default=first)
        after += p.words
    while last > first:
        p = paragraphs[last]
        if p.prose and not _after_report(paragraphs, last, first):
            break
        last -= 1
    return last


def _after_report(paragraphs: list[_Paragraph], i: int, first: int) -> bool:
    """Whether a paragraph at the end speaks for the page: a note to readers, about the author."""
    p = paragraphs[i]
    if at_edge(p.line):
        return True
    if p.words > 60:
        return False
    if _SPEAKS_OF_AGENCIES.search(p.line) and re.match(_SELF_DESCRIPTION, p.line):
        return True
    above = paragraphs[i - 1]
    name = _NAME.match(p.line)
    if name and p.words <= 40 and re.match(_BIO, p.line[name.end() :]):
        known = name.group().split()[-1]
        return not any(known in q.line for q in paragraphs[first:i] if q.prose)
    if not above.prose and above.words <= 4 and _NAME.fullmatch(above.line) and p.words <= 40:
        return p.line.startswith(above.line.split()[0]) and bool(re.search(_BIO, p.line))
    shout = p.line.endswith("!") and p.words <= 8 and i + 1 < len(paragraphs)
    return shout and p.line[0] not in '"“«„'


def _related_below(paragraphs: list[_Paragraph], i: int) -> bool:
    """Whether a short line inside the report stands below a label such as "Related"."""
    above = paragraphs[i - 1]
    return above.role == "furniture" and label(above.line) and 4 <= paragraphs[i].words <= _SHORT


def _overlap(line: str, report: set[str]) -> float:
    """The share of the line's longer words that the report uses."""
    words = [word for word in _WORD.findall(line.lower()) if len(word) > 3 or word.isdigit() or _CJK.match(word)]
    return sum(word in report for word in words) / len(words) if words else 0.0


def same_words(line: str, title: str) -> bool:
    """Whether the line repeats the title, but for marks and a few added words."""
    a, b = "".join(_WORD.findall(line.lower())), "".join(_WORD.findall(title.lower()))
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    return short in long and len(short) >= 0.7 * len(long)


def _mark_top(top: list[_Paragraph], report: set[str], title: str) -> None:
    """Roles of what stands above the report: the headline, and the page."""
    candidates = []
    for p in top:
        p.role = "furniture"
        if p.page or p.words > 30:
            continue
        if title:
            if same_words(p.line, title):
                p.role = "headline"
            continue
        letters = sum(character.isalpha() for character in p.line)
        if p.words >= 3 and letters >= 8:
            links = _TWO_LINKS.search(p.line)
            # "Section | Site" is a row of links; "A headline of many words | Site" is a headline.
            shouts = 0.4 if p.line.isupper() or (links and p.line[: links.start()].count(" ") < 4) else 1.0
            candidates.append(((_overlap(p.line, report) + 0.4) * min(1.0, p.words / 6) * shouts, p))
    if candidates:
        best = max(score for score, _ in candidates)
        headline = next(p for score, p in candidates if score >= 0.7 * best)
        headline.role = "headline"
    below = bool(title)
    for p in top:
        below = below or p.role == "headline"
        if p.role != "furniture" or p.page or at_edge(p.line):
            continue
        lonely = len(top) == 1 and p.words >= 7
        ended = p.prose and below
        if lonely or ended or (p.words >= 5 and not p.line.isupper() and _overlap(p.line, report) >= _TELLS):
            p.role = "body"


def _mark_end(paragraphs: list[_Paragraph], last: int, report: set[str]) -> None:
    """Roles of what stands below the report."""
    long = [p for p in paragraphs[: last + 1] if p.words > 8]
    tidy = sum(bool(_TERMINAL.search(p.line)) for p in long) >= 0.7 * len(long)
    listed = paragraphs[last].line.endswith((":", "："))
    labelled = False
    for p in paragraphs[last + 1 :]:
        announces = p.line.endswith((":", "：")) and p.words >= 4 and not p.page
        listed = announces or (listed and not p.page)
        labelled = labelled or p.page or label(p.line)
        if p.page or at_edge(p.line) or p.prose:
            p.role = "furniture"
        elif (
            listed
            or not (tidy or labelled)
            or p.words > _SHORT + 4
            or (not labelled and p.words >= 9 and _overlap(p.line, report) >= _TELLS)
        ):
            p.role = "body"
        else:
            p.role = "furniture"


def _mark_last_sentences(sentences: list[Sentence]) -> list[Sentence]:
    """Mark credit lines that share a paragraph with the end of the report, captions with its beginning."""
    body = [i for i, sentence in enumerate(sentences) if sentence.role == "body"]
    if len(body) < 2:
        return sentences
    found = list(sentences)
    for i in reversed(body[-3:]):
        s = sentences[i]
        alone = i == 0 or sentences[i - 1].paragraph != s.paragraph
        if alone or not (credit(s.text) or page_line(s.text)):
            break
        found[i] = Sentence(s.text, s.start, s.end, "furniture", s.paragraph)
    s = sentences[body[0]]
    if caption(s.text) and found[body[0]].role == "body":
        found[body[0]] = Sentence(s.text, s.start, s.end, "furniture", s.paragraph)
    return found
