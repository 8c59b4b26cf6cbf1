"""Work on worker processes whose answers come in the order of the jobs, between what needs no work."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

__all__ = ["Job", "in_order"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    """`work(*arguments)`, which may be called in another process: a function of a module with arguments that pickle."""

    work: Callable[..., Any]
    arguments: tuple[Any, ...]


def in_order(parts: Iterator[tuple[int, Any]], workers: int | None) -> Generator[tuple[int, Any], None, None]:
    for number, part in parts:
        yield number, part.work(*part.arguments) if isinstance(part, Job) else part
