"""retold traces how news is retold: how one article is made from another, with the evidence beside the answer."""

from retold._version import __version__
from retold.errors import EmptyArticleError, FetchError, ReadError, RetoldError, SettingsError, WriteError
from retold.model import (
    Alignment,
    Article,
    Change,
    ChangedWords,
    Comparison,
    Credit,
    Credits,
    Direction,
    Headline,
    Link,
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
    "Article",
    "Change",
    "ChangedWords",
    "Comparison",
    "Credit",
    "Credits",
    "Direction",
    "EmptyArticleError",
    "FetchError",
    "Headline",
    "Link",
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
    "read_article",
]
