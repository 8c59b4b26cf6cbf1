"""Outlets that may run the copy: found like all others, and marked in the API and on the pages."""

import pytest

from retold.archive import read_licensed
from serve.conftest import BY_ID, FAMILIES, running

PAIR = next(sorted(family)[:2] for family in FAMILIES if len(family) > 1)
TEXT = BY_ID[PAIR[1]]["text"]
SAID = "The outlet of the checked text may run this copy."


@pytest.fixture(scope="module")
def client(filled, tmp_path_factory):
    names = tmp_path_factory.mktemp("licensed") / "customers.txt"
    names.write_text("# who has a contract\nWending Post\necho.example\n", "utf-8")
    with running(filled, workers=1, licensed=read_licensed(names)) as server, server.client() as made:
        yield made


@pytest.mark.parametrize(
    ("outlet", "licensed"),
    [
        ({}, False),
        ({"publisher": "Wending Post"}, True),
        ({"publisher": "Wending Postman"}, False),
        ({"url": "https://www.echo.example/storm"}, True),
        ({"url": "https://noecho.example/storm"}, False),
    ],
)
def test_matches_of_licensed_outlets_are_found_and_marked(client, outlet, licensed):
    check = client.post("/api/check", json={"text": TEXT, **outlet}).json()
    assert check["matches"]
    assert {match["licensed"] for match in check["matches"]} == {licensed}
    place = f"/checks/{check['id']}"
    assert client.get(f"{place}.json").json()["matches"] == check["matches"]
    assert client.get(place).text.count(SAID) == licensed * len(check["matches"])
    assert client.get(f"{place}/1").text.count(SAID) == licensed


def test_a_comparison_of_two_articles_asks_nobody(client):
    asked = {"a": {"id": PAIR[0]}, "b": {"text": TEXT, "publisher": "Wending Post"}}
    made = client.post("/api/compare", json=asked).json()
    assert SAID not in client.get(f"/comparisons/{made['id']}").text
