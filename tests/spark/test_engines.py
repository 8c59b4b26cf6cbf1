"""One suite over both engines: this machine, and Spark with two workers that are real processes."""

import gzip
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import retold
from newsroom import collection, write_lines
from retold.cli import main
from retold.errors import ReadError, SettingsError, WriteError
from retold.report.family_record import family_line
from retold.spark import find_with_spark, is_url, session

EXAMPLES = Path(__file__).parents[2] / "examples"
BOILERPLATE = (
    "\n\nSubscribe to Quillmora Halastland for the Vessovick briefing of Stenarora by editor Pemulen Grimarast."
    " Write to Brondast Loftegaard, Tolimara Square 7741, for the Morestick archive of Lanulora."
)


def _why_not():
    """Why Spark cannot be tried here, or nothing."""
    if importlib.util.find_spec("pyspark") is None or importlib.util.find_spec("pandas") is None:
        return "Spark is not tried: install retold[spark]."
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if java is None or not Path(java).exists():
        return "Spark is not tried: there is no Java."
    said = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    version = said.partition('"')[2].partition('"')[0].partition(".")[0].partition("-")[0]
    return "" if version.isdigit() and int(version) >= 17 else "Spark is not tried: Java 17 or newer is needed."


WHY_NOT = _why_not()
needs_spark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
ENGINES = ["embedded", pytest.param("spark", marks=needs_spark)]

# Java that lives for a minute is quicker without the compiler for what lives long: it took half of all the time.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
CLUSTER = {
    "spark.driver.extraJavaOptions": JAVA,
    "spark.executor.extraJavaOptions": JAVA,
    "spark.executorEnv.OPENBLAS_NUM_THREADS": "1",
    "spark.locality.wait": "0s",  # a worker with nothing to do takes what lies on the other one
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@pytest.fixture(scope="module")
def spark():
    """Two workers with one core each."""
    patch = pytest.MonkeyPatch()
    patch.setenv("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local-cluster[2,1,1024]")
    for name, value in CLUSTER.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    yield made
    made.stop()
    patch.undo()


@pytest.fixture(scope="module")
def search(request, tmp_path_factory):
    """What an engine finds in a collection of this module: families, the lines written of them, the bad records."""
    made, found = {}, {}

    def search(engine, name, **options):
        given = (engine, name, json.dumps(options))
        if given not in found:
            if name not in made:
                made[name] = COLLECTIONS[name](tmp_path_factory.mktemp(name))
            bad = []
            if engine == "spark":
                request.getfixturevalue("spark")
            run = find_with_spark if engine == "spark" else retold.find
            families = run(made[name], on_bad=bad.append, **options)
            found[given] = families, list(map(family_line, families.families)), bad
        return found[given]

    search.made = made
    return search


def mixed(folder):
    """The examples, and every other kind of file, with records that cannot be read and ids that come twice."""
    shutil.copytree(EXAMPLES, folder / "examples")
    records, _ = collection(28, seed=3)
    lines = [json.dumps(record) for record in records]
    cuts = [lines[k::7] for k in range(7)]
    cuts[0][2:2] = [
        "",
        "no json",
        '{"id": "x"}',
        '{"id": "x", "text": 7}',
        "\ufeff",
        '{"id": "s1-0", "text": "Short."}',
    ]
    (folder / "plain.jsonl").write_text("\n".join(cuts[0]), "utf-8")
    nameless = [json.dumps({**json.loads(line), "id": None}) for line in cuts[1]]
    (folder / "nameless.jsonl").write_text("\n\n".join([*nameless, "{", ""]), "utf-8")
    (folder / "odd [1]%20.jsonl").write_text("\n".join(cuts[2]), "utf-8")
    (folder / "_wide.jsonl").write_text("\r\n".join(cuts[3]), "utf-16")
    (folder / "packed.jsonl.gz").write_bytes(gzip.compress("\n".join(cuts[4]).encode())[:-30])
    pq.write_table(pa.Table.from_pylist([json.loads(line) for line in cuts[5]]), folder / "table.parquet")
    with (folder / "rows.csv").open("w", encoding="utf-8") as file:
        file.write("id,publisher,text\n")
        for line in cuts[6]:
            record = json.loads(line)
            file.write(f'{record["id"]},{record["publisher"]},"{record["text"].replace(chr(34), "")}"\n')
        file.write("s1-0,,\n")
    again = [
        {**json.loads(line), "id": name} for line, name in zip(cuts[0][-3:], ("s1-0", "s1-0#2", "s1-0"), strict=True)
    ]
    write_lines(folder / "z-again.jsonl", again)
    return folder


def skewed(folder):
    """Stories of which hundreds end with the same lines, and one that hundreds of papers print."""
    records, _ = collection(160, seed=5)
    for k, record in enumerate(records):
        if k % 4:
            record["text"] += BOILERPLATE
    wire = records[0]
    for k in range(60):
        text = f"{wire['text']}\n\nThe Paper of Town {k} prints this with its own last line, number {k * 17}."
        records.append({**wire, "id": f"print-{k}", "text": text, "publisher": f"Paper {k % 9}"})
    write_lines(folder / "a.jsonl", records[::2])
    write_lines(folder / "b.jsonl", records[1::2])
    return folder


def unreadable(folder):
    """Nothing that is an article."""
    (folder / "bad.jsonl").write_text("no\nno\n")
    return folder


COLLECTIONS = {"mixed": mixed, "skewed": skewed, "unreadable": unreadable}
STRICT = {"ignore_same": ["publisher"], "most_days": 1}  # one search shows both


def sets(families):
    return sorted(sorted(family.articles) for family in families.families)


@pytest.mark.parametrize("engine", ENGINES)
def test_families_of_every_kind_of_file(search, engine):
    families, _, bad = search(engine, "mixed")
    held = {name for family in families.families for name in family.articles}
    assert {"s1-0", "s1-0#2"} & held
    assert any(name.startswith("nameless.jsonl#") for name in held)
    assert any("glacier-lake" in name for name in held)
    assert families.skipped == len(bad)
    assert ("plain.jsonl", 4) in {(Path(path).name, record) for path, record, _ in bad}
    assert any(Path(path).name == "packed.jsonl.gz" for path, _, _ in bad)


@pytest.mark.parametrize("engine", ENGINES)
def test_frequent_keys_neither_join_everything_nor_hide_a_story(search, engine):
    families, _, _ = search(engine, "skewed")
    stories = {name.partition("-")[0] for name in families.families[0].articles} - {"print"}
    assert len(stories) == 1
    assert sum(name.startswith("print-") for name in families.families[0].articles) == 60
    assert all(len(family.members) < 30 for family in families.families[1:])
    assert len(families.families) > 100


@pytest.mark.parametrize("engine", ENGINES)
def test_articles_of_one_publisher_are_not_linked_if_so_wished(search, engine):
    families, _, _ = search(engine, "skewed", **STRICT)
    for family in families.families:
        publisher = {member.id: member.publisher for member in family.members}
        assert all(publisher[link.source] != publisher[link.derived] for link in family.links)
    assert families.settings["ignore_same"] == ["publisher"]


@pytest.mark.parametrize("engine", ENGINES)
def test_articles_too_many_days_apart_are_linked_only_as_near_copies(search, engine):
    families, _, _ = search(engine, "skewed", **STRICT)
    assert families.settings["most_days"] == 1
    days = {member.id: int(member.published[-2:]) for family in families.families for member in family.members}
    apart = [link for one in families.families for link in one.links if abs(days[link.source] - days[link.derived]) > 1]
    assert {link.kind for link in apart} <= {"copy"}
    assert sum(map(len, sets(families))) <= sum(map(len, sets(search(engine, "skewed")[0])))
    with pytest.raises(SettingsError, match="0 or more, not -1"):
        search(engine, "skewed", most_days=-1)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_collection_without_articles_has_no_families(search, engine):
    families, lines, bad = search(engine, "unreadable")
    assert (families.articles, families.skipped, lines) == (0, 2, [])
    assert [record for _, record, _ in bad] == [1, 2]


@needs_spark
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("mixed", {}),
        ("mixed", {"most_days": 0}),
        ("skewed", {}),
        ("skewed", STRICT),
        ("unreadable", {}),
    ],
)
def test_both_engines_write_the_same_bytes(search, name, options):
    expected, got = search("embedded", name, **options), search("spark", name, **options)
    assert got[1] == expected[1]
    assert got[0] == expected[0]
    assert got[2] == expected[2]


@needs_spark
def test_the_command_reads_and_writes_where_spark_does(spark, tmp_path):
    records, families = collection(16, seed=8)
    (tmp_path / "news").mkdir()
    dated = [{**record, "published": None, "body": record["text"]} for record in records]
    for record in dated:
        del record["text"]
    pq.write_table(pa.Table.from_pylist(dated[::2]), tmp_path / "news" / "half.parquet", row_group_size=5)
    write_lines(tmp_path / "news" / "half.jsonl", dated[1::2])
    (tmp_path / "news" / "rest.csv").write_text("id,body\n1,One line.\n2,\n")
    url = f"file://{tmp_path}/found.parquet"
    given = ["find", f"file://{tmp_path}/news", "--text-column", "body", "--engine", "spark", "-o", url]
    done = CliRunner().invoke(main, given, catch_exceptions=False)
    assert done.exit_code == 0
    assert f"{len(records) + 1} articles read" in done.stderr
    table = pq.read_table(tmp_path / "found.parquet").to_pylist()
    found = {}
    for row in table:
        found.setdefault(row["family"], []).append(row["article"])
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, families))


@needs_spark
def test_what_spark_cannot_reach_is_one_sentence(spark, tmp_path):
    with pytest.raises(ReadError, match="Spark cannot list"):
        find_with_spark([f"file://{tmp_path}/nothing/"])
    with pytest.raises(ReadError, match="There is nothing to read in"):
        find_with_spark([f"file://{tmp_path}/"])
    path = write_lines(tmp_path / "one.jsonl", collection(1)[0])
    with pytest.raises(WriteError, match="Spark cannot write to"):
        find_with_spark([path], table="nowhere://x/y.parquet")
    assert spark.conf.get("spark.sql.adaptive.enabled") == "true"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--engine", "spark", "--resume", "-o", "x.jsonl"], "--resume is for --engine embedded"),
        (["--engine", "spark", "--dedup", "x.jsonl"], "--dedup is for --engine embedded"),
        (["--engine", "spark", "-o", "s3a://x/y.html"], "Spark writes families as parquet"),
        (["-o", "s3a://x/y.parquet"], "s3a://x/y.parquet is for --engine spark"),
        (["--master", "local[2]"], "--master is for --engine spark"),
    ],
)
def test_options_that_do_not_go_together(arguments, said):
    done = CliRunner().invoke(main, ["find", str(EXAMPLES), *arguments])
    assert done.exit_code != 0
    assert said in done.stderr


def test_without_pyspark_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(session, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"install retold\[spark\]"):
        find_with_spark([EXAMPLES])


def test_urls_are_told_from_paths():
    assert [is_url(path) for path in ("s3a://a/b", "hdfs:///b", "file:///b", "a/b", "C:\\b", Path("a"))] == [
        *[True] * 3,
        *[False] * 3,
    ]
