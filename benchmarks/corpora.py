"""The data sets of ../shared/data as articles; every benchmark and training command reads them through here.

The folder is RETOLD_DATA, by default ../shared/data beside the repository. A missing file raises
`MissingDataError`, whose text says what is missing; a command that measures it says so and ends with 0.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import io
import json
import lzma
import os
import random
import re
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import Any

from retold.fingerprint import find_words

__all__ = [
    "MissingDataError",
    "Reuse",
    "bbc",
    "clough_stevenson",
    "data_folder",
    "distractors",
    "load_scorer",
    "members",
    "nearest",
    "news_articles",
    "opaque",
    "planted_copies",
    "retellings_scorer",
    "reuters",
    "senate",
    "shuffled",
    "wmt_article",
    "wmt_documents",
    "wmt_english",
]


class MissingDataError(Exception):
    """A data set is not there."""


@dataclass(frozen=True, slots=True)
class Reuse:
    """One of the Clough–Stevenson answers, with its source: category non, cut, light or heavy."""

    answer: str
    source: str
    task: str
    category: str


def data_folder() -> Path:
    """The folder of benchmark data."""
    default = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    return Path(os.environ.get("RETOLD_DATA", default))


_NEWS = "*-news.tar.xz"  # NewsArticles and BBC stories


def _path(name: str) -> Path:
    path = next(iter(sorted(data_folder().glob(name))), None)
    if path is None:
        raise MissingDataError(f"{name} is not in the data folder (RETOLD_DATA); nothing was measured.")
    return path


def members(name: str, ending: str) -> Iterator[tuple[str, bytes]]:
    """The files with an ending in an archive: (path inside it, contents)."""
    with tarfile.open(_path(name), "r:xz") as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(ending):
                opened = archive.extractfile(member)
                assert opened is not None
                yield member.name, opened.read()


def wmt_documents() -> list[dict[str, Any]]:
    """The WMT21 news documents: id, origlang, versions (kind, by, lang, segments)."""
    with lzma.open(_path("wmt21-news.jsonl.xz"), "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def wmt_article(document: dict[str, Any], version: dict[str, Any]) -> tuple[dict[str, str], list[tuple[int, int]]]:
    """A WMT21 version as a JSON article of one segment a paragraph, and each segment's (start, end) in it."""
    text, spans = "", []
    for segment in version["segments"]:
        segment = segment.strip()
        spans.append((len(text), len(text) + len(segment)))
        text += segment + "\n\n"
    name = f"{document['id']}.{version['kind']}.{version['by']}.{version['lang']}"
    return {"id": name, "lang": version["lang"], "text": text.rstrip("\n")}, spans


def planted_copies() -> tuple[dict[str, dict[str, str]], list[dict[str, str]]]:
    """The articles of planted-copies by id (date, title, text), and its gold (source, copy, kind)."""
    with lzma.open(_path("planted-copies.jsonl.xz"), "rt", encoding="utf-8") as lines:
        articles = {row["id"]: row for row in map(json.loads, lines)}
    gold: list[dict[str, str]] = json.loads(_path("planted-copies.gold.json").read_text("utf-8"))
    return articles, gold


def reuters() -> list[dict[str, str]]:
    """Reuters-21578 stories that have a body: id, title, text."""
    stories = []
    for _, raw in members("reuters21578.tar.xz", ".sgm"):
        for story in re.findall(r"<REUTERS.*?</REUTERS>", raw.decode("latin-1"), re.S):
            number, title = re.search(r'NEWID="(\d+)"', story), re.search("<TITLE>(.*?)</TITLE>", story, re.S)
            body = re.search("<BODY>(.*?)</BODY>", story, re.S)
            if number and body:
                text = re.sub(r"\s+(Reuter|REUTER)?\s*&#3;\s*$", "", unescape(body[1]))
                stories.append({"id": f"r{number[1]}", "title": unescape(title[1]) if title else "", "text": text})
    return stories


def news_articles() -> list[dict[str, str]]:
    """NewsArticles of 2016–17: id, published, url, title, text."""
    csv.field_size_limit(1 << 24)
    rows = []
    for _, raw in members(_NEWS, "NewsArticles.csv"):
        for row in csv.DictReader(io.StringIO(raw.decode("utf-8", "replace"))):
            if len(row["text"]) > 300:
                year, month, day = re.split(r"\D", row["publish_date"])[:3]
                rows.append(
                    {
                        "id": f"n{row['article_id']}",
                        "published": f"{year}-{int(month):02}-{int(day):02}" if len(year) == 4 else "",
                        "url": row["article_source_link"],
                        "title": row["title"],
                        "text": row["text"],
                    }
                )
    return rows


def bbc() -> list[dict[str, str]]:
    """BBC stories of 2004–05: id, title, text."""
    rows = []
    for name, raw in members(_NEWS, ".txt"):
        if "bbcnews" in name:
            title, _, text = raw.decode("utf-8", "replace").partition("\n")
            rows.append({"id": "-".join(name.split("/")[-2:]), "title": title.strip(), "text": text.strip()})
    return sorted(rows, key=lambda row: row["id"])


def senate(most: int | None = None) -> list[dict[str, str]]:
    """Press releases of US senators, 2005–07, the first `most` of them: id, publisher, text; published, from the id."""
    rows: list[dict[str, str]] = []
    with lzma.open(_path("senate-press-releases.jsonl.xz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            if len(rows) == most:
                break
            row = json.loads(line)
            try:
                day = datetime.strptime(_RELEASED.search(row["id"])[1], "%d%b%Y")  # type: ignore[index]
                row["published"] = day.date().isoformat()
            except (TypeError, ValueError):  # nine releases have no day
                pass
            rows.append(row)
    return rows


_RELEASED = re.compile(r"/(\d{1,2}[A-Z][a-z]{2}\d{4})")


# The stories of NewsArticles that the labelled retellings were made from (see retellings/README.md).
_WIRES = frozenset(
    f"n{number}"
    for number in [
        *(37, 213, 475, 586, 625, 733, 860, 899, 1015, 1057, 1074, 1097, 1106, 1258, 1356, 1515, 1521, 1617, 1685),
        *(1824, 1846, 2002, 2016, 2286, 2309, 2799, 2911, 2922, 3058, 3062, 3120, 3257, 3332, 3487, 3591, 3693),
    ]
)


def distractors(releases: int) -> list[dict[str, str]]:
    """What retellings are hidden among: Reuters, NewsArticles without the retellings' wires, BBC, Senate releases."""
    news = [row for row in news_articles() if row["id"] not in _WIRES]
    return [*reuters(), *news, *bbc(), *(senate(releases) if releases else [])]


def wmt_english(languages: frozenset[str]) -> list[tuple[str, dict[str, str]]]:
    """Every English version of the WMT21 documents in these languages: the document's id, and a JSON article.

    The article's id says nothing of the document.
    """
    found = []
    for document in wmt_documents():
        if document["origlang"] in languages:
            for version in document["versions"]:
                if version["lang"] == "en":
                    article, _ = wmt_article(document, version)
                    found.append((document["id"], {**article, "id": opaque(article["id"])}))
    return found


def opaque(name: str) -> str:
    """An id that gives nothing away."""
    return hashlib.sha1(name.encode()).hexdigest()[:12]


def clough_stevenson() -> list[Reuse]:
    """The 95 answers of the Clough–Stevenson corpus with their sources."""
    texts, categories = {}, {}
    for name, raw in members("clough-stevenson.tar.xz", ".txt"):
        texts[name.split("/")[-1]] = raw.decode("utf-8", "replace")
    for _, raw in members("clough-stevenson.tar.xz", "file_information.csv"):
        for row in csv.DictReader(io.StringIO(raw.decode("utf-8"))):
            categories[row["File"]] = (row["Task"], row["Category"])
    return [
        Reuse(texts[name], texts[f"orig_task{task}.txt"], task, category)
        for name, (task, category) in sorted(categories.items())
        if category != "orig"
    ]


def load_scorer(name: str) -> ModuleType:
    """The module ../scoring/NAME.py beside the data folder."""
    path = data_folder().parent / "scoring" / f"{name}.py"
    if not path.exists():
        raise MissingDataError(f"scoring/{name}.py is not beside the data folder; nothing was measured.")
    spec = importlib.util.spec_from_file_location(f"{name}_scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def retellings_scorer() -> ModuleType:
    """The scorer of the labelled retellings."""
    return load_scorer("retellings")


Named = tuple[str, dict[str, Any]]  # a story's name, and one telling of it as a JSON article
_RARE = 2.0  # weight from which a word is rare; see retold.fingerprint
_MOST_HOLDERS = 60  # articles in which a rare word may stand to bring articles together


def nearest(articles: list[Named], among: list[Named], most: int) -> Iterator[tuple[Named, Named]]:
    """Each article with the `most` others of another name that share the most rare words, each pair once."""
    holders: dict[int, list[int]] = defaultdict(list)
    for at, (_, article) in enumerate(among):
        for key in _rare_words(article):
            holders[key].append(at)
    seen = set()
    for own in articles:
        shared = Counter(at for key in _rare_words(own[1]) if len(holders[key]) <= _MOST_HOLDERS for at in holders[key])
        for at in [at for at, _ in shared.items()]:
            if among[at][0] == own[0]:
                del shared[at]
        for at, _ in sorted(shared.items(), key=lambda entry: (-entry[1], entry[0]))[:most]:
            pair = frozenset((own[0], among[at][0]))
            if pair not in seen:
                seen.add(pair)
                yield own, among[at]


def _rare_words(article: dict[str, Any]) -> list[int]:
    words = find_words(article["text"])
    return sorted({key for key, weight in zip(words.keys.tolist(), words.weights, strict=True) if weight >= _RARE})


def shuffled(seed: int) -> random.Random:
    """A random generator of its own, so that every command draws the same sample every time."""
    return random.Random(seed)
