"""The files that `find` writes: what stands in them, that they are whole, and that strangers' words stay words."""

import csv
import io
import json
import os
import re
import sys
import xml.etree.ElementTree as ElementTree
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from retold.errors import SettingsError, WriteError
from retold.model import Families, Family, FamilyLink, Member
from retold.report.families import ENDINGS, FORMATS, families_format, write_families
from retold.report.families_csv import COLUMNS, plain_cell
from retold.report.families_dates import published_day
from retold.report.families_publishers import UNKNOWN, find_network, publisher_name
from retold.report.families_summary import summarize

from .families_by_hand import harbour, nasty, one_pair

DOCUMENT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def written(families, path, format=None):
    write_families(families, path, format)
    return path.read_bytes()


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def graph(data):
    """Nodes by id and edges, each as a dict of its data by name."""
    root = ElementTree.fromstring(data)
    keys = {key.get("id"): key.get("attr.name") for key in root.iter(f"{GRAPHML}key")}

    def values(element):
        return {keys[d.get("key")]: d.text or "" for d in element.iter(f"{GRAPHML}data")}

    nodes = {node.get("id"): values(node) for node in root.iter(f"{GRAPHML}node")}
    edges = [(edge.get("source"), edge.get("target"), values(edge)) for edge in root.iter(f"{GRAPHML}edge")]
    return nodes, edges


def test_the_ending_or_the_name_decides_the_format(tmp_path):
    assert families_format(None) == "jsonl"
    assert families_format(tmp_path / "families") == "jsonl"
    for ending, format in ENDINGS.items():
        assert families_format(tmp_path / f"families{ending.upper()}") == format
    assert families_format(tmp_path / "families.csv", "html") == "html"
    assert set(ENDINGS.values()) == set(FORMATS)


@pytest.mark.parametrize(("name", "format"), [("families.docx", None), ("families.json", None), ("x.csv", "pdf")])
def test_an_unknown_format_is_one_plain_sentence(tmp_path, name, format):
    with pytest.raises(SettingsError) as error:
        write_families(one_pair(), tmp_path / name, format)
    said = str(error.value)
    assert said.endswith(".")
    assert "\n" not in said
    assert "jsonl" in said
    assert list(tmp_path.iterdir()) == []


def test_parquet_refuses_a_terminal_but_not_a_pipe(monkeypatch):
    class Screen(io.TextIOWrapper):
        def isatty(self):
            return self.terminal

    screen = Screen(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", screen)
    screen.terminal = True
    with pytest.raises(SettingsError, match="not for the screen"):
        write_families(one_pair(), None, "parquet")
    screen.terminal = False
    write_families(one_pair(), None, "parquet")
    assert screen.buffer.getvalue().startswith(b"PAR1")
    assert pq.read_table(io.BytesIO(screen.buffer.getvalue())).num_rows == 2


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("given", [harbour, nasty, one_pair, lambda: Families((), 0)])
def test_the_same_families_give_the_same_bytes_and_leave_no_scraps(tmp_path, given, format):
    first, second = (written(given(), tmp_path / name, format) for name in ("first", "second"))
    assert first == second
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "second"]


@pytest.mark.parametrize("format", FORMATS)
def test_what_was_there_stays_until_the_new_file_is_whole(tmp_path, format):
    path = tmp_path / "families"
    path.write_text("before")
    family = one_pair().families[0]
    broken = Families((family, object()), 2)
    with pytest.raises(AttributeError):
        write_families(broken, path, format)
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["families"]


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(WriteError, match="folder"):
        write_families(one_pair(), tmp_path, "parquet")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /dev/fd")
@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_a_pipe_is_written_to_directly(format):
    there, here = os.pipe()
    write_families(one_pair(), Path(f"/dev/fd/{here}"), format)
    os.close(here)
    with open(there, "rb") as pipe:
        assert pipe.read().startswith(b"PAR1" if format == "parquet" else b'{"schema"')


def test_jsonl_has_a_record_a_line(tmp_path, capsys):
    lines = written(harbour(), tmp_path / "families.jsonl").decode().splitlines()
    assert [json.loads(line) for line in lines] == [family.to_dict() for family in harbour().families]
    record = json.loads(lines[0])
    assert list(record) == ["schema", "family", "articles", "origin", "links", "members"]
    assert record["schema"] == "retold.family/1"
    assert record["articles"] == [member["id"] for member in record["members"]]
    write_families(one_pair())
    assert json.loads(capsys.readouterr().out) == one_pair().families[0].to_dict()


def test_probabilities_are_plain_numbers_in_every_format(tmp_path):
    given = one_pair(probability=0.123456789)
    (line,) = written(given, tmp_path / "a.jsonl").decode().splitlines()
    assert json.loads(line)["links"][0]["probability"] == 0.123457
    assert rows(written(given, tmp_path / "a.csv"))[0]["probability"] == "0.123457"
    assert rows(written(one_pair(probability=1.0), tmp_path / "a.csv"))[0]["probability"] == "1"
    (link,) = pq.read_table(io.BytesIO(written(given, tmp_path / "a.parquet")))["links"][1].as_py()
    assert link["probability"] == 0.123457


def test_how_much_of_either_article_is_linked_stands_in_every_table(tmp_path):
    link = FamilyLink("a", "b", "excerpt", 0.9, True, 0.0625, 0.914)
    given = Families((Family("pair", (Member("a"), Member("b")), "a", (link,)),), 2)
    (line,) = written(given, tmp_path / "a.jsonl").decode().splitlines()
    (found,) = json.loads(line)["links"]
    (row,) = rows(written(given, tmp_path / "a.csv"))
    (stored,) = pq.read_table(io.BytesIO(written(given, tmp_path / "a.parquet")))["links"][1].as_py()
    for values in (found, {name: float(row[name]) for name in ("source_share", "derived_share")}, stored):
        assert (values["source_share"], values["derived_share"]) == (0.0625, 0.914)


def test_parquet_has_a_row_for_every_article_of_every_family(tmp_path):
    given = harbour()
    table = pq.read_table(io.BytesIO(written(given, tmp_path / "families.parquet")))
    found = table.to_pylist()
    assert [(r["family"], r["article"]) for r in found] == [(f.id, m.id) for f in given.families for m in f.members]
    wire = found[0]
    assert wire["origin"] is True
    assert wire["links"] == []
    assert wire["publisher"] == "Ellery Wire"
    assert wire["byline"] is None
    assert wire["day"] == date(2031, 10, 7)
    assert wire["published"] == "2031-10-07T18:20:00Z"
    links = [(r["family"], link["source"], r["article"]) for r in found for link in r["links"]]
    assert sorted(links) == sorted((f.id, link.source, link.derived) for f in given.families for link in f.links)
    about = json.loads(table.schema.metadata[b"retold"])
    assert (about["schema"], about["articles"]) == ("retold.family-members/1", given.articles)
    assert about["retold"]["settings"] == dict(given.settings)


def test_parquet_is_compressed_with_zstandard(tmp_path):
    write_families(harbour(), tmp_path / "families.parquet")
    group = pq.ParquetFile(tmp_path / "families.parquet").metadata.row_group(0)
    assert {group.column(i).compression for i in range(group.num_columns)} == {"ZSTD"}


def test_csv_has_a_row_for_every_link(tmp_path):
    found = rows(written(harbour(), tmp_path / "families.csv"))
    assert list(found[0]) == list(COLUMNS)
    assert len(found) == sum(len(family.links) for family in harbour().families)
    assert found[0] == {
        "family": "ferry",
        "source": "wire-1",
        "derived": "gazette-1",
        "kind": "reworded",
        "probability": "0.97",
        "directed": "true",
        "source_share": "0",
        "derived_share": "0",
        "source_publisher": "Ellery Wire",
        "derived_publisher": "The Island Gazette",
        "source_published": "2031-10-07T18:20:00Z",
        "derived_published": "2031-10-08",
        "source_title": "Ferry runs aground off Port Ellery, 214 on board",
        "derived_title": "Ferry strikes sea bed, 241 aboard",
        "source_url": "",
        "derived_url": "https://gazette.example/heron",
    }


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 30", "-5 degrees", "@home", " =1+1", "\t=1", "\r\n=1", "'=1", "＝1+1", '=HYPERLINK("x","y")']
)
def test_no_cell_begins_a_formula(text):
    cell = plain_cell(text)
    assert cell.startswith("'")
    assert "\n" not in cell
    assert cell[1:].strip() == text.strip()


@pytest.mark.parametrize("text", ["", "Storm", "'Never again', says mayor", "5 = 2 + 3", "“=”", "2031-10-07"])
def test_other_cells_stay_as_they_are(text):
    assert plain_cell(text) == text


def test_a_row_of_the_csv_is_a_line_and_cannot_be_broken_out_of(tmp_path):
    data = written(nasty(), tmp_path / "families.csv").decode("utf-8-sig")
    assert len(data.splitlines()) == 1 + sum(len(family.links) for family in nasty().families)
    for row in csv.DictReader(io.StringIO(data)):
        assert set(row) == set(COLUMNS)
        assert row["source_title"].startswith("'=")


@pytest.mark.parametrize("text", ["=1", " +1", "'=1", "''-1", "'quoted'", "plain", "@a b"])
def test_the_documented_way_back_gives_what_stood_there(text):
    (pattern,) = re.findall(r"every cell that matches `([^`]+)`", DOCUMENT)
    cell = plain_cell(text)
    assert (cell[1:] if re.match(pattern, cell) else cell) == text


def test_every_key_and_column_is_documented(tmp_path):
    table = pq.read_table(io.BytesIO(written(harbour(), tmp_path / "families.parquet")))
    record = summarize(harbour()).to_dict()
    edges = graph(written(harbour(), tmp_path / "families.graphml"))[1]
    names = {*table.column_names, *COLUMNS, *record, *record["between"], *record["time"], *edges[0][2]}
    names |= {*record["largest"][0], *record["largest"][0]["members"][0], *harbour().families[0].to_dict()}
    assert [name for name in sorted(names) if f"`{name}`" not in DOCUMENT] == []
    for schema in ("retold.family/1", "retold.family-members/1", record["schema"]):
        assert f": `{schema}`\n" in DOCUMENT


def test_graphml_counts_who_retells_whom(tmp_path):
    nodes, edges = graph(written(harbour(), tmp_path / "families.graphml"))
    names = [node["label"] for node in nodes.values()]
    assert names == sorted(names)
    wire = next(node for node in nodes.values() if node["label"] == "Ellery Wire")
    assert wire == {"label": "Ellery Wire", "articles": "2", "families": "2"}
    found = {(nodes[a]["label"], nodes[b]["label"], e["direction_known"]): e for a, b, e in edges}
    tie = found["Ellery Wire", "The Island Gazette", "true"]
    assert (tie["weight"], tie["reworded"], tie["copy"], tie["reworded_share"]) == ("2.0", "1", "1", "0.5")
    assert found["Norra Posten", "The Island Gazette", "false"]["translated"] == "1"
    assert ("The Island Gazette", "The Island Gazette", "true") in found
    assert "portal.example" in names


def test_graphml_survives_what_xml_cannot_carry(tmp_path):
    nodes, _ = graph(written(nasty(), tmp_path / "families.graphml"))
    assert any("<script>" in node["label"] for node in nodes.values())


def test_graphml_can_be_read_where_networkx_is_installed(tmp_path):
    networkx = pytest.importorskip("networkx")
    write_families(harbour(), tmp_path / "families.graphml")
    read = networkx.read_graphml(tmp_path / "families.graphml")
    assert read.is_directed()
    assert {"Ellery Wire", "portal.example"} <= {label for _, label in read.nodes(data="label")}


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"publisher": "  Ellery\n Wire "}, "Ellery Wire"),
        ({"url": "https://www.gazette.example:8080/x"}, "gazette.example"),
        ({"url": "HTTPS://Gazette.Example/x"}, "gazette.example"),
        ({"url": "http://[broken"}, UNKNOWN),
        ({"url": "articles/7.html"}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_a_publisher_has_a_name(fields, name):
    assert publisher_name(Member("x", **fields)) == name


def test_an_article_and_a_link_of_two_families_count_once():
    members = (Member("a", publisher="A"), Member("b", publisher="B"))
    link = FamilyLink("a", "b", "copy", 0.9, True)
    other = (*members, Member("c", publisher="C"))
    families = Families((Family("1", members, "a", (link,)), Family("2", other, None, (link,))), 3)
    network = find_network(families)
    assert [(p.name, p.articles, p.families) for p in network.publishers] == [("A", 1, 2), ("B", 1, 2), ("C", 1, 1)]
    assert [(tie.source, tie.derived, tie.links) for tie in network.ties] == [("A", "B", 1)]


def test_an_unknown_publisher_does_not_retell_itself():
    link = FamilyLink("a", "b", "copy", 0.9)
    (tie,) = find_network(Families((Family("1", (Member("a"), Member("b")), None, (link,)),), 2)).ties
    assert tie.nameless
    assert not tie.within


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2031-10-07", date(2031, 10, 7)),
        ("2031-10-07T23:59:00-05:00", date(2031, 10, 7)),
        ("2031-10-07 at noon", date(2031, 10, 7)),
        ("20311007", date(2031, 10, 7)),
        ("2031-13-40", None),
        ("7 Oct", None),
        ("", None),
    ],
)
def test_days_are_read_where_they_can_be(text, day):
    assert published_day(text) == day
