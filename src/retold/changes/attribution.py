"""Who a statement is ascribed to: sources named on one side only, and other sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from retold.changes.lexicon import certainty
from retold.changes.mentions import Mention
from retold.changes.same_names import same_name
from retold.changes.words import Pairing, Run
from retold.model import Change
from retold.read.wordlist import word_set

__all__ = ["Source", "compare_sources", "find_sources"]

_PRONOUNS = word_set("""
    him her them he she they it i we who that which this these those one him her them
""")
_BEFORE_VERB = frozenset(
    ["has", "have", "had", "also", "later", "then", "further", "earlier", "will", "would", "to", "not", "repeatedly"]
)
_BREAKS = frozenset(
    ["and", "but", "that", "which", "who", "as", "while", "because", "when", "where", "if", "after", "before"]
)
_NO_SUBJECT = frozenset(
    ["in", "the", "a", "an", "of", "with", "by", "for", "on", "its", "his", "her", "their", "as", "to", "this", "that"]
)  # "the reported case"
_MOST = 9  # words of a source
# Verbs that need more than themselves to be verbs of saying: they count only beside quotation marks or "that".
_WEAK = word_set("""
    according reported showed established pointed proved revealed demonstrated suggests suggested
""")
# Marks of speech of any kind: where one stands, a statement has not become a plain fact.
_SPOKEN = word_set("""
    say says said saying tell tells told telling according state states stated add adds added claim claims claimed
    announce announces announced report reports reported reportedly statement explain explains explained note notes
    noted warn warns warned insist insists insisted believe believes believed think thinks thought call calls called
    describe described describes argue argues argued deny denies denied confirm confirmed confirms reveal revealed
    tweet tweeted write wrote writes testify testified acknowledge acknowledged concede conceded admit admitted
    admits allege alleged allegedly mention mentioned indicate indicated indicates declare declared declares affirm
    affirmed suggest suggested suggests quote quoted comment commented promise promised vow vowed speak spoke
    opinion view views express expressed expresses estimate estimates estimated find found study ask asked asks
    remark remarked recall recalled words inform informed informs pledge pledged tells accuse accused hail hailed
    praise praised criticise criticised criticize criticized urge urged urges order ordered demand demanded fear
    feared expect expects expected predict predicted forecast assert asserted contend contended maintain maintained
""")
_HEARSAY = frozenset(["officials", "authorities", "police", "source", "sources", "authority"])


@dataclass(frozen=True, slots=True)
class Source:
    """Words `first` to `last` (exclusive) name who says it; `verb` is the word of saying."""

    first: int
    last: int
    verb: int


def find_sources(run: Run) -> list[Source]:
    """The sources named in a run, outside quotation marks: "X said", "said X", "according to X"."""
    speech = certainty().speech
    found: list[Source] = []
    if speech.keys().isdisjoint(run.forms):
        return found
    for at, form in enumerate(run.forms):
        if form not in speech or run.quoted[at] or (run.tokens[at][0].isupper() and run.gaps[at] == " "):
            continue
        if at and run.forms[at - 1] in _NO_SUBJECT:
            continue
        if form == "according":
            if at + 2 < len(run) and run.forms[at + 1] == "to":
                found.append(Source(at + 2, _forward(run, at + 2), at))
            continue
        if form in _WEAK:
            continue
        if run.forms[at + 1 : at + 2] == ["by"]:
            found.append(Source(at + 2, _forward(run, at + 2), at))
            continue
        if form in ("added", "adds") and not any(mark in run.gaps[at] for mark in ',"”’'):
            continue
        first = _backward(run, at)
        if first < at:
            found.append(Source(first, at, at))
        elif at + 1 < len(run) and run.gaps[at + 1] == " " and run.forms[at + 1] not in ("that", "in", "on", "to"):
            last = _forward(run, at + 1)
            if last > at + 1 and ("," in run.gaps[at] or '"' in run.gaps[at] or "”" in run.gaps[at]):
                found.append(Source(at + 1, last, at))
    return found


def _backward(run: Run, verb: int) -> int:
    """The first word of the subject before a verb of saying."""
    first = verb
    while first > 0 and run.forms[first - 1] in _BEFORE_VERB and run.gaps[first] == " ":
        first -= 1
    end = first
    while first > 0 and end - first < _MOST:
        gap = run.gaps[first]
        if (
            first != verb
            and gap.strip()
            and not (gap.strip() in ("-", "'", "’", "&", ".") and run.tokens[first][0].isupper())
        ):
            break
        if first == end and "," in gap:
            break
        if gap == "." or run.quoted[first - 1] or run.forms[first - 1] in _BREAKS or any(m in gap for m in '"“”:;—'):
            break
        if gap.strip() == ",":
            break
        first -= 1
    return first


def _forward(run: Run, first: int) -> int:
    """Where a source named after "according to" or "said" ends."""
    last = first
    while last < len(run) and last - first < _MOST:
        gap = run.gaps[last]
        if last > first and (any(mark in gap for mark in ',;:"“”()—–') or gap == "." or run.forms[last] in _BREAKS):
            break
        last += 1
    return last


def compare_sources(
    pairing: Pairing,
    every_a: list[Mention],
    every_b: list[Mention],
    around_a: Callable[[], frozenset[str]],
    around_b: Callable[[], frozenset[str]],
    source_side: str | None = None,
) -> list[Change]:
    """The sources of a link that are named on one side only, or replaced.

    `every_a` and `every_b` are the names on each side. `around_a` and `around_b` give the word forms of the
    sentences beside the link: a source named there may stand for the whole. `source_side` is "a" or "b" where it
    is known which text the other was made from.
    """
    a, b = pairing.a, pairing.b
    if a.lang != b.lang:
        return []
    of_a, of_b = find_sources(a), find_sources(b)
    changes: list[Change] = []
    if len(of_a) == len(of_b) == 1:
        change = _other(pairing, of_a[0], of_b[0], every_a, every_b)
        if change:
            changes.append(change)
    for swap, mine, one, other, words_around in ((False, of_a, a, b, around_b), (True, of_b, b, a, around_a)):
        if not mine or (of_a and of_b):
            continue
        if _SPOKEN & set(other.forms) or any(other.quoted):
            continue
        to = pairing.to_a if swap else pairing.to_b
        around = words_around()
        for source in mine:
            words = range(min(source.first, source.verb), max(source.last, source.verb + 1))
            if any(to[k] >= 0 and one.weights[k] >= 1.5 for k in words) or any(one.quoted):
                continue
            if one.forms[source.first] in _PRONOUNS:
                continue
            # a speaker named beside it may go on speaking; a document or agency does not
            if _SPOKEN & around and (
                source.first < source.verb or around & {one.forms[k] for k in words if one.heavy[k]}
            ):
                continue
            span = one.changed(words.start, words.stop)
            pair = (None, span) if swap else (span, None)
            # what the retelling ascribes to somebody is told more carefully, not otherwise
            lost = source_side is None or (source_side == "b") == swap
            who = one.text(source.first, source.last)
            why = f"One text gives this on the word of “{who}”; the other states it as fact."
            changes.append(Change("attribution", lost, pair[0], pair[1], why))
    return changes


def _other(pairing: Pairing, m: Source, n: Source, every_a: list[Mention], every_b: list[Mention]) -> Change | None:
    """A source in place of another one."""
    a, b = pairing.a, pairing.b
    words_a, words_b = range(m.first, m.last), range(n.first, n.last)
    if any(a.forms[k] in _PRONOUNS for k in (m.first, m.last - 1)) or any(
        b.forms[k] in _PRONOUNS for k in (n.first, n.last - 1)
    ):
        return None
    if pairing.to_b[m.verb] != n.verb and pairing.beside(m.verb, n.verb) < 1:
        return None
    if any(n.first <= pairing.to_b[k] < n.last and a.weights[k] >= 1.0 for k in words_a):
        return None
    heavy_a = [k for k in words_a if a.weights[k] >= 1.0]
    heavy_b = [k for k in words_b if b.weights[k] >= 1.0]
    if not heavy_a or not heavy_b or float(pairing.near[heavy_a][:, heavy_b].max()) > 0.4:
        return None
    names_a = [x for x in every_a if m.first <= x.first < m.last]
    names_b = [x for x in every_b if n.first <= x.first < n.last]
    if any(same_name(x, y) for x in names_a for y in every_b) or any(same_name(x, y) for x in every_a for y in names_b):
        return None
    # a name against a description may well be the same person
    if bool(names_a) != bool(names_b):
        described, run = (words_b, b) if names_a else (words_a, a)
        if run.forms[described.start] in ("the", "his", "her", "their", "its") or not pairing.beside(m.verb, n.verb):
            return None
    first, second = a.changed(m.first, m.last), b.changed(n.first, n.last)
    return Change("attribution", True, first, second, f"The words of “{first.text}” are given to “{second.text}”.")
