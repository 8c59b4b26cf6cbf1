"""Every error that retold raises on purpose, in one tree under `RetoldError`."""

__all__ = ["ArchiveError", "EmptyArticleError", "FetchError", "ReadError", "RetoldError", "SettingsError", "WriteError"]


class RetoldError(Exception):
    """Base of all of retold's errors; its message is one plain sentence for the user."""


class ReadError(RetoldError):
    """A source could not be read as an article: missing, binary, too large, broken JSON, …"""


class EmptyArticleError(ReadError):
    """The source was read, but there is no article text in it."""


class FetchError(ReadError):
    """A URL could not be fetched: refused, timed out, too large, not a page.

    `status` is what the server answered, or 0 where it gave no answer that could be read; `retry_after` are the
    seconds for which it asked to be left alone, or None where it said nothing of that.
    """

    def __init__(self, message: str, *, status: int = 0, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class ArchiveError(RetoldError):
    """An archive could not be opened, read or written: missing, no archive, damaged, in use, disk full, …"""


class SettingsError(RetoldError):
    """Options or arguments that do not go together."""


class WriteError(RetoldError):
    """A result could not be written where it was asked for."""
