"""The pages and their twins as JSON, asked for without a browser; and what stands behind the family page."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import httpx
import pytest

pytest.importorskip("jinja2")

from retold.serve.pages_family import family_versions, learn_direction, timeline, tree
from retold.serve.pages_words import article_path, found_words, moment, sure

from .conftest import assert_error
from .newsroom import ARTICLES, HOSTILE, REWORDED, WIRE
from .newsserver import NewsServer

_MORE = (
    {"id": "page.json", "text": "The clinic of Pembrick closes its night desk on 14 June, said director Olla Vance, as "
     "three of its nine nurses have left for the new hospital in Gralen.", "publisher": "a.json"},
    {"id": "page", "text": "In Tollasta a choir of 212 voices sang for eleven hours on Friday, and the baker Ivo Quast "
     "handed out rolls to everybody who stayed until the end of the last song."},
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = NewsServer(tmp_path_factory.mktemp("news"), (*ARTICLES, *_MORE), workers=1)
    yield server
    server.close()


@pytest.fixture(scope="module")
def client(server):
    with httpx.Client(base_url=server.address, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def made(client):
    """A check, a comparison and a family."""
    check = client.post("/check", data={"text": f"{REWORDED} All of it."}, follow_redirects=True).url.path
    given = {"a_name": "mpa-0512", "b_text": REWORDED}
    comparison = client.post("/compare", data=given, follow_redirects=True).url.path
    family = f"/families/{client.get('/families.json').json()['families'][0]['family']}"
    assert check.startswith("/checks/")
    assert comparison.startswith("/comparisons/")
    return {"check": check, "comparison": comparison, "family": family}


def words_of(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_every_page_links_to_its_twin_which_holds_its_data(client, made):
    places = {
        "/": lambda data: [f"{data['articles']} articles"[:2]],
        "/about": lambda data: [section["title"] for section in data["sections"]],
        "/compare?a_name=mpa-0512": lambda data: [],
        made["check"]: lambda data: [match["article"]["title"] for match in data["matches"]],
        f"{made['check']}/1": lambda data: [data["match"]["article"]["title"]],
        made["comparison"]: lambda data: [data["comparison"]["a"]["title"]],
        "/articles": lambda data: [article["title"] for article in data["articles"] if article["title"]],
        "/articles?publisher=Halm%20Courier": lambda data: [article["title"] for article in data["articles"]],
        "/articles/mpa-0512": lambda data: [data["article"]["title"], data["text"][:60]],
        "/search?q=lighthouse": lambda data: [found["article"]["publisher"] for found in data["results"]],
        "/families": lambda data: [family["title"] for family in data["families"]],
        made["family"]: lambda data: [version["article"]["title"] for version in data["versions"]],
        "/publishers": lambda data: [publisher["name"] for publisher in data["publishers"]],
        "/publishers/Halm%20Courier": lambda data: [data["publisher"]["name"]],
    }
    for place, told in places.items():
        page = client.get(place)
        assert page.status_code == 200, place
        assert page.headers["content-type"].startswith("text/html")
        path, _, query = place.partition("?")
        twin = f"{path}.json{'?' if query else ''}{query}"
        named = html.unescape(re.search(r'<a href="([^"]+)">This page as JSON</a>', page.text)[1])
        assert named == twin
        answer = client.get(twin)
        assert answer.headers["content-type"] == "application/json"
        for said in told(answer.json()):
            assert " ".join(said.split()) in words_of(page.text), (place, said)


def test_search_takes_the_words_under_the_name_of_the_api_too(client):
    for path in ("/search.json", "/search"):
        assert "Halm Courier" in client.get(path, params={"words": "lighthouse"}).text
    found = client.get("/search.json?q=lighthouse").json()
    assert found["results"]
    for query in ("words=lighthouse", "q=&words=lighthouse", "q=lighthouse&words=harbour"):
        assert client.get(f"/search.json?{query}").json() == found


def test_twins_say_what_the_api_says(client, made):
    for kind in ("check", "comparison"):
        assert client.get(f"{made[kind]}.json").json() == client.get(f"/api{made[kind]}").json()
    match = client.get(f"{made['check']}/1.json").json()
    assert match["match"] == client.get(f"{made['check']}.json").json()["matches"][0]
    family = client.get(f"{made['family']}.json").json()
    assert client.get(f"/api{made['family']}").json().items() <= family.items()


@pytest.mark.parametrize(
    "place",
    ["/articles/nobody", "/checks/nothing", "/checks/nothing/1", "/comparisons/nothing", "/families/nothing",
     "/publishers/nobody", "/work/nothing", "/static/nothing.css"],
)  # fmt: skip
def test_what_is_not_there_is_an_error_page_and_an_error_record(client, place):
    page = client.get(place)
    assert page.status_code == 404
    assert "There is nothing here" in page.text
    if not place.startswith("/static/"):
        assert_error(client.get(f"{place}.json"), 404, "not-found")


@pytest.mark.parametrize("place", ["/articles?after=x", "/families?after=-1", "/publishers?ties=colour"])
def test_what_cannot_be_asked_is_said(client, place):
    assert client.get(place).status_code == 400
    path, _, query = place.partition("?")
    assert_error(client.get(f"{path}.json?{query}"), 400, "invalid")


def test_addresses_that_no_page_has_answer_a_browser_with_a_page(client):
    answer = client.get("/elsewhere", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.text


def test_names_that_look_like_addresses_of_data(client):
    assert client.get("/articles/page").text.count("choir of 212") == 1
    assert "choir of 212" in client.get("/articles/page.json").json()["text"]
    assert article_path("page.json") == "/articles/page.json?as=page"
    assert "night desk" in client.get(article_path("page.json")).text
    assert "night desk" in client.get("/articles/page.json.json").json()["text"]
    assert client.get("/publishers/a.json?as=page").status_code == 200
    assert client.get(article_path(HOSTILE["id"])).status_code == 200
    assert client.get("/articles/sorrel%2Flighthouse.json").json()["article"]["id"] == "sorrel/lighthouse"


def test_nothing_inline_and_only_own_style_and_script(client, made):
    for place in ("/", *made.values(), f"{made['check']}/1", "/publishers", article_path(HOSTILE["id"])):
        page = client.get(place).text
        assert not re.search(r"\sstyle=|<style|\son\w+=\"", re.sub(r"&[a-z#0-9]+;", "", page).replace("&lt;", ""))
        assert re.findall(r"<script[^>]*>", page) == re.findall(r'<script src="/static/pages\.js\?\w+" defer>', page)
    style = re.search(r"/static/pages\.css\?\w+", page)[0]
    answer = client.get(style)
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]


def test_ties_without_a_direction_do_not_say_who_was_first(client):
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", client.get("/publishers").text, re.S)
    ties = client.get("/publishers.json").json()["ties"]
    assert ties
    for row, tie in zip(rows, ties, strict=False):
        assert ("is retold by" in row) == tie["directed"]
        assert ("which came first is unknown" in row) != tie["directed"]


def test_a_word_that_retold_never_says(client, made):
    for place in ("/", "/about", "/compare", "/publishers", *made.values()):
        assert "plagiar" not in client.get(place).text.lower()


@pytest.mark.parametrize(
    ("form", "data", "said"),
    [
        ("/check", {}, "neither a text nor an address"),
        ("/check", {"text": "x" * 200_001}, "more than the 200,000"),
        ("/compare", {"a_text": "Something."}, "For article B, give a text"),
        ("/compare", {"a_text": "Something.", "a_name": "mpa-0512"}, "either a name or a text"),
        ("/compare", {"a_name": "nobody", "b_name": "mpa-0512"}, "There is no article nobody"),
    ],
)
def test_a_form_that_cannot_be_answered_comes_back_as_it_was(client, form, data, said):
    answer = client.post(form, data=data)
    assert answer.status_code in (400, 404, 413)
    assert said in html.unescape(answer.text)
    for value in data.values():
        assert value in answer.text


def test_forms_are_taken_from_this_site_alone(client):
    own = str(client.base_url).rstrip("/")
    for origin, status in ((own, 303), ("https://elsewhere.example", 403)):
        answer = client.post("/check", data={"text": REWORDED}, headers={"origin": origin})
        assert answer.status_code == status
    assert client.get("/").headers["referrer-policy"] == "same-origin"


def test_long_lists_have_pages(tmp_path):
    few = [
        {"id": f"n{k}", "publisher": "The Heron", "text": f"Notice {k}: ferry number {k * 7919} to isle {k} is late."}
        for k in range(60)
    ]
    server = NewsServer(tmp_path, few, workers=1)
    try:
        with httpx.Client(base_url=server.address, timeout=60, trust_env=False) as client:
            first = client.get("/articles?publisher=The%20Heron").text
            following = html.unescape(re.search(r'<a href="([^"]+)" rel="next">', first)[1])
            second = client.get(following).text
            listed = re.findall(r'href="/articles/(n\d+)"', first + second)
            assert listed == [f"n{k}" for k in range(60)]
            assert 'rel="next"' not in second
    finally:
        server.close()


# The family page


def member(id, published="", publisher=""):
    return {"id": id, "title": id, "byline": "", "publisher": publisher or id, "published": published, "lang": "en",
            "url": "", "words": 100}  # fmt: skip


def link(source, derived, *, directed=True, kind="edited", probability=0.9):
    return {"source": source, "derived": derived, "kind": kind, "probability": probability, "directed": directed,
            "source_share": 0.8, "derived_share": 0.8}  # fmt: skip


def family(members, links, origin=None):
    return {"family": "f", "articles": [m["id"] for m in members], "origin": origin, "members": members, "links": links}


def shape(nodes):
    return {node["version"]["article"]["id"]: shape(node["below"]) for node in nodes}


def test_a_tree_says_who_is_made_from_whom():
    members = [member("d"), member("b", "2031-05-02"), member("a", "2031-05-03"), member("c", "2031-05-04")]
    links = [link("a", "b"), link("b", "c"), link("a", "c", probability=0.5), link("d", "b", directed=False)]
    versions = family_versions(family(members, links, "a"))
    assert [version["article"]["id"] for version in versions] == ["a", "b", "c", "d"]
    assert [version["tie"] for version in versions] == ["origin", "from", "from", "with"]
    nodes, unknown = tree(versions)
    assert shape(nodes) == {"a": {"b": {}, "c": {}}}
    assert [version["article"]["id"] for version in unknown] == ["d"]


def test_a_circle_of_sources_ends():
    members = [member(id) for id in "abc"]
    versions = family_versions(family(members, [link("a", "b"), link("b", "c"), link("c", "a")]))
    nodes, unknown = tree(versions)
    assert nodes == []
    assert len(unknown) == 3


def test_a_long_chain_stays_within_the_page():
    members = [member(f"m{k:03}", f"2031-05-01T{k // 60:02}:{k % 60:02}:00Z") for k in range(150)]
    links = [link(a["id"], b["id"]) for a, b in pairwise(members)]
    nodes, unknown = tree(family_versions(family(members, links, "m000")))

    def depth(node):
        return 1 + max(map(depth, node["below"]), default=0)

    assert unknown == []
    assert depth(nodes[0]) <= 10


def test_what_a_comparison_tells_of_the_direction_is_taken_over():
    members = [member("a", "2031-05-01"), member("b", "2031-05-02"), member("c", "2031-05-03")]
    links = [link("a", "b", directed=False), link("b", "c", directed=False)]
    versions = family_versions(family(members, links))
    for version in versions:
        version["compared"] = None
    by_id = {version["article"]["id"]: version for version in versions}
    by_id["b"]["compared"] = {"comparison": "x", "direction": "a"}
    by_id["c"]["compared"] = {"comparison": "y", "direction": None}
    learn_direction(versions)
    assert (by_id["b"]["tie"], by_id["b"]["other"]) == ("from", by_id["a"]["number"])
    assert by_id["a"]["tie"] == "to"
    assert by_id["c"]["tie"] == "with"


def test_the_timeline_keeps_to_the_width_and_marks_days():
    members = [
        member("a", "2031-05-01T10:00:00+02:00"), member("b", "2031-05-01"),
        member("c", "2031-05-20T09:00:00Z", "x" * 90),
        member("d", "sometime"), member("e"), member("f", "9999-12-31"), member("g", "0001-01-01T00:00:00+14:00"),
    ]  # fmt: skip
    line = timeline(family_versions(family(members, [link("a", "b")], "a")))
    assert all(0 <= row["x"] <= 100 for row in line["rows"])
    assert [bool(row["span"]) for row in line["rows"] if row["version"]["article"]["id"] == "b"] == [True]
    assert max(len(row["label"]) for row in line["rows"]) <= 26
    assert line["undated"] >= 2
    assert timeline(family_versions(family(members[3:5], []))) is None


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("2031-05-12", "12 May 2031"), ("2031-05-12T16:20:00Z", "12 May 2031, 16:20 UTC"),
        ("2031-05-12 06:05", "12 May 2031, 06:05"), ("2031-05-12T16:20:00-05:00", "12 May 2031, 16:20 -0500"),
        ("2031-05-12T99:99", "12 May 2031"), ("<i>", None), ("", None),
    ],
)  # fmt: skip
def test_dates_in_words(published, words):
    said = moment(published)
    assert (said and said["words"]) == words


def test_no_probability_is_certain():
    assert [sure(value) for value in (0.0, 0.004, 0.5, 0.97, 0.9999, 1.0)] == [
        "under 1%", "under 1%", "50%", "97%", "over 99%", "over 99%"
    ]  # fmt: skip


def test_credit_is_told_with_the_names_of_the_sides():
    record = {
        "relation": {"kind": "edited", "derived": True, "probability": 0.9},
        "direction": {"source": None, "probability": 0.5, "evidence": []},
        "credit": {
            "a": {"agencies": ["AFP"], "evidence": []}, "b": {"agencies": [], "evidence": []}, "status": "dropped"
        },
        "changes": [
            {"kind": "number", "substantive": True, "why": "x"}, {"kind": "name", "substantive": False, "why": "y"}
        ],
    }  # fmt: skip
    said = found_words(record, "the archived article", "the checked text")
    assert said["credit_words"] == "only the archived article credits AFP"
    assert said["change_words"] == ["1 number changed"]
    assert said["changes"] == {"number": 1}


def test_a_large_family_compares_a_dozen_and_the_rest_on_demand(tmp_path):
    towns = ("Arvel", "Brannock", "Cordray", "Dunmere", "Elswick", "Farrow", "Gildan", "Harrow", "Istra", "Jorvan",
             "Kelmar", "Lorne", "Mavik", "Norsund", "Ostrava", "Pelling")  # fmt: skip
    told = [
        {
            "id": f"paper-{k}",
            "publisher": f"{town} Post",
            "published": f"2031-05-13T{k + 1:02}:00:00Z",
            "text": f"{WIRE}\n\nThe {town} Post asked {k + 3} readers of {town} what they think of it.",
        }
        for k, town in enumerate(towns)
    ]
    server = NewsServer(tmp_path, told, workers=1)
    try:
        with httpx.Client(base_url=server.address, timeout=60, trust_env=False) as client:
            (family,) = client.get("/families.json").json()["families"]
            place = f"/families/{family['family']}"
            for asked, most in (("", 12), ("?compared=24", 24)):
                data = client.get(f"{place}.json{asked}").json()
                while data["unfinished"]:
                    data = client.get(f"{place}.json{asked}").json()
                compared = [version for version in data["versions"] if version["compared"]]
                assert min(12, most) <= len(compared) <= min(most, len(towns) - 1)
                page = client.get(f"{place}{asked}").text
                assert ("versions with their sources" in page) == (most == 12)
                assert f"{place}?compared=24#who" in page or most > 12
            again = client.get(f"{place}.json?compared=24").json()
            assert again == data  # nothing is compared twice
    finally:
        server.close()


def test_an_archive_without_texts_says_what_it_can(tmp_path):
    server = NewsServer(tmp_path, ARTICLES, store="keys", workers=1)
    try:
        with httpx.Client(base_url=server.address, timeout=60, trust_env=False) as client:
            assert "keeps no texts" in client.get("/").text
            check = client.post("/check", data={"text": REWORDED}, follow_redirects=True)
            assert "share keys with this article" in check.text
            assert "See the comparison" not in check.text
            article = client.get("/articles/mpa-0512")
            assert article.status_code == 200
            assert "The archive keeps no texts." in article.text
            assert client.get("/families").status_code == 200
            assert client.get("/search?q=lighthouse").status_code == 400
            assert client.get(f"{check.url.path}/1").status_code == 400
    finally:
        server.close()
