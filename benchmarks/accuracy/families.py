"""How well `retold find` finds retellings in a collection.

    python benchmarks/accuracy/families.py [wmt|retellings|planted|senate …] [--json] [--work FOLDER]
    python benchmarks/accuracy/families.py planted --families FILE [--sample FILE --seed N]

- wmt: all English versions (human, machine) of the WMT21 documents in Russian, Japanese and Icelandic, hidden among
  Reuters-21578, NewsArticles, BBC and the first 50,000 Senate releases. Two versions of one document are a true
  pair. Precision is over found pairs with at least one WMT article; pairs of two others have no truth and are
  counted apart. The adjusted Rand index is over the WMT articles and those that share a family with one; an article
  in several families counts in the largest;
- retellings: the articles of the labelled retellings, hidden in the same file, scored by scoring/retellings.py:
  the share of each kind in its wire's family, lookalikes and independent reports let into some family, origins;
- planted: planted-copies: recall by kind, and precision, where found pairs beyond the gold count as right when they
  share a tenth of the smaller one's word 5-grams. `--sample FILE` writes 100 of the others to be read by eye;
- senate: the Senate releases as they are, which have no truth: how much is found. `--sample FILE` writes 200 links
  between texts in one language to be judged by eye, the first half the least certain, the rest at random.

Without names, all of them. The first two share one file and one run. Each input is written once to the folder
`--work` (default: a temporary one), and used again when it is there; so are the families, unless `--again`.
`--families FILE` scores a file of families instead of running the command. The data folder is RETOLD_DATA
(default ../shared/data beside the repository); what is missing there is said and skipped.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpora import MissingDataError, data_folder, distractors, retellings_scorer, senate, shuffled, wmt_english
from family_scores import (
    Families,
    Figures,
    planted_records,
    read_families,
    run_find,
    score_planted,
    score_stories,
    share,
    table,
    write_records,
)

INPUTS = {"wmt": "mixed", "retellings": "mixed", "planted": "planted", "senate": "senate"}  # part: input file
LANGUAGES = frozenset(("is", "ja", "ru"))  # of the WMT21 documents whose English versions are looked for
RELEASES = 50_000  # Senate releases among the distractors
UNLIKE_PAIRS = 100  # in the sample of planted
LINKS = 200  # in the sample of senate
AROUND = 12  # words shown before and after what two texts share
SHOWN = 220  # words of a text shown in a sample
RUN = 3  # words that must stand in a row in both texts to be marked as shared


def labelled_articles() -> list[dict[str, Any]]:
    """The articles of the labelled retellings, as the scorer gives them out."""
    scorer = retellings_scorer()
    with tempfile.TemporaryDirectory() as folder:
        scorer.emit(scorer.load(data_folder() / "retellings"), Path(folder))
        lines = (Path(folder) / "articles.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def input_records(name: str) -> list[dict[str, Any]]:
    """The articles of an input, in a fixed random order where several sources are mixed."""
    if name == "planted":
        return list(planted_records()[0])
    if name == "senate":
        return list(senate())
    records: list[dict[str, Any]] = [article for _, article in wmt_english(LANGUAGES)]
    records += [*labelled_articles(), *distractors(RELEASES)]
    shuffled(41).shuffle(records)
    return records


def wmt(families: Families, sample: Path | None, seed: int) -> Figures:
    """WMT21 versions of one document."""
    stories = {article["id"]: document for document, article in wmt_english(LANGUAGES)}
    figures = score_stories(stories, families)
    strangers = [sum(name not in stories for name in row["articles"]) for row in families.rows]
    return {**figures, "found pairs of two others": sum(count * (count - 1) // 2 for count in strangers)}


def retellings(families: Families, sample: Path | None, seed: int) -> Figures:
    """The labelled retellings."""
    scorer = retellings_scorer()
    gold = scorer.load(data_folder() / "retellings")
    scores = scorer.score_families(gold, families.rows)
    let_in = scores["share let into some family"]
    origin = scores["origin"]
    named = sum(origin.values())
    return {
        **{f"recall {kind}": found for kind, found in scores["share found in the wire's family, by kind"].items()},
        **{f"let in: {kind}": part for kind, part in let_in.items()},
        "let in: both": round(sum(let_in.values()) / len(let_in), 4),
        **{f"origin {answer}": share(origin.get(answer, 0), named) for answer in ("right", "unsaid", "wrong")},
        "pairs recall": scores["pairs"]["recall"],
        "pairs precision": scores["pairs"]["precision"],
    }


def planted(families: Families, sample: Path | None, seed: int) -> Figures:
    """Planted copies of Reuters stories."""
    records, gold = planted_records()
    figures, unlike = score_planted(records, gold, families)
    if sample:
        by_name = {row["id"]: row for row in records}
        chosen = shuffled(seed).sample(unlike, min(UNLIKE_PAIRS, len(unlike)))
        linked = families.linked()
        notes = [("linked" if pair in linked else "in one family", *pair) for pair in chosen]
        write_sample(sample, notes, by_name)
    return figures


def releases(families: Families, sample: Path | None, seed: int) -> Figures:
    """Senate releases."""
    links = [link for row in families.rows for link in row["links"] if link["kind"] != "translated"]
    kinds = Counter(link["kind"] for link in links)
    figures: Figures = {
        "families": len(families.rows),
        "articles in a family": len(families.holding),
        "largest family": max((len(row["articles"]) for row in families.rows), default=0),
        "links": len(links),
        "pairs in a family": families.most_pairs(),
        **{f"links: {kind}": count for kind, count in sorted(kinds.items())},
    }
    if sample:
        # A pair that is in two families once.
        links = list({(link["source"], link["derived"]): link for link in links}.values())
        links.sort(key=lambda link: (link["probability"], link["source"], link["derived"]))
        least = links[: LINKS // 2]
        rest = links[LINKS // 2 :]
        chosen = least + shuffled(seed).sample(rest, min(LINKS - len(least), len(rest)))
        notes = [(f"{link['kind']}, {link['probability']}", link["source"], link["derived"]) for link in chosen]
        write_sample(sample, notes, {row["id"]: row for row in senate()})
    return figures


def write_sample(path: Path, pairs: list[tuple[str, str, str]], articles: dict[str, dict[str, Any]]) -> None:
    """Pairs of texts to be read by eye: a note on each, the two ids and titles, and the part that they share."""
    with path.open("w", encoding="utf-8") as out:
        out.write("Runs of three words and more that both texts have, in order, stand in [[ ]].\n")
        for number, (note, first, second) in enumerate(pairs, 1):
            a, b = articles[first], articles[second]
            shown, common = side_by_side(a["text"], b["text"])
            out.write(f"\n=== {number}: {note}; {common} words in shared runs\n")
            for side, row, text in zip("ab", (a, b), shown, strict=True):
                length = len(row["text"].split())
                out.write(f"--- {side}: {row['id']} | {row.get('title', '')} | {length} words\n{text}\n")
    print(f"{len(pairs)} pairs written to {path}", file=sys.stderr)


def side_by_side(first: str, second: str) -> tuple[list[str], int]:
    """Both texts from a little before to a little after what they share, shared runs marked, and how many words."""
    words = [first.split(), second.split()]
    plain = [[re.sub(r"\W", "", word.lower()) for word in side] for side in words]
    blocks = SequenceMatcher(None, plain[0], plain[1], autojunk=False).get_matching_blocks()
    runs = [block for block in blocks if block.size >= RUN]
    shown = []
    for side, starts in enumerate([[run.a for run in runs], [run.b for run in runs]]):
        marked = list(words[side])
        for start, run in zip(starts, runs, strict=True):
            marked[start] = "[[" + marked[start]
            marked[start + run.size - 1] += "]]"
        begin = max(0, min(starts, default=0) - AROUND)
        end = max((start + run.size for start, run in zip(starts, runs, strict=True)), default=SHOWN) + AROUND
        cut = marked[begin : min(end, begin + SHOWN)]
        more = begin + len(cut) < min(end, len(marked))
        shown.append("… " * (begin > 0) + " ".join(cut) + " …" * (more or end < len(marked)))
    return shown, sum(run.size for run in runs)


PARTS = {"wmt": wmt, "retellings": retellings, "planted": planted, "senate": releases}


def found_families(parts: list[str], args: argparse.Namespace, work: Path) -> Iterator[tuple[str, Families, float]]:
    """The families of each part's input, and the seconds that finding them took (0 where they were there)."""
    done: dict[str, tuple[Families, float]] = {}
    for part in parts:
        name = INPUTS[part]
        if name not in done:
            path, seconds = args.families or work / f"{name}.families.jsonl", 0.0
            try:
                if not args.families and (args.again or not path.exists()):
                    articles = work / f"{name}.jsonl"
                    if not articles.exists():
                        write_records(input_records(name), articles)
                    seconds = round(run_find(articles, path).seconds, 1)
            except MissingDataError as missing:
                print(missing, file=sys.stderr)
                continue
            done[name] = (Families(read_families(path)), seconds)
        yield part, *done[name]


def measure(args: argparse.Namespace, work: Path) -> None:
    results: dict[str, Figures] = {}
    for part, families, seconds in found_families(args.parts, args, work):
        try:
            results[part] = {**PARTS[part](families, args.sample, args.seed), "seconds": seconds}
        except MissingDataError as missing:
            print(missing, file=sys.stderr)
            continue
        if not args.json:
            print(part, table([{"figure": key, "value": value} for key, value in results[part].items()]), "", sep="\n")
    if args.json:
        print(json.dumps(results))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--families", type=Path, metavar="FILE", help="score these families; run nothing")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="keep inputs and families here")
    parser.add_argument("--again", action="store_true", help="find families anew though --work has them")
    parser.add_argument("--sample", type=Path, metavar="FILE", help="write pairs to read by eye (planted or senate)")
    parser.add_argument("--seed", type=int, default=1, help="of the sample (default 1)")
    parser.add_argument("--inputs-only", action="store_true", help="write the inputs to --work and end")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    args = parser.parse_args()
    if unknown := set(args.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    args.parts = args.parts or list(PARTS)
    inputs = {INPUTS[part] for part in args.parts}
    if args.families and len(inputs) > 1:
        parser.error("--families is of one input: name planted, or senate, or wmt and retellings")
    if args.sample and args.parts not in (["planted"], ["senate"]):
        parser.error("--sample needs one part: planted or senate")
    if args.inputs_only and not args.work:
        parser.error("--inputs-only needs --work")
    with tempfile.TemporaryDirectory() as temporary:
        work = args.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        if args.inputs_only:
            for name in sorted(inputs):
                write_records(input_records(name), work / f"{name}.jsonl")
        else:
            measure(args, work)


if __name__ == "__main__":
    main()
