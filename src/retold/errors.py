"""Every error that retold raises on purpose, in one tree under `RetoldError`."""

__all__ = ["EmptyArticleError", "FetchError", "ReadError", "RetoldError", "SettingsError", "WriteError"]


class RetoldError(Exception):
    """Base of all of retold's errors; its message is one plain sentence for the user."""


class ReadError(RetoldError):
    """A source could not be read as an article: missing, binary, too large, broken JSON, …"""


class EmptyArticleError(ReadError):
    """The source was read, but there is no article text in it."""


class FetchError(ReadError):
    """A URL could not be fetched: refused, timed out, too large, not a page."""


class SettingsError(RetoldError):
    """Options or arguments that do not go together."""


class WriteError(RetoldError):
    """A result could not be written where it was asked for."""
