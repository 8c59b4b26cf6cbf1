"""How well `retold compare` tells relations and aligns sentences.

    python benchmarks/accuracy/comparison.py [retellings|alignment|derived|specimen|answers …] [--json] [--wrong]

- retellings: the labelled retellings, scored by scoring/retellings.py (same-language kinds, and all);
- alignment: WMT21, random human and machine English versions of one story: F1 of the segment pairs that the
  sentence links imply. Texts are paragraphs of about three segments, so that sentences have to be found first;
- derived: WMT21 versions of one story, against versions of other stories and against BBC and NewsArticles
  stories, half of them the nearest by shared rare words: F1 of "derived";
- specimen: the pair of ../shared/specimen must come out as reworded, its body linked, its furniture named;
- answers: Clough–Stevenson, F1 of "derived" over the 95 answers against their sources.

Without names, all of them. The data folder is RETOLD_DATA (default ../shared/data beside the repository); what
is missing there is said and skipped. `--wrong` lists the mistakes.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpora import (
    MissingDataError,
    bbc,
    clough_stevenson,
    data_folder,
    nearest,
    news_articles,
    retellings_scorer,
    shuffled,
    wmt_documents,
)
from retold import Comparison, compare, compare_pairs
from retold.report.record import comparison_record

Figures = dict[str, Any]
ALIGNED_PAIRS = 400
DERIVED_PAIRS = 400
SPECIMEN_FURNITURE = ("News World", "US says Russia not complying", "About the author", "Agence", "Daily Newsletter")
PARAGRAPH = 3  # segments
ENDED = re.compile(r"[.!?…][\"”'’)»]*$")


def compare_all(pairs: Iterable[dict[str, Any]]) -> list[Comparison]:
    """The comparisons of many pairs, on all cores; a pair that fails ends the run."""

    def fail(line: int, reason: str) -> None:
        raise SystemExit(f"pair {line}: {reason}")

    return list(compare_pairs((json.dumps(pair) for pair in pairs), on_bad=fail))


def f1(hits: int, false: int, missed: int) -> float:
    """F1, 0 where nothing was there to find."""
    return round(2 * hits / (2 * hits + false + missed), 4) if hits else 0.0


def retellings(wrong: bool) -> Figures:
    """The scorer's figures that this benchmark watches; direction also without publisher, dateline and sign-off."""
    scorer = retellings_scorer()
    gold = scorer.load(data_folder() / "retellings")

    def scored(bare: bool) -> Figures:
        scorer.BARE = bare
        with tempfile.TemporaryDirectory() as folder:
            scorer.emit(gold, Path(folder))
            lines = (Path(folder) / "pairs.jsonl").read_text("utf-8").splitlines()
        records = [comparison_record(c) for c in compare_all(json.loads(line) for line in lines)]
        result: Figures = scorer.score(gold, records)
        return result

    bare = scored(True)
    figures = scored(False)
    if wrong:
        print(figures["relation by kind"], figures["alignment by kind"], figures["direction"], sep="\n")
    return {
        "derived F1": figures["derived, same language"]["f1"],
        "relation accuracy": figures["relation accuracy, same language"],
        "alignment F1": figures["alignment, same language"]["f1"],
        "derived F1, with translations": figures["derived"]["f1"],
        "relation accuracy, with translations": figures["relation accuracy"],
        "alignment F1, with translations": figures["alignment"]["f1"],
        **shares(figures["direction"], "direction"),
        **shares(bare["direction"], "direction, bare"),
        **shares(figures["credit"], "credit"),
    }


def shares(counts: dict[str, int], name: str) -> Figures:
    """The shares of right and wrong answers, of the pairs that have one."""
    total = sum(counts.get(answer, 0) for answer in ("right", "wrong", "unsaid"))
    return {f"{name} {answer}": round(counts.get(answer, 0) / total, 4) for answer in ("right", "wrong")}


def wmt_text(version: dict[str, Any]) -> tuple[dict[str, str], list[tuple[int, int]]]:
    """A version as a JSON article in paragraphs of three segments, and where each segment stands in it.

    A segment without a full stop, as headlines are, is a paragraph of its own.
    """
    text, spans = "", []
    for at, segment in enumerate(version["segments"]):
        segment = " ".join(segment.split())
        if text:
            text += " " if at % PARAGRAPH and ENDED.search(text) and ENDED.search(segment) else "\n\n"
        spans.append((len(text), len(text) + len(segment)))
        text += segment
    return {"lang": version["lang"], "text": text}, spans


def segments_of(start: int, end: int, spans: list[tuple[int, int]]) -> list[int]:
    """The segments that a sentence covers by half of the shorter of the two."""
    found = []
    for at, (first, last) in enumerate(spans):
        shared = min(end, last) - max(start, first)
        if shared * 2 >= min(end - start, last - first) > 0:
            found.append(at)
    return found


def alignment(wrong: bool) -> Figures:
    """Segment pairs that links between random human and machine versions imply."""
    chance, pairs, spans = shuffled(21), [], []
    documents = []
    for document in wmt_documents():
        english = [v for v in document["versions"] if v["lang"] == "en"]
        human = [v for v in english if v["kind"] == "human"]
        machine = [v for v in english if v["kind"] == "machine"]
        if human and machine:
            documents.append((document["id"], human, machine))
    for _ in range(ALIGNED_PAIRS):
        name, human, machine = chance.choice(documents)
        a, spans_a = wmt_text(chance.choice(human))
        b, spans_b = wmt_text(chance.choice(machine))
        pairs.append({"pair": name, "a": a, "b": b})
        spans.append((spans_a, spans_b))
    hits = false = missed = 0
    for comparison, (spans_a, spans_b) in zip(compare_all(pairs), spans, strict=True):
        links = set()
        for link in comparison.alignment.matched:
            for x in link.a:
                for y in link.b:
                    first, second = comparison.a.sentences[x], comparison.b.sentences[y]
                    for i in segments_of(first.start, first.end, spans_a):
                        links |= {(i, j) for j in segments_of(second.start, second.end, spans_b)}
        gold = {(i, i) for i in range(len(spans_a))}
        hits += len(links & gold)
        false += len(links - gold)
        missed += len(gold - links)
        if wrong and links != gold:
            print(comparison.pair, "false", sorted(links - gold), "missed", sorted(gold - links))
    return {"alignment F1": f1(hits, false, missed), "pairs": len(pairs)}


def score_derived(labelled: list[tuple[bool, dict[str, Any]]], wrong: bool) -> Figures:
    """F1 of "derived", and the counts behind it."""
    counts = {"hits": 0, "false": 0, "missed": 0}
    for (truth, pair), comparison in zip(labelled, compare_all(pair for _, pair in labelled), strict=True):
        said = comparison.relation.derived
        if said or truth:
            counts["hits" if said and truth else "false" if said else "missed"] += 1
        if wrong and said != truth:
            print("derived" if said else "not derived", comparison.relation.probability, pair["pair"])
    return {"derived F1": f1(**counts), **counts, "pairs": len(labelled)}


def derived(wrong: bool) -> Figures:
    """Versions of one story against other stories."""
    chance = shuffled(22)
    stories: list[tuple[str, list[dict[str, Any]]]] = []
    for document in wmt_documents():
        english = [v for v in document["versions"] if v["lang"] == "en"]
        if len(english) >= 2:
            stories.append((document["id"], [{"id": v["by"], **wmt_text(v)[0]} for v in english]))
    labelled: list[tuple[bool, dict[str, Any]]] = []
    for _ in range(DERIVED_PAIRS):
        name, versions = chance.choice(stories)
        a, b = chance.sample(versions, 2)
        labelled.append((True, {"pair": f"{name} {a['id']} {b['id']}", "a": a, "b": b}))
    told = [(name, chance.choice(versions)) for name, versions in stories]
    others = [(row["id"], row) for row in [*bbc(), *news_articles()]]
    near = [*nearest(told, told, 2), *nearest(told, others, 2)]
    far = [(chance.choice(told), chance.choice(others)) for _ in range(DERIVED_PAIRS // 2)]
    chosen = [*chance.sample(near, min(len(near), DERIVED_PAIRS)), *far]
    labelled += [(False, {"pair": f"{x} {y}", "a": a, "b": b}) for (x, a), (y, b) in chosen]
    return score_derived(labelled, wrong)


def specimen(wrong: bool) -> Figures:
    """The pair that the project started from: an agency report as one page carried it, and a reworded copy."""
    folder = data_folder().parent / "specimen"
    if not folder.is_dir():
        raise MissingDataError("The folder specimen is not beside the data folder; nothing was measured.")
    comparison = compare(*sorted(folder.glob("*.txt"))[:2])
    linked = {i for link in comparison.alignment.matched for i in link.a}
    paragraphs = {comparison.a.sentences[i].paragraph: i in linked for i in comparison.a.body}
    furniture = [s.text for s in comparison.a.sentences if s.furniture]
    named = sum(any(line.startswith(start) for line in furniture) for start in SPECIMEN_FURNITURE)
    if wrong:
        print([comparison.a.sentences[i].text for i in comparison.a.body if i not in linked], furniture)
    return {
        "reworded": int(comparison.relation.kind == "reworded"),
        "body paragraphs linked": f"{sum(paragraphs.values())} of {len(paragraphs)}",
        "share of body paragraphs linked": sum(paragraphs.values()) / len(paragraphs),
        "share of furniture named": named / len(SPECIMEN_FURNITURE),
    }


def answers(wrong: bool) -> Figures:
    """The Clough–Stevenson answers: everything but "non" is derived."""
    labelled = [
        (
            answer.category != "non",
            {
                "pair": f"{answer.task} {answer.category}",
                "a": {"lang": "en", "text": answer.source},
                "b": {"lang": "en", "text": answer.answer},
            },
        )
        for answer in clough_stevenson()
    ]
    return score_derived(labelled, wrong)


PARTS: dict[str, Callable[[bool], Figures]] = {
    "retellings": retellings,
    "alignment": alignment,
    "derived": derived,
    "specimen": specimen,
    "answers": answers,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="part", help="retellings, alignment, derived, specimen, answers")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--wrong", action="store_true", help="list the mistakes")
    args = parser.parse_args()
    if unknown := set(args.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    results: dict[str, Figures] = {}
    for name in args.parts or PARTS:
        try:
            results[name] = PARTS[name](args.wrong)
        except MissingDataError as missing:
            print(missing, file=sys.stderr)
            continue
        if not args.json:
            print(name, *(f"{key}: {value}" for key, value in results[name].items()), sep="\n  ")
    if args.json:
        print(json.dumps(results))


if __name__ == "__main__":
    main()
