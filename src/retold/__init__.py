"""retold traces how news is retold: how one article is made from another, with the evidence beside the answer."""

from retold._version import __version__
from retold.archive import Archive
from retold.errors import ArchiveError, EmptyArticleError, FetchError, ReadError, RetoldError, SettingsError, WriteError
from retold.finding import find
from retold.model import (
    Alignment,
    Article,
    Change,
    ChangedWords,
    Comparison,
    Credit,
    Credits,
    Direction,
    Families,
    Family,
    FamilyLink,
    Headline,
    Link,
    Member,
    Passage,
    Relation,
    Sentence,
    Span,
)
from retold.pairs import compare_pairs
from retold.pipeline import compare
from retold.read import read as read_article

__all__ = [
    "Alignment",
    "Archive",
    "ArchiveError",
    "Article",
    "Change",
    "ChangedWords",
    "Comparison",
    "Credit",
    "Credits",
    "Direction",
    "EmptyArticleError",
    "Families",
    "Family",
    "FamilyLink",
    "FetchError",
    "Headline",
    "Link",
    "Member",
    "Passage",
    "ReadError",
    "Relation",
    "RetoldError",
    "Sentence",
    "SettingsError",
    "Span",
    "WriteError",
    "__version__",
    "compare",
    "compare_pairs",
    "find",
    "read_article",
]
