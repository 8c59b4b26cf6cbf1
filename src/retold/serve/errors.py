"""What the service answers when it does not do what was asked: one error, one status, one plain sentence."""

from __future__ import annotations

import math
from typing import Any

from retold.errors import ArchiveError, EmptyArticleError, FetchError, ReadError, RetoldError

__all__ = [
    "BusyError",
    "InvalidError",
    "NotFoundError",
    "RefusedError",
    "TooLongError",
    "TookTooLongError",
    "error_record",
    "explained",
    "text_too_long",
]


class RefusedError(RetoldError):
    """A request that is not answered as asked; `code` names the reason for programs, `headers` go with the answer."""

    status = 400
    code = "invalid"

    def __init__(
        self, message: str, *, status: int = 0, code: str = "", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status or self.status
        self.code = code or self.code
        self.headers = headers or {}


class InvalidError(RefusedError):
    """What was sent is not what can be asked."""


class NotFoundError(RefusedError):
    """There is nothing of that name."""

    status, code = 404, "not-found"


class TooLongError(RefusedError):
    """A text or a request is longer than the service takes."""

    status, code = 413, "too-long"


class TookTooLongError(RefusedError):
    """The work was not done in time. Asked again, the same text would take as long: that is no 503."""

    status, code = 422, "took-too-long"


class BusyError(RefusedError):
    """There is too much to do just now; it may be asked again after some seconds."""

    status, code = 503, "busy"

    def __init__(self, message: str, *, after: float = 2.0, status: int = 0, code: str = "") -> None:
        headers = {"Retry-After": str(max(1, math.ceil(after)))}
        super().__init__(message, status=status, code=code, headers=headers)


def text_too_long(text: str, longest: int) -> TooLongError:
    """A text of more than the `longest` characters that are taken."""
    return TooLongError(f"The text has {len(text):,} characters, more than the {longest:,} that are taken.")


def error_record(error: RefusedError) -> dict[str, Any]:
    """The one shape of all errors."""
    return {"error": {"code": error.code, "message": " ".join(str(error).split()), "status": error.status}}


def explained(error: RetoldError) -> RefusedError:
    """What the service answers where the library raised an error.

    Errors of the archive name its place on the disk, which is nobody's business; their sentence is not passed on.
    """
    if isinstance(error, RefusedError):
        return error
    if isinstance(error, ArchiveError):
        return BusyError("The archive cannot be used just now.", code="archive")
    if isinstance(error, FetchError):
        return RefusedError(str(error), status=422, code="not-fetched")
    if isinstance(error, EmptyArticleError):
        return RefusedError(str(error), status=422, code="no-article")
    if isinstance(error, ReadError):
        return RefusedError(str(error), status=422, code="not-read")
    return InvalidError(str(error))
