"""How much `retold find --engine spark` sends between its workers, and how fast it is with two of them.

    pip install -e '.[spark]'
    python benchmarks/speed/spark.py [--articles N] [--workers W] [--memory MB] [--json]

Generated articles (benchmarks/generator.py) are searched with the embedded engine and with Spark in local-cluster
mode: W workers with one core each, real processes that exchange data over the network interface. The families must
be the same, byte for byte. Spark is warmed up by a search of 1,000 other articles. For every stage it says how many
rows and bytes it sent (compressed with LZ4, as Spark does by default) and how long its tasks ran, all together; then
what that is an article. docs/scale.md multiplies these figures.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pyarrow as pa

from family_scores import table
from generator import generate
from retold.finding import find
from retold.fingerprint.prints import fingerprint
from retold.report.family_record import family_line
from retold.spark import find_with_spark
from retold.spark.session import need_spark

WARM_UP = 1_000


def stages_of(spark: Any) -> list[dict[str, Any]]:
    """What Spark's own pages say of the stages that it has run, in their order."""
    context = spark.sparkContext
    url = f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}/stages?status=complete"
    with urllib.request.urlopen(url, timeout=60) as answer:
        stages: list[dict[str, Any]] = json.load(answer)
    return sorted(stages, key=lambda stage: stage["stageId"])


def sizes(articles: Path) -> dict[str, float]:
    """What a text and its fingerprint take, on average, uncompressed."""
    texts = [json.loads(line)["text"] for line in articles.read_text("utf-8").splitlines()[:5_000]]
    prints = fingerprint(pa.array(texts, pa.large_string()))
    count = len(texts)
    return {
        "bytes of text": sum(len(text.encode()) for text in texts) / count,
        "words": len(prints.words) / count,
        "keys": len(prints.keys) / count,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000, metavar="N")
    parser.add_argument("--workers", type=int, default=2, metavar="W")
    parser.add_argument("--memory", type=int, default=2048, metavar="MB", help="of each worker")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    args = parser.parse_args()
    need_spark()
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory() as temporary:
        few, many = Path(temporary, "few.jsonl"), Path(temporary, "many.jsonl")
        generate(WARM_UP, few, few.with_suffix(".gold.jsonl"), seed=2)
        generate(args.articles, many, many.with_suffix(".gold.jsonl"))
        master = f"local-cluster[{args.workers},1,{args.memory}]"
        builder = SparkSession.builder.master(master).config("spark.executor.memory", f"{args.memory}m")
        builder = builder.config("spark.ui.showConsoleProgress", "false")
        spark = builder.config("spark.executorEnv.OPENBLAS_NUM_THREADS", "1").getOrCreate()
        spark.sparkContext.setLogLevel("ERROR")
        find([few])
        started = time.perf_counter()
        expected = find([many])
        embedded = time.perf_counter() - started
        find_with_spark([few])
        warm = len(stages_of(spark))
        started = time.perf_counter()
        found = find_with_spark([many])
        seconds = time.perf_counter() - started
        stages = stages_of(spark)[warm:]
        spark.stop()
        average = sizes(many)
    count = found.articles
    sent = [
        {
            "stage": (stage.get("description") or stage["name"]).removeprefix("retold: "),
            "rows sent": stage["shuffleWriteRecords"],
            "MB sent": round(stage["shuffleWriteBytes"] / 1e6, 2),
            "bytes an article": round(stage["shuffleWriteBytes"] / count, 1),
            "tasks": stage["numTasks"],
            "task seconds": round(stage["executorRunTime"] / 1000, 1),
        }
        for stage in stages
    ]
    links = sum(len(family.links) for family in found.families)
    figures = {
        "articles": count,
        "same families": list(map(family_line, found.families)) == list(map(family_line, expected.families)),
        "links": links,
        "embedded: seconds": round(embedded, 1),
        "embedded: articles a second": round(count / embedded),
        "spark: seconds": round(seconds, 1),
        "spark: articles a second": round(count / seconds),
        "spark: task seconds": round(sum(stage["executorRunTime"] for stage in stages) / 1000, 1),
        "spark: bytes sent an article": round(sum(stage["shuffleWriteBytes"] for stage in stages) / count),
        **{f"an article: {name}": round(value, 1) for name, value in average.items()},
    }
    if args.json:
        print(json.dumps({"stages": sent, **figures}))
        return
    print(table(sent), *(f"{name}: {value}" for name, value in figures.items()), sep="\n")


if __name__ == "__main__":
    main()
