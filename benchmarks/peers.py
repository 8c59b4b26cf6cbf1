"""Runs one deduplication tool of today over a file of articles, at its defaults, and writes the groups it finds.

    python benchmarks/peers.py gaoya|rensa|datasketch|semhash|text-dedup FILE OUT [--model FOLDER]

FILE holds articles as JSON lines, OUT gets one list of ids a line for every group of two and more. This is a whole
run as a user would write it after each tool's own documentation: reading, signatures, matching, and groups by
union-find over the pairs that the tool names. It imports nothing of retold, so that it runs under any interpreter
that has the tool; a tool that is not installed ends it with 3. What "defaults" means for each tool stands at its
function. `--model` names a folder with a Model2Vec model for semhash, where its own cannot be downloaded.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

NOT_INSTALLED = 3
NO_MODEL = 4

Pairs = Iterable[tuple[int, int]]


def gaoya(texts: list[str], args: argparse.Namespace) -> Pairs:
    """MinHashStringIndex(): single words, 20 bands of 5, Jaccard .75; all cores."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex()
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    for at, found in enumerate(index.par_bulk_query(texts)):
        yield from ((at, other) for other in found)


def rensa(texts: list[str], args: argparse.Namespace) -> Pairs:
    """The example of its documentation: RMinHashDeduplicator(.8, 128 permutations, LSH), words between spaces."""
    from rensa import RMinHash, RMinHashDeduplicator

    hashes = RMinHash.from_token_sets([text.split() for text in texts], num_perm=128, seed=42)
    index = RMinHashDeduplicator(threshold=0.8, num_perm=128, use_lsh=True)
    index.add_pairs((str(at), value) for at, value in enumerate(hashes))
    for at, found in enumerate(index.get_duplicate_sets(hashes)):
        yield from ((at, int(other)) for other in found)


def datasketch(texts: list[str], args: argparse.Namespace) -> Pairs:
    """MinHash() and MinHashLSH(): 128 permutations, Jaccard .9; the set of words between spaces."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH()
    words = ([word.encode() for word in set(text.split())] for text in texts)
    hashes = MinHash.bulk(words)
    for at, value in enumerate(hashes):
        index.insert(at, value)
    for at, value in enumerate(hashes):
        yield from ((at, other) for other in index.query(value))


def semhash(texts: list[str], args: argparse.Namespace) -> Pairs:
    """SemHash.from_records(records).self_deduplicate(): potion-base-8M, cosine .9."""
    from semhash import SemHash

    try:
        if args.model:
            from model2vec import StaticModel

            model = StaticModel.from_pretrained(args.model)
        else:
            os.environ.setdefault("HF_HUB_ETAG_TIMEOUT", "5")
            model = None
        records = [{"id": str(at), "text": text} for at, text in enumerate(texts)]
        index = SemHash.from_records(records=records, columns=["text"], model=model)
    except (OSError, RuntimeError) as error:
        print(error, file=sys.stderr)
        raise SystemExit(NO_MODEL) from error
    for row in index.self_deduplicate().filtered:
        yield int(row.record["id"]), int(row.duplicate_of["id"])


def text_dedup(texts: list[str], args: argparse.Namespace) -> Pairs:
    """`python -m text_dedup.minhash`: word 5-grams, 250 permutations, Jaccard .7, two processes; on FILE itself."""
    os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    from text_dedup import minhash

    with tempfile.TemporaryDirectory() as folder:
        given = ["--path", "json", "--data_files", str(args.file), "--split", "train", "--column", "text"]
        kept = ["--output", f"{folder}/out", "--cache_dir", f"{folder}/cache", "--debug"]
        minhash.main(given + kept, standalone_mode=False)
        found = minhash.uf
        yield from ((at, found.find(at)) for at in list(found.parent))


TOOLS = {"gaoya": gaoya, "rensa": rensa, "datasketch": datasketch, "semhash": semhash, "text-dedup": text_dedup}


def groups(count: int, pairs: Pairs) -> Iterator[list[int]]:
    """The groups of two and more that pairs make of the numbers below `count`."""
    parent = list(range(count))

    def find(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for first, second in pairs:
        x, y = find(first), find(second)
        if x != y:
            parent[max(x, y)] = min(x, y)
    members = defaultdict(list)
    for at in range(count):
        members[find(at)].append(at)
    yield from (group for group in members.values() if len(group) > 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool", choices=TOOLS)
    parser.add_argument("file", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model", metavar="FOLDER", help="a Model2Vec model for semhash")
    args = parser.parse_args()
    with args.file.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    try:
        found = list(groups(len(rows), TOOLS[args.tool]([row["text"] for row in rows], args)))
    except ImportError as error:
        print(error, file=sys.stderr)
        raise SystemExit(NOT_INSTALLED) from error
    with args.out.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps([rows[at]["id"] for at in group]) + "\n" for group in found)


if __name__ == "__main__":
    main()
