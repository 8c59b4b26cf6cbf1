"""Reading: any source to an `Article` with its sentences and their roles; whole collections to batches of columns."""

from typing import TYPE_CHECKING, Any

from retold.read.sentences import split_sentences
from retold.read.sources import read, read_bytes, read_record, read_text

if TYPE_CHECKING:
    from retold.read.collection import BadRecord, Batch, Position, Source, find_sources, read_collection

__all__ = [
    "BadRecord",
    "Batch",
    "Position",
    "Source",
    "find_sources",
    "read",
    "read_bytes",
    "read_collection",
    "read_record",
    "read_text",
    "split_sentences",
]


def __getattr__(name: str) -> Any:
    """The names of `retold.read.collection`, which is imported when first asked for: it needs NumPy and pyarrow."""
    if name in __all__:
        from retold.read import collection

        return getattr(collection, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
