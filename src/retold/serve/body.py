"""Bodies of requests, read strictly: what is not plain JSON of the right form is refused with one sentence."""

from __future__ import annotations

import json
import math
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from retold.serve.errors import InvalidError, RefusedError

__all__ = ["parse_json", "read_model", "said_of"]

M = TypeVar("M", bound=BaseModel)
# Integers up to here are exact in every JSON reader (RFC 8259, section 6).
_LARGEST = 2**53
_DEEPEST = 32  # nested objects and lists; the deepest that is asked for is two


async def read_model(request: Request, model: type[M]) -> M:
    """The body of a request as a model, or a `RefusedError`."""
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    charset = rest.strip().lower().replace('"', "").replace(" ", "")
    if kind.strip().lower() != "application/json" or charset not in ("", "charset=utf-8"):
        message = "Send the body as application/json in UTF-8."
        raise RefusedError(message, status=415, code="wrong-type")
    value = parse_json(await request.body())
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise InvalidError(said_of(list(error.errors(include_url=False, include_input=False)))) from None


def said_of(errors: list[Any]) -> str:
    """One sentence about what pydantic found wrong first."""
    first = errors[0]
    place = ".".join(str(part)[:60] for part in first.get("loc", ()) if part not in ("query", "path"))
    said = str(first.get("msg", "is not valid")).partition("\n")[0].rstrip(".")[:300]
    said = f"{said[:1].lower()}{said[1:]}".removeprefix("value error, ")
    more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
    return f"{place}: {said}{more}." if place else f"{said[:1].upper()}{said[1:]}{more}."


def parse_json(data: bytes) -> Any:
    """The value of a JSON text: without NaN, without numbers that readers round, without keys that stand twice.

    >>> parse_json(b'{"a": [1, "x"]}')
    {'a': [1, 'x']}
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidError("The body is not UTF-8.", code="not-json") from None
    try:
        value = json.loads(
            text, parse_constant=_constant, parse_int=_integer, parse_float=_float, object_pairs_hook=_object
        )
    except RecursionError:
        raise InvalidError("The body is nested too deeply.", code="not-json") from None
    except ValueError as error:
        message = f"line {error.lineno}, {error.msg}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise InvalidError(f"The body is not valid JSON: {message}.", code="not-json") from None
    _look_through(value)
    return value


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > _LARGEST:
        raise ValueError("a number is too large")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return made


def _look_through(value: Any) -> None:
    """Refuse NUL, halves of surrogate pairs, and deep nesting."""
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > _DEEPEST:
            raise InvalidError("The body is nested too deeply.", code="not-json")
        if isinstance(one, dict):
            waiting += [(part, depth + 1) for pair in one.items() for part in pair]
        elif isinstance(one, list):
            waiting += [(part, depth + 1) for part in one]
        elif isinstance(one, str):
            _look_at(one)


def _look_at(text: str) -> None:
    if "\0" in text:
        raise InvalidError("The body holds a NUL character.", code="not-json")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidError("The body holds half of a surrogate pair.", code="not-json") from None
