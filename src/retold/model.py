"""The few types that every step of retold takes and gives.

Offsets are in characters (Python string indexes), half-open, into the `text` of the article they belong to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = [
    "FIELDS",
    "Alignment",
    "Article",
    "Change",
    "ChangeKind",
    "ChangedWords",
    "Comparison",
    "Credit",
    "Credits",
    "Direction",
    "Families",
    "Family",
    "FamilyLink",
    "Headline",
    "Link",
    "LinkKind",
    "Member",
    "Passage",
    "Relation",
    "RelationKind",
    "Role",
    "Sentence",
    "Span",
]

# The fields of an article that sources give and records hold; the text comes last.
FIELDS = ("id", "title", "byline", "publisher", "published", "lang", "url", "text")

Role = Literal["headline", "body", "furniture"]
LinkKind = Literal["verbatim", "edited", "reworded", "translated", "dropped", "added"]
RelationKind = Literal["copy", "edited", "reworded", "translated", "excerpt", "same-event", "unrelated"]

ChangeKind = Literal[
    "quote",
    "number",
    "name",
    "date",
    "place",
    "polarity",
    "certainty",
    "attribution",
    "omission",
    "addition",
    "wording",
]
CreditStatus = Literal["kept", "dropped", "changed", "none"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text, `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as it stands in the article: `text == article.text[start:end]`.

    `role` is "body" for what the comparison reads, "headline" for a headline that stands inside the text,
    and "furniture" for what belongs to the page and not to the report (section names, share bars, captions,
    related headlines, notes about the author). `paragraph` counts the paragraphs of the text from 0.
    """

    text: str
    start: int
    end: int
    role: Role = "body"
    paragraph: int = 0

    @property
    def furniture(self) -> bool:
        """Whether the sentence belongs to the page rather than to the report."""
        return self.role == "furniture"


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read. Fields that the source does not give are empty strings.

    `published` is an ISO 8601 date or time as the source gives it, `lang` an ISO 639-1 code, given or
    recognised.
    `notes` says in plain words what reading had to guess or mend (an encoding, mojibake, …);
    `metadata` holds what a page declares about itself (schema.org, Open Graph, canonical link) by name.
    """

    id: str = ""
    title: str = ""
    byline: str = ""
    publisher: str = ""
    published: str = ""
    lang: str = ""
    url: str = ""
    text: str = ""
    sentences: tuple[Sentence, ...] = ()
    notes: tuple[str, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def headline(self) -> str:
        """The title, or else the headline that stands inside the text, or else an empty string."""
        return self.title or next((s.text for s in self.sentences if s.role == "headline"), "")

    @property
    def body(self) -> tuple[int, ...]:
        """Indexes of the sentences that the comparison reads, in order."""
        return tuple(i for i, s in enumerate(self.sentences) if s.role == "body")


@dataclass(frozen=True, slots=True)
class Link:
    """Which sentences of `a` and of `b` tell the same; indexes into each article's `sentences`.

    Either side may hold several sentences (a split or a merge). One side is empty where a sentence was
    dropped (`b == ()`) or added (`a == ()`). `moved` marks a link that stands out of order.
    `score` is the similarity of the two sides, 0 to 1; 0 for dropped and added.
    """

    a: tuple[int, ...]
    b: tuple[int, ...]
    kind: LinkKind
    moved: bool = False
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A maximal reused stretch: characters of `a` and of `b` that tell the same; `score` is 0 to 1."""

    a: Span
    b: Span
    score: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """Sentence links in the order of `a`, added ones where they stand in `b`; and the reused passages."""

    links: tuple[Link, ...] = ()
    passages: tuple[Passage, ...] = ()

    @property
    def matched(self) -> tuple[Link, ...]:
        """The links with sentences on both sides."""
        return tuple(link for link in self.links if link.a and link.b)


@dataclass(frozen=True, slots=True)
class Relation:
    """How one text is made from the other.

    `derived` says whether the two share a text origin, directly or through a third text, and `probability`
    is the calibrated probability of that (above one half exactly where `derived`). `figures` holds the
    measured quantities that decided, by name: shares of words, sentences, … between 0 and 1.
    """

    kind: RelationKind
    derived: bool
    probability: float
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Headline:
    """How the two headlines compare."""

    kind: Literal["verbatim", "edited", "reworded", "translated", "different"]
    score: float


@dataclass(frozen=True, slots=True)
class ChangedWords:
    """The words of one side that a change is about: `article.text[start:end]`, in sentence number `sentence`."""

    sentence: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something that b tells otherwise than a, inside linked sentences.

    `a` and `b` hold the words that differ, not the whole sentence; None where one side has nothing in their
    place. `substantive` says whether a careful reader is told something different, or a direct quotation no
    longer has its words; otherwise it only looks different. `why` says it in one plain sentence.
    """

    kind: ChangeKind
    substantive: bool
    a: ChangedWords | None
    b: ChangedWords | None
    why: str


@dataclass(frozen=True, slots=True)
class Credit:
    """Which agencies or outlets an article names as the source of its text, and the words that show it.

    `agencies` holds canonical names ("AFP"), `evidence` the lines or fields as they stand in the article.
    """

    agencies: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Credits:
    """The credit of both articles, and what became of it from the source to the retelling."""

    a: Credit
    b: Credit
    status: CreditStatus


@dataclass(frozen=True, slots=True)
class Direction:
    """Which of the two is made from the other: `source` is "a", "b", or None where it cannot be known.

    `probability` is that of the source named (one half where None); `evidence` names the clues in plain words.
    """

    source: Literal["a", "b"] | None
    probability: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that `retold.compare` found about two articles, evidence beside the answer.

    `changes`, `credit` and `direction` are None where they were not looked for.
    """

    a: Article
    b: Article
    relation: Relation
    alignment: Alignment
    headline: Headline | None = None
    pair: str | None = None
    changes: tuple[Change, ...] | None = None
    credit: Credits | None = None
    direction: Direction | None = None

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON-ready data, schema `retold.comparison/1` (see docs/formats.md)."""
        from retold.report.record import comparison_record

        return comparison_record(self)

    def to_html(self) -> str:
        """The comparison as one self-contained HTML page."""
        from retold.report.page import comparison_page

        return comparison_page(self)


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a family, as its source describes it: fields of `Article`, empty where not given.

    `words` counts the words of its text.
    """

    id: str
    title: str = ""
    byline: str = ""
    publisher: str = ""
    published: str = ""
    lang: str = ""
    url: str = ""
    words: int = 0


@dataclass(frozen=True, slots=True)
class FamilyLink:
    """Two articles of a family that were compared and found to share a text origin; ids of the articles.

    `derived` is made from `source` where `directed`; otherwise it is not known which is made from which, and
    the two stand in the order in which they were read. `probability` is that of a shared origin. `source_share`
    and `derived_share` say how much of each article, by the weight of its words, stands in linked sentences.
    """

    source: str
    derived: str
    kind: RelationKind
    probability: float
    directed: bool = False
    source_share: float = 0.0
    derived_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Family:
    """Articles that tell the same report: two or more, with the links that hold them together.

    `origin` is the id of the article from which the others are likely made, None where nothing says so.
    `members` are in the order in which they were read. An article that weaves several reports together may
    be a member of several families. `id` depends on the members alone.
    """

    id: str
    members: tuple[Member, ...]
    origin: str | None
    links: tuple[FamilyLink, ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the members."""
        return tuple(member.id for member in self.members)

    def to_dict(self) -> dict[str, Any]:
        """The family as JSON-ready data, schema `retold.family/1` (see docs/formats.md)."""
        from retold.report.family_record import family_record

        return family_record(self)


@dataclass(frozen=True, slots=True)
class Families:
    """What `retold.find` found in a collection: its families, the largest first, and what was read.

    `articles` counts the articles read and `skipped` the records that could not be; `settings` holds what
    the result depends on besides the articles, by name.
    """

    families: tuple[Family, ...]
    articles: int
    skipped: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)
