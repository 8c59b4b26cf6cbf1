"""How well the changes that a retelling made are found.

    python benchmarks/accuracy/changes.py [retellings|demetr|bump|wmt …] [--json] [--wrong N]

- retellings: the labelled retellings, scored by scoring/retellings.py: substantive changes found, right among
  those reported, kind right of those found, innocent ones flagged; told which text is the source, and not told;
- demetr: DEMETR (pert_check true): share of sentences with a replaced number or name, an inserted or removed
  negation, an antonym, where a substantive change of the right kind is reported (inside quotation marks "quote"
  counts too); and the share of human against machine translations of one sentence with any substantive change,
  which are meant to say the same;
- bump: BUMP: share of articles' summary pairs in which the false summary differs from the article in more than
  the true one does, ties counted half. Each summary is linked to the article by the alignment. And the share of
  pairs of true and false summary, which differ in one spot, with a substantive change;
- wmt: WMT21: substantive changes a pair of sentences between two human translations of one story.

Without names, all four. The data folder is RETOLD_DATA (default ../shared/data beside the repository); what is
missing there is said and skipped. `--wrong N` lists up to N mistakes of each.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import combinations
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpora import MissingDataError, data_folder, members, retellings_scorer, shuffled, wmt_documents
from retold.align import align_sides, prepare
from retold.changes import find_changes
from retold.model import Alignment, Article, Change, Comparison, Link, Relation, Sentence
from retold.read import read_record, read_text
from retold.report.record import comparison_record

Figures = dict[str, Any]
# Files of DEMETR, and the kinds under which what was perturbed may be reported.
PERTURBED = {
    "critical_id10_numbers_replaced": ("numbers", ("number", "date")),
    "critical_id9_ne_replaced": ("names", ("name", "place", "attribution")),
    "critical_id8_negation": ("negation", ("polarity",)),
    "critical_id7_antonym": ("antonyms", ("polarity",)),
}
WMT_PAIRS = 1500
_UNKNOWN = Relation("reworded", True, 0.5)


def lines_apart(text_a: str, text_b: str) -> tuple[Change, ...]:
    """The substantive changes between two texts of one sentence each, taken as linked."""
    articles = [Article(lang="en", text=text, sentences=(Sentence(text, 0, len(text)),)) for text in (text_a, text_b)]
    alignment = Alignment((Link((0,), (0,), "edited", False, 0.8),))
    found = find_changes(prepare(articles[0]), prepare(articles[1]), alignment)
    return tuple(change for change in found if change.substantive)


def shown(changes: tuple[Change, ...]) -> str:
    """Changes on one line."""
    return "; ".join(f"{c.kind}: {c.a.text if c.a else None} -> {c.b.text if c.b else None}" for c in changes)


def retellings(wrong: int) -> Figures:
    """The scorer's figures about changes."""
    scorer = retellings_scorer()
    gold = scorer.load(data_folder() / "retellings")
    with tempfile.TemporaryDirectory() as folder:
        scorer.emit(gold, Path(folder))
        lines = (Path(folder) / "pairs.jsonl").read_text("utf-8").splitlines()
    wires = {scorer.opaque(base + ".wire") for base in gold}
    rows: dict[bool, list[Figures]] = {True: [], False: []}
    for line in lines:
        pair = json.loads(line)
        a, b = read_record(pair["a"]), read_record(pair["b"])
        first, second = prepare(a), prepare(b)
        alignment = align_sides(first, second)
        record = comparison_record(Comparison(a, b, _UNKNOWN, alignment, pair=pair["pair"]))
        for told in (True, False):
            source = ("a" if a.id in wires else "b") if told else None
            found = find_changes(first, second, alignment, source=source)
            rows[told].append(record | {"changes": [asdict(change) for change in found]})
    if wrong:
        for line in list(_mistakes(scorer, gold, rows[True]))[:wrong]:
            print(line)
    scored = {told: scorer.score(gold, rows[told]) for told in (True, False)}
    return {
        **scored[True]["changes, same language"],
        "by kind": scored[True]["changes by kind"],
        "by version": {k: f"{v['recall']}/{v['precision']}" for k, v in scored[True]["changes by version"].items()},
        "source not told": scored[False]["changes, same language"],
    }


def _mistakes(scorer: Any, gold: Figures, rows: list[Figures]) -> Iterator[str]:
    """Labelled changes that nothing reported comes near, and reported ones near no label."""
    got = {row["pair"]: row for row in rows}
    for base, story in gold.items():
        wire, wire_spans = scorer.wire_article(story)
        for version in story["versions"]:
            if version["kind"] not in ("edited", "reworded", "excerpt"):
                continue
            article, spans = scorer.version_article(story, version)
            row = got[scorer.opaque(f"pair {base}.{version['kind']}")]
            of, to = ("a", "b") if row["a"]["id"] == wire["id"] else ("b", "a")
            free = [c for c in row["changes"] if c["substantive"]]
            for at, sentence in enumerate(version["sentences"]):
                for c in sentence.get("changes", ()):
                    after = scorer.find_in(article["text"], c["after"], spans, [at]) if c.get("after") else None
                    before = (
                        scorer.find_in(wire["text"], c["before"], wire_spans, sentence.get("from", []))
                        if c.get("before")
                        else None
                    )
                    near = [r for r in free if max(scorer.closeness(before, r[of]), scorer.closeness(after, r[to])) > 0]
                    name = f"{base} {version['kind'][:6]:6}"
                    told = f"{c['type']}: {c['before']!r} -> {c['after']!r}"
                    if near:
                        free.remove(near[0])
                    if c["substantive"] and not near:
                        yield f"{name} missed   {told}"
                    elif c["substantive"] and near[0]["kind"] != c["type"]:
                        yield f"{name} kind     {told} | {near[0]['kind']}"
                    elif not c["substantive"] and near:
                        yield f"{name} innocent {told} | {_said(near[0], of, to)}"
            for r in free:
                yield f"{base} {version['kind'][:6]:6} reported {_said(r, of, to)}"


def _said(change: Figures, of: str, to: str) -> str:
    before, after = (change[side] and change[side]["text"] for side in (of, to))
    return f"{change['kind']}: {before!r} -> {after!r}"


def demetr_rows(name: str) -> list[Figures]:
    """The entries of a file of DEMETR that were perturbed rightly."""
    for path, raw in members("demetr.tar.xz", f"{name}.json"):
        if Path(path).stem == name:
            return [row for row in json.loads(raw) if row["pert_check"] is True]
    raise MissingDataError(f"{name} is not in demetr.tar.xz; nothing was measured.")


def demetr(wrong: int) -> Figures:
    """Shares of perturbations found with the right kind, and of false alarms."""
    figures: Figures = {}
    same: dict[int, Figures] = {}
    for file, (label, kinds) in PERTURBED.items():
        rows = demetr_rows(file)
        hits, kind_of, missed = 0, Counter[str](), []
        for row in rows:
            same[row["id"]] = row
            found = lines_apart(row["mt_sent"], row["pert_sent"])
            accepted = {*kinds, "quote"} if _quoted(row["mt_sent"], row["pert_sent"]) else set(kinds)
            right = any(change.kind in accepted for change in found)
            hits += right
            kind_of.update({change.kind for change in found} or {"nothing"})
            if not right:
                missed.append(f"{label}: {row['mt_sent']}\n    {row['pert_sent']}\n    {shown(found)}")
        figures[label] = round(hits / len(rows), 4)
        figures[f"{label}, reported as"] = dict(kind_of.most_common(5))
        for line in missed[:: max(1, len(missed) // max(1, wrong))][:wrong]:
            print(line)
    alarms, kind_of, shown_rows = 0, Counter[str](), []
    for row in same.values():
        found = lines_apart(row["eng_sent"], row["mt_sent"])
        alarms += bool(found)
        kind_of.update({change.kind for change in found})
        if found:
            shown_rows.append(f"alarm {row['id']}: {row['eng_sent']}\n    {row['mt_sent']}\n    {shown(found)}")
    for line in shown_rows[:: max(1, len(shown_rows) // max(1, wrong))][:wrong]:
        print(line)
    figures["human against machine translation, pairs flagged"] = round(alarms / len(same), 4)
    figures["flagged as"] = dict(kind_of.most_common())
    return figures


def _quoted(a: str, b: str) -> bool:
    """Whether the words in which two sentences differ stand inside quotation marks."""
    words_a, words_b = a.split(), b.split()
    first = next((k for k, (x, y) in enumerate(zip(words_a, words_b, strict=False)) if x != y), 0)
    before = " ".join(words_a[: first + 1])
    return (before.count('"') + before.count("“") - before.count("”")) % 2 == 1


def bump(wrong: int) -> Figures:
    """How often the false summary has more changes than the true one."""
    better = tied = pairs = told_apart = 0
    by_type: dict[str, Counter[str]] = {}
    for _, raw in members("bump.tar.xz", "_dataset.json"):
        for row in json.loads(raw):
            article, true, false = (
                prepare(read_text(row[key], lang="en")) for key in ("article", "reference_summary", "edited_summary")
            )
            counts = []
            for summary in (true, false):
                found = find_changes(article, summary, align_sides(article, summary), source="a")
                counts.append(sum(change.substantive for change in found))
            apart = [c for c in find_changes(true, false, align_sides(true, false)) if c.substantive]
            pairs += 1
            better += counts[1] > counts[0]
            tied += counts[1] == counts[0]
            told_apart += bool(apart)
            kind = row.get("corrected_error_type") or row["error_type"]
            by_type.setdefault(kind, Counter()).update(pairs=1, apart=bool(apart), more=counts[1] > counts[0])
            if not apart and wrong > 0:
                wrong -= 1
                print(f"bump {kind}: {row['reference_summary']}\n    {row['edited_summary']}")
    return {
        "false summary has more changes": round(better / pairs, 4),
        "as many": round(tied / pairs, 4),
        "ties counted half": round((better + tied / 2) / pairs, 4),
        "true and false summary told apart": round(told_apart / pairs, 4),
        "by error": {
            kind: f"{c['apart'] / c['pairs']:.2f} apart, {c['more'] / c['pairs']:.2f} more ({c['pairs']})"
            for kind, c in sorted(by_type.items())
        },
    }


def wmt(wrong: int) -> Figures:
    """Changes between two human translations of one story, segment by segment."""
    pairs = []
    for document in wmt_documents():
        human = [v for v in document["versions"] if v["kind"] == "human" and v["lang"] == "en"]
        for one, other in combinations(human, 2):
            pairs += list(zip(one["segments"], other["segments"], strict=True))
    if not pairs:
        raise MissingDataError("No story of WMT21 has two human translations; nothing was measured.")
    shuffled(7).shuffle(pairs)
    kinds, flagged = Counter[str](), 0
    for a, b in pairs[:WMT_PAIRS]:
        found = lines_apart(a.strip(), b.strip())
        flagged += bool(found)
        kinds.update(change.kind for change in found)
        if found and wrong > 0:
            wrong -= 1
            print(f"wmt: {a}\n    {b}\n    {shown(found)}")
    count = min(len(pairs), WMT_PAIRS)
    return {
        "pairs of segments": count,
        "substantive changes a pair": round(sum(kinds.values()) / count, 4),
        "pairs flagged": round(flagged / count, 4),
        "flagged as": dict(kinds.most_common()),
    }


BENCHMARKS: dict[str, Callable[[int], Figures]] = {
    "retellings": retellings,
    "demetr": demetr,
    "bump": bump,
    "wmt": wmt,
}


def main() -> None:
    """Measure what was asked for and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], metavar="|".join(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="list up to N mistakes of each")
    arguments = parser.parse_args()
    figures: Figures = {}
    for name in arguments.names or BENCHMARKS:
        try:
            figures[name] = BENCHMARKS[name](arguments.wrong)
        except MissingDataError as missing:
            print(f"{name}: {missing}", file=sys.stderr)
    if arguments.json:
        print(json.dumps(figures))
        return
    for name, measured in figures.items():
        print(name)
        for key, value in measured.items():
            print(f"  {key}: {value}")


if __name__ == "__main__":
    main()
