"""Reading: any source to an `Article` with its sentences and their roles."""

from retold.read.sentences import split_sentences
from retold.read.sources import read, read_record, read_text

__all__ = ["read", "read_record", "read_text", "split_sentences"]
