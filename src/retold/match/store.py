"""The work folder of a search: what has been read and fingerprinted, batch by batch, so that it can go on later.

A batch is some files: the articles (Arrow), their fingerprints (numpy), and a note that says it is whole, written last.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from retold.errors import SettingsError, WriteError
from retold.fingerprint.prints import Prints

__all__ = ["Store"]

_SETTINGS = "settings.json"
# What a work folder may hold. A folder with anything else in it is somebody's, and is left alone.
_OWN = re.compile(r"settings\.json(\.part)?|batch-\d{6,}\.[a-z_.]+|(keys|pairs)-\d\d|words\.bin")


class Store:
    """Batches of articles and their fingerprints in a folder. Articles are numbered from 0 in the order of reading."""

    def __init__(self, folder: Path, settings: dict[str, Any], *, resume: bool = False) -> None:
        """Open the folder, empty unless `resume`; then with what an earlier search left there.

        Raises `SettingsError` if that was made with other settings or from other files, or if there is anything in
        the folder that no search put there, and `WriteError` if the folder cannot be written.
        """
        self.folder = folder
        self._notes: list[dict[str, Any]] = []
        kept = folder / _SETTINGS
        known = json.dumps(settings)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            there = sorted(folder.iterdir())
            for path in there:
                if not _OWN.fullmatch(path.name) or not path.is_file():
                    raise SettingsError(f"{folder} holds {path.name}; a work folder must be empty or new.")
            if resume and kept.is_file():
                if kept.read_text("utf-8") != known:
                    raise SettingsError(
                        f"{folder} holds a search of other files or with other settings, which cannot be resumed."
                    )
                while (note := self._path(len(self._notes), "json")).is_file():
                    self._notes.append(json.loads(note.read_text("utf-8")))
                return
            for path in there:
                path.unlink()
            _write(kept, known)
        except OSError as error:
            raise WriteError(f"Cannot write to {folder}: {error.strerror}.") from error

    def __len__(self) -> int:
        """How many articles there are."""
        return sum(int(note["articles"]) for note in self._notes)

    @property
    def notes(self) -> list[dict[str, Any]]:
        """What was noted with each batch."""
        return list(self._notes)

    def add(self, articles: pa.RecordBatch, prints: Prints, note: dict[str, Any]) -> None:
        """Keep a batch; it counts once this has returned."""
        number = len(self._notes)
        try:
            path = str(self._path(number, "arrow"))
            with pa.OSFile(path, "wb") as sink, pa.ipc.new_file(sink, articles.schema) as out:
                out.write_batch(articles)
            for name in Prints.__slots__:
                np.save(self._path(number, f"{name}.npy"), getattr(prints, name))
            note = {**note, "articles": len(prints)}
            _write(self._path(number, "json"), json.dumps(note))
        except OSError as error:
            raise WriteError(f"Cannot write to {self.folder}: {error.strerror}.") from error
        self._notes.append(note)

    def column(self, name: str) -> NDArray[Any]:
        """One of the fingerprints that have one number an article, `hashes` or `langs`, for all articles."""
        parts = [np.load(self._path(k, f"{name}.npy")) for k in range(len(self._notes))]
        kind = np.uint64 if name == "hashes" else np.uint8
        return np.concatenate(parts) if parts else np.empty(0, kind)

    def keys(self) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.int64]]]:
        """The keys of each batch and the bounds of each article's."""
        for k in range(len(self._notes)):
            yield np.load(self._path(k, "keys.npy")), np.load(self._path(k, "key_bounds.npy"))

    def words(self) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The words of all articles, as a file mapped into memory, and the bounds of each article's."""
        bounds = self.word_bounds()
        whole = self.folder / "words.bin"
        try:
            with whole.open("wb") as out:
                for k in range(len(self._notes)):
                    np.load(self._path(k, "words.npy"), mmap_mode="r").tofile(out)
        except OSError as error:
            raise WriteError(f"Cannot write to {self.folder}: {error.strerror}.") from error
        if not bounds[-1]:
            return np.empty(0, np.uint32), bounds
        return np.asarray(np.memmap(whole, np.uint32, "r")), bounds

    def word_bounds(self) -> NDArray[np.int64]:
        """The bounds of each article's words among the words of all articles."""
        bounds = [np.zeros(1, np.int64)]
        total = 0
        for k in range(len(self._notes)):
            own = np.load(self._path(k, "word_bounds.npy"))
            bounds.append(own[1:] + total)
            total += int(own[-1])
        return np.concatenate(bounds)

    def articles(self) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Each batch of articles, mapped into memory, with the number of its first article."""
        first = 0
        for k, note in enumerate(self._notes):
            with pa.memory_map(str(self._path(k, "arrow"))) as source:
                yield first, pa.ipc.open_file(source).get_batch(0)
            first += int(note["articles"])

    def _path(self, number: int, ending: str) -> Path:
        return self.folder / f"batch-{number:06}.{ending}"


def _write(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, "utf-8")
    os.replace(part, path)
