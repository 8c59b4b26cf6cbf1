"""`retold archive` as commands: what they write, what they say, and how they fail."""

import hashlib
import http.server
import json
import subprocess
import sys
import threading

import pytest

from newsroom import collection, write_lines
from retold import Archive
from retold.archive.removing import remove_if_empty

URL = "https://wire.example/2031/storm-closes-harbour"


@pytest.fixture
def news(articles):
    """An archive of the wire's storm, in two versions, and the bakery."""
    path = articles / "news.retold"
    wire = {"id": "storm-1", "title": "Storm closes harbour", "publisher": "Ellery Wire", "url": URL}
    storm, bakery = ((articles / name).read_text("utf-8") for name in ("wire.txt", "bakery.txt"))
    with Archive(path) as archive:
        archive.add([{**wire, "text": storm}])
        archive.add([{**wire, "text": storm + "\nThe ferry is cancelled."}])
        archive.add([{"id": "bakery", "publisher": "Wending Post", "text": bakery}])
        archive.add([{"publisher": "Wending Echo", "url": "https://echo.example/1", "text": bakery}])
    return path


def failed(done, *words):
    assert done.exit_code == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("retold: ")
    for word in words:
        assert word in line
    return True


def test_adding_says_what_became_of_it(run, tmp_path):
    records, _ = collection(8)
    source, path = write_lines(tmp_path / "news.jsonl", records), tmp_path / "n.retold"
    with source.open("a") as file:
        file.write("no json\n")
    done = run("archive", "add", source, "--to", path)
    assert done.exit_code == 0
    assert done.stdout == ""
    first, skipped, last = done.stderr.splitlines()
    assert first == f"16 articles read: 12 new, 0 versions of known articles, 4 unchanged (4 at a new place) in {path}."
    assert "record 17: The line is not valid JSON" in skipped
    assert last == f"1 record was skipped; all are listed in {path}.skipped.jsonl."
    (bad,) = map(json.loads, (tmp_path / "n.retold.skipped.jsonl").read_text("utf-8").splitlines())
    assert bad["record"] == 17
    again = run("archive", "add", source, "--skipped", tmp_path / "bad.jsonl", env={"RETOLD_ARCHIVE": str(path)})
    assert again.stderr.startswith("16 articles read: 0 new, 0 versions of known articles, 16 unchanged in")
    assert (tmp_path / "bad.jsonl").is_file()
    assert run("archive", "add", source, "--to", path, "-q").stderr == ""


def test_linking_comes_after_adding_unless_it_is_not_wanted(run, tmp_path):
    source = write_lines(tmp_path / "news.jsonl", collection(4)[0])
    assert run("archive", "add", source, "--to", tmp_path / "a", "--no-link").exit_code == 0
    assert run("archive", "add", source, "--to", tmp_path / "b").exit_code == 0
    links = []
    for name in "ab":
        done = run("archive", "stats", "--in", tmp_path / name, "--format", "json")
        links.append(json.loads(done.stdout)["stats"]["links"])
    assert links[0] == 0 < links[1]


def test_columns_of_other_names_and_keys_alone(run, tmp_path, articles):
    source = tmp_path / "news.csv"
    text = (articles / "wire.txt").read_text("utf-8").replace('"', "“")
    source.write_text(f'uri,body\nstorm,"{text}"\n', "utf-8")
    path = tmp_path / "k.retold"
    done = run("archive", "add", source, "--to", path, "--store", "keys", "--text-column", "body", "--id-column", "uri")
    assert done.exit_code == 0
    done = run("archive", "check", articles / "paper.txt", "--in", path)
    assert "storm" in done.stdout
    assert "the archive keeps no texts" in done.stdout
    found = json.loads(run("archive", "check", articles / "paper.txt", "--in", path, "--format", "json").stdout)
    assert found["matches"][0]["comparison"] is None
    assert found["matches"][0]["spans"]
    assert "keeps no texts" in run("archive", "show", "storm", "--in", path).stdout
    assert failed(run("archive", "search", "storm", "--in", path), "keeps no texts")
    assert failed(run("archive", "add", source, "--to", path, "--store", "text"), "keys alone")


def test_adding_fails_in_one_sentence(run, articles, tmp_path):
    assert failed(run("archive", "add", "gone", "--to", tmp_path / "n"), "No such file or folder: gone")
    assert failed(run("archive", "add", articles / "wire.txt", "--to", articles / "paper.txt"), "not an archive")
    assert failed(run("archive", "add", articles / "wire.txt", "--to", tmp_path / "no" / "n"), "no")
    assert failed(run("archive", "add", articles / "wire.txt"), "--to")
    (tmp_path / "empty.txt").write_text(" ")
    done = run("archive", "add", tmp_path / "empty.txt", "--to", tmp_path / "e.retold")
    assert done.exit_code == 2
    assert "No article could be read" in done.stderr
    path = tmp_path / "part.jsonl"
    assert run("archive", "add", articles / "wire.txt", "--to", path).exit_code == 0
    assert failed(run("archive", "add", path, "--to", path), "is part of the collection")


def test_a_check_for_people(run, news, articles):
    done = run("archive", "check", articles / "paper.txt", articles / "bakery.txt", "--in", news)
    assert done.exit_code == 0
    assert done.stderr == ""
    first, second = done.stdout.split("\n\nBakery wins prize for saltiest pretzel: ")
    assert first.startswith("Harbour of Port Ellery shut by storm: 1 article of the archive tells the same report.")
    for words in (
        " 1  Storm closes harbour",
        "Ellery Wire · storm-1, version 1 (the latest is version 2)",
        URL,
        "edited: the same text with changes; probability",
        "% of the checked article is shared, ",
        "Changes: 1 quotation altered, 1 number changed",
    ):
        assert words in first
    assert "copy: the same text" in second


def test_a_check_for_programs(run, news, articles):
    licensed = articles / "licensed.txt"
    licensed.write_text("echo.example\n")
    page = articles / "page.json"
    text = (articles / "paper.txt").read_text("utf-8")
    page.write_text(json.dumps({"text": text, "url": "https://www.echo.example/9", "title": "Half \ud83d"}), "utf-8")
    done = run("archive", "check", page, "--in", news, "--most", "1", "--licensed", licensed, "--format", "json")
    found = json.loads(done.stdout)
    assert list(found) == ["schema", "version", "settings", "article", "matches"]
    assert found["schema"] == "retold.check/1"
    assert found["settings"] == {"most": 1, "most_days": 45, "licensed": ["echo.example"]}
    assert found["article"]["text"] == text
    (match,) = found["matches"]
    assert match["article"]["name"] == "storm-1@1"
    assert match["latest"] == 2
    assert match["licensed"] is True
    assert match["comparison"]["schema"] == "retold.comparison/1"
    assert match["comparison"]["b"]["text"] == text
    out = articles / "found.json"
    assert run("archive", "check", page, page, "--in", news, "-o", out).exit_code == 0
    assert [json.loads(line)["schema"] for line in out.read_text("utf-8").splitlines()] == ["retold.check/1"] * 2
    assert "Licensed: " in run("archive", "check", page, "--in", news, "--licensed", licensed).stdout


def test_nothing_found_is_an_answer(run, news, articles):
    (articles / "other.txt").write_text("Growers around Tessin say that a dry spring cut the harvest by a third.")
    done = run("archive", "check", articles / "other.txt", "--in", news)
    assert done.exit_code == 0
    assert "nothing in the archive tells the same report" in done.stdout
    done = run("archive", "check", "-", "--in", news, "--format", "json", input=(articles / "wire.txt").read_bytes())
    assert json.loads(done.stdout)["article"]["id"] == "stdin"


def test_what_cannot_be_checked(run, news, articles):
    assert failed(run("archive", "check", articles / "gone.txt", "--in", news), "No such file")
    assert failed(run("archive", "check", articles, "--in", news), "is a directory")
    assert failed(run("archive", "check", "-", "-", "--in", news), "standard input")
    assert failed(run("archive", "check", articles / "wire.txt"), "--in")
    assert failed(run("archive", "check", articles / "wire.txt", "--in", articles / "no.retold"), "There is no archive")
    assert not (articles / "no.retold").exists()
    assert failed(run("archive", "check", articles / "wire.txt", "--in", news, "--licensed", "gone"), "No such file")
    place = articles / "wire.txt" / "evidence"
    done = run("archive", "check", articles / "wire.txt", "--in", news, "--keep-evidence", place)
    assert done.exit_code == 2
    assert "evidence cannot be kept" in done.stderr


def test_evidence_is_kept_byte_for_byte_and_never_replaced(run, news, articles):
    source, folder = articles / "wire.txt", articles / "kept" / "here"
    source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n") + b"\xff")
    for _ in range(2):
        done = run("archive", "check", source, "--in", news, "--keep-evidence", folder)
        assert done.exit_code == 0
        assert "Kept: " in done.stderr
    notes = sorted(folder.glob("*.evidence.json"))
    assert len(notes) == 2
    assert len(list(folder.iterdir())) == 6
    for note in notes:
        facts = json.loads(note.read_text("utf-8"))
        kept, result = (folder / facts["file"]).read_bytes(), (folder / facts["result"]).read_bytes()
        assert kept == source.read_bytes()
        assert facts["sha256"] == hashlib.sha256(kept).hexdigest()
        assert facts["result_sha256"] == hashlib.sha256(result).hexdigest()
        assert facts["bytes"] == len(kept)
        assert (facts["schema"], facts["source"], facts["url"]) == ("retold.evidence/1", str(source), "")
        assert json.loads(result)["matches"][0]["article"]["id"] == "storm-1"


def test_evidence_of_a_page_says_where_it_led(run, news, articles):
    text = (articles / "wire.txt").read_text("utf-8")
    body = f"<html><body><article><h1>Storm</h1><p>{text}</p></article></body></html>"

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/old":
                self.send_response(302)
                self.send_header("Location", "/new/storm?x=1")
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *given):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        done = run("archive", "check", f"{address}/old", "--in", news, "--keep-evidence", articles / "kept")
    finally:
        server.shutdown()
        server.server_close()
    assert done.exit_code == 0, done.stderr
    (note,) = (articles / "kept").glob("*.evidence.json")
    facts = json.loads(note.read_text("utf-8"))
    assert (facts["source"], facts["url"]) == (f"{address}/old", f"{address}/new/storm?x=1")
    assert facts["content_type"].startswith("text/html")
    assert facts["file"].endswith(".html")
    assert (articles / "kept" / facts["file"]).read_bytes() == body.encode()


def test_lists(run, news):
    done = run("archive", "list", "--in", news)
    names = [line.split("  ")[0] for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert names == ["storm-1@2", "bakery"]
    found = json.loads(run("archive", "list", "--in", news, "--format", "json", "--most", "1").stdout)
    assert found["schema"] == "retold.entries/1"
    assert [entry["name"] for entry in found["entries"]] == ["storm-1@2"]
    found = json.loads(run("archive", "list", "--in", news, "--format", "json", "--after", "storm-1").stdout)
    assert [entry["name"] for entry in found["entries"]] == ["bakery"]
    found = json.loads(run("archive", "list", "--in", news, "--format", "json", "--publisher", "Ellery Wire").stdout)
    assert [entry["publisher"] for entry in found["entries"]] == ["Ellery Wire"]
    assert failed(run("archive", "list", "--in", news, "--after", "gone"), "no article gone")


def test_showing(run, news, articles):
    text = (articles / "wire.txt").read_text("utf-8")
    found = json.loads(run("archive", "show", "storm-1@1", "--in", news, "--format", "json").stdout)
    assert (found["schema"], found["article"]["name"], found["text"]) == ("retold.entry/1", "storm-1@1", text)
    assert [version["name"] for version in found["versions"]] == ["storm-1@1", "storm-1@2"]
    assert json.loads(run("archive", "show", "storm-1", "--in", news, "--format", "json").stdout)["text"] != text
    done = run("archive", "show", "bakery", "--in", news)
    assert "Wending Echo" in done.stdout
    assert "saltiest pretzel" in done.stdout
    assert "The same text elsewhere" in done.stdout
    assert "Versions" in run("archive", "show", "storm-1", "--in", news).stdout
    assert failed(run("archive", "show", "gone", "--in", news), "There is no article gone")


def test_what_articles_say_cannot_steer_the_terminal(run, articles):
    path = articles / "bad.retold"
    with Archive(path) as archive:
        text = (articles / "wire.txt").read_text("utf-8")
        archive.add([{"id": "x\x1b[2J", "title": "\x1b]0;evil\x07", "publisher": "\x9b1m", "text": text + "\x1b[31m"}])
    paper = articles / "paper.txt"
    for command in (["list"], ["show", "x\x1b[2J"], ["search", "harbour"], ["check", paper], ["audit"]):
        done = run("archive", *command, "--in", path)
        assert done.exit_code == 0
        assert not set("\x1b\x9b\x07") & set(done.stdout)


def test_searching(run, news):
    found = json.loads(run("archive", "search", "pretzel", '"Odo Finkel"', "--in", news, "--format", "json").stdout)
    assert found["words"] == 'pretzel "Odo Finkel"'
    assert [entry["id"] for entry in found["entries"]] == ["bakery"]
    assert "pretzel" in found["entries"][0]["snippet"]
    assert run("archive", "search", "potatoes", "--in", news).stdout == "No article has all these words.\n"


def test_removing_asks_first(run, news):
    done = run("archive", "remove", "bakery", "--in", news, input="n\n")
    assert (done.exit_code, "Nothing was removed." in done.stderr) == (0, True)
    done = run("archive", "remove", "bakery", "--in", news)
    assert done.exit_code == 2
    assert "give --yes" in done.stderr
    assert failed(run("archive", "remove", "bakery", "gone", "--in", news, "--yes"), "no article gone")
    done = run("archive", "remove", "bakery", "--in", news, "--reason", "asked for", input="y\n")
    assert done.exit_code == 0
    done = run("archive", "remove", "storm-1", "storm-1@2", "storm-1", "--in", news, "--yes")
    assert done.stderr == "Removed storm-1@1, storm-1@2.\n"
    assert json.loads(run("archive", "list", "--in", news, "--format", "json").stdout)["entries"] == []
    lines = json.loads(run("archive", "audit", "--in", news, "--format", "json").stdout)["lines"]
    assert [(line["action"], line["id"], line["detail"]) for line in lines][-1] == ("remove", "bakery", "asked for")
    assert "asked for" in run("archive", "audit", "--in", news).stdout


def test_rejecting(run, news, articles):
    assert failed(run("archive", "reject", "storm-1", "gone", "--in", news), "no article gone", "no file")
    assert failed(run("archive", "reject", "gone", "storm-1", "--in", news), "no article gone")
    done = run("archive", "reject", "storm-1", articles / "paper.txt", "--in", news)
    assert done.exit_code == 0
    assert "nothing in the archive" in run("archive", "check", articles / "paper.txt", "--in", news).stdout
    assert run("archive", "reject", "storm-1", "bakery", "--in", news, "-q").stderr == ""


def test_what_is_exported_comes_back(run, news, articles):
    out, again = articles / "out.jsonl", articles / "again.retold"
    assert run("archive", "export", "--in", news, "-o", out).exit_code == 0
    assert run("archive", "add", out, "--to", again).exit_code == 0
    assert run("archive", "export", "--in", again).stdout == out.read_text("utf-8")


def test_how_much_there_is(run, news):
    done = run("archive", "stats", "--in", news)
    assert "Articles                 2" in done.stdout
    assert "Versions                 3" in done.stdout
    found = json.loads(run("archive", "stats", "--in", news, "--format", "json").stdout)
    assert (found["schema"], found["stats"]["copies"]) == ("retold.stats/1", 1)


def test_only_click_is_loaded_for_help():
    script = "import sys, retold.cli; print({'numpy', 'rich', 'pyarrow', 'httpx'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("command", ["list", "stats", "audit", "export", "show storm-1", "search storm"])
def test_no_answer_replaces_the_archive(news, run, command):
    before = news.read_bytes()
    (news.parent / "link").symlink_to(news)
    for output in (news, news.parent / "link"):
        assert failed(run("archive", *command.split(), "--in", news, "-o", output), "is an archive or another database")
    assert news.read_bytes() == before


def test_no_answer_replaces_what_it_was_made_of(articles, news, run):
    page = articles / "paper.txt"
    before = news.read_bytes(), page.read_bytes()
    assert failed(run("archive", "check", page, "--in", news, "-o", news), "is an archive or another database")
    assert failed(run("archive", "check", page, "--in", news, "-o", page), "is read by this command")
    assert failed(run("compare", page, articles / "wire.txt", "-o", page), "is read by this command")
    assert failed(run("compare", page, articles / "wire.txt", "-o", news), "is an archive or another database")
    assert failed(run("archive", "add", page, "--to", news, "--skipped", news), "is an archive or another database")
    fresh = articles / "fresh.retold"
    assert failed(run("archive", "add", page, "--to", fresh, "--skipped", fresh), "is read by this command")
    assert failed(run("find", articles, "--format", "jsonl", "-o", news), "is an archive or another database")
    assert (news.read_bytes(), page.read_bytes()) == before
    assert not fresh.exists()


def test_a_list_says_where_it_goes_on(news, run):
    first = run("archive", "list", "--in", news, "--most", "1")
    assert "go on with --after storm-1@2" in first.stderr
    rest = run("archive", "list", "--in", news, "--after", "storm-1@2")
    assert rest.stdout.startswith("bakery")
    assert rest.stderr == ""
    parts = [json.loads(run("archive", "list", "--in", news, "--format", "json", *more).stdout) for more in
             (("--most", "1"), ("--after", "storm-1@2"))]  # fmt: skip
    assert [part["next"] for part in parts] == ["storm-1@2", None]
    assert run("archive", "list", "--in", news, "--publisher", "Nobody").stdout == "No article.\n"


def test_an_article_is_not_rejected_for_itself(news, run):
    assert failed(run("archive", "reject", "storm-1", "storm-1@1", "--in", news), "are one article")
    assert failed(run("archive", "reject", "bakery", "bakery", "--in", news), "are one article")
    assert json.loads(run("archive", "audit", "--in", news, "--format", "json").stdout)["lines"] == []


def test_what_could_not_be_added_leaves_no_archive(articles, run):
    (articles / "empty.txt").write_text(" ", "utf-8")
    fresh = articles / "fresh.retold"
    done = run("archive", "add", articles / "empty.txt", "--to", fresh)
    assert done.exit_code == 2
    assert "No article could be read" in done.stderr
    assert not fresh.exists()
    with Archive(fresh) as archive:  # one that somebody else has open stays, and so does one that is not empty
        assert archive  # though it holds nothing
        remove_if_empty(fresh)
        assert fresh.exists()
        archive.add([{"text": "The harbour is open again."}])
    before = fresh.read_bytes()[18:20]  # says that it has a write-ahead log
    remove_if_empty(fresh)
    assert fresh.read_bytes()[18:20] == before == b"\2\2"
    with Archive(fresh, create=False) as archive:
        assert len(archive) == 1
    fresh.unlink()
    assert run("archive", "add", articles / "wire.txt", "--to", fresh).exit_code == 0
    assert run("archive", "add", articles / "empty.txt", "--to", fresh).exit_code == 2
    with Archive(fresh, create=False) as archive:
        assert len(archive) == 1


def test_long_headlines_keep_their_indent(articles, run):
    title = "Harbour of Port Ellery shut by a storm that nobody had seen coming, " * 3
    with Archive(articles / "long.retold") as archive:
        archive.add([{"id": "long", "title": title, "text": (articles / "wire.txt").read_text("utf-8")}])
    lines = run("archive", "list", "--in", articles / "long.retold").stdout.splitlines()
    assert len(lines) > 2
    assert [line[:1] for line in lines] == ["l", *" " * (len(lines) - 1)]


def test_a_rejection_is_taken_back(articles, news, run):
    page = articles / "paper.txt"
    assert run("archive", "reject", "storm-1", page, "--in", news).exit_code == 0
    assert "nothing in the archive" in run("archive", "check", page, "--in", news).stdout
    done = run("archive", "reject", "storm-1", page, "--in", news, "--undo")
    assert (done.exit_code, done.stderr) == (0, f"From now on, {page} may match storm-1.\n")
    assert "storm-1" in run("archive", "check", page, "--in", news).stdout
    assert failed(run("archive", "reject", "storm-1", page, "--in", news, "--undo"), "was not rejected for storm-1")
