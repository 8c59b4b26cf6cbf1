"""JSON articles: one object with the fields of an article."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from retold.errors import EmptyArticleError, ReadError
from retold.model import FIELDS

__all__ = ["parse_record", "record_fields"]



def parse_record(text: str, name: str) -> Mapping[str, Any]:
    """The JSON object in `text`, or a ReadError that says in which line it is broken."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(f"{name} is not valid JSON: line {error.lineno}, {error.msg}.") from error
    except RecursionError as error:
        raise ReadError(f"{name} is nested too deeply for a JSON article.") from error
    except ValueError as error:  # a number of thousands of digits
        raise ReadError(f"{name} cannot be read as JSON: {error}.") from error
    if not isinstance(value, dict):
        held = "a list" if isinstance(value, list) else "no object"
        raise ReadError(f"{name} holds {held}, not one JSON article.")
    return value


def record_fields(record: Mapping[str, Any], name: str = "The JSON article") -> dict[str, str]:
    """The article fields of a JSON article, exactly as given; unknown keys are ignored, null is absent."""
    fields = {}
    for key in FIELDS:
        value = record.get(key)
        if key == "id" and isinstance(value, int) and not isinstance(value, bool):
            try:
                value = str(value)
            except ValueError as error:
                raise ReadError(f"{name} has an id of thousands of digits.") from error
        if value is None:
            value = ""
        if not isinstance(value, str):
            raise ReadError(f"{name} has a wrong type for “{key}”: {_kind(value)} instead of text.")
        fields[key] = value
    if "text" not in record:
        raise ReadError(f"{name} has no “text”.")
    if not fields["text"].strip():
        raise EmptyArticleError(f"{name} has an empty “text”.")
    return fields


def _kind(value: object) -> str:
    """What a JSON value is, in plain words."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, Mapping):
        return "an object"
    return "a list" if isinstance(value, (list, tuple)) else f"a {type(value).__name__}"
