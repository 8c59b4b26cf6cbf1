"""Every endpoint, with what it gives and what it refuses."""

import pytest

from retold.serve import models
from serve.conftest import BY_ID, FAMILIES, RECORDS, assert_error

PAIR = next(sorted(family)[:2] for family in FAMILIES if len(family) > 1)
TEXT = BY_ID[PAIR[0]]["text"]


def good(response, model, status=200):
    """The data of an answer that keeps to its model and carries the headers."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "server" not in response.headers
    model.model_validate_json(response.content)
    return response.json()


def test_health(client):
    assert good(client.get("/health"), models.HealthAnswer)["status"] == "ok"


def test_check_finds_what_is_archived_and_keeps_it(client):
    found = good(client.post("/api/check", json={"text": TEXT, "title": "A title", "most": 3}), models.CheckAnswer)
    assert found["complete"]
    assert found["article"]["title"] == "A title"
    assert {match["article"]["id"] for match in found["matches"]} & set(PAIR)
    assert all(match["comparison"]["b"]["text"] == TEXT for match in found["matches"])
    again = good(client.get(f"/api/checks/{found['id']}"), models.SavedCheck)
    assert again["matches"] == found["matches"]
    assert client.delete(f"/api/checks/{found['id']}").status_code == 204
    assert_error(client.get(f"/api/checks/{found['id']}"), 404, "not-found")
    assert_error(client.delete(f"/api/checks/{found['id']}"), 404, "not-found")


def test_a_text_that_is_not_archived_has_no_matches(client):
    found = client.post("/api/check", json={"text": "Nobody has ever told this before, in no paper of this world."})
    assert good(found, models.CheckAnswer)["matches"] == []


def test_compare_texts_and_archived_articles(client):
    asked = {"a": {"id": PAIR[0]}, "b": {"text": BY_ID[PAIR[1]]["text"], "publisher": "Example Post"}}
    found = good(client.post("/api/compare", json=asked), models.CompareAnswer)
    assert found["comparison"]["relation"]["derived"]
    assert found["comparison"]["b"]["publisher"] == "Example Post"
    again = good(client.get(f"/api/comparisons/{found['id']}"), models.SavedComparison)
    assert again["comparison"] == found["comparison"]
    assert_error(client.get(f"/api/checks/{found['id']}"), 404)
    assert client.delete(f"/api/comparisons/{found['id']}").status_code == 204
    assert_error(client.post("/api/compare", json={"a": {"id": "nobody"}, "b": {"text": TEXT}}), 404, "not-found")


def test_the_report_page_is_the_one_of_the_command_line(shared):
    found = shared.service.compare({"id": PAIR[0]}, {"text": BY_ID[PAIR[1]]["text"], "title": "<script>x</script>"})
    page = shared.service.comparison_html(found["id"])
    assert page.startswith("<!doctype html>") or page.startswith("<!DOCTYPE html>")
    assert "<script>x</script>" not in page
    check = shared.service.check(text=TEXT)
    assert "retold" in shared.service.check_html(check["id"], 0)


def test_lists_and_pages(client):
    first = good(client.get("/api/articles", params={"most": 5}), models.ArticlesAnswer)
    assert len(first["articles"]) == 5
    second = good(client.get("/api/articles", params={"most": 5, "after": first["next"]}), models.ArticlesAnswer)
    assert second["articles"][0]["number"] > first["articles"][-1]["number"]
    assert good(client.get("/api/articles", params={"after": 2**53}), models.ArticlesAnswer)["next"] is None
    publisher = RECORDS[0]["publisher"]
    own = good(client.get("/api/articles", params={"publisher": publisher}), models.ArticlesAnswer)["articles"]
    assert {entry["publisher"] for entry in own} == {publisher}


def test_an_article_with_what_belongs_to_it(client):
    found = good(client.get(f"/api/articles/{PAIR[0]}"), models.ArticleAnswer)
    assert found["text"] == TEXT
    assert found["links"]
    assert_error(client.get("/api/articles/nobody"), 404, "not-found")
    assert_error(client.get("/api/articles/example.org/a%3Fb"), 404, "not-found")


def test_families_and_publishers(client):
    found = good(client.get("/api/families", params={"most": 2}), models.FamiliesAnswer)
    assert found["total"] >= len(found["families"]) == 2
    assert found["next"] == 2
    one = good(client.get(f"/api/families/{found['families'][0]['family']}"), models.FamilyAnswer)
    assert len(one["articles"]) == found["families"][0]["articles"]
    assert good(client.get("/api/publishers"), models.PublishersAnswer)["ties"]
    assert_error(client.get("/api/families/nobody"), 404, "not-found")


def test_search_and_stats(client):
    word = max(TEXT.split(), key=len).strip(".,")
    found = good(client.get("/api/search", params={"words": word}), models.SearchAnswer)
    assert found["results"]
    assert good(client.get("/api/search", params={"words": " \0 \u2028"}), models.SearchAnswer)["results"] == []
    good(client.get("/api/search", params={"words": '"a b" ' * 60}), models.SearchAnswer)
    assert good(client.get("/api/stats"), models.StatsAnswer)["articles"] >= 12


def test_articles_are_added_and_removed_with_all_checks_that_show_them(client):
    text = "The old ferry of Lunde made its last crossing on Friday, said captain Mira Holt, with 312 aboard."
    added = good(client.post("/api/articles", json={"id": "ferry/1", "text": text}), models.AddAnswer, 201)
    assert added["added"]["new"] == 1
    assert added["article"]["id"] == "ferry/1"
    found = good(client.post("/api/check", json={"text": text}), models.CheckAnswer)
    assert [match["article"]["id"] for match in found["matches"]] == ["ferry/1"]
    compared = client.post("/api/compare", json={"a": {"id": "ferry/1"}, "b": {"text": text}}).json()
    removed = client.delete("/api/articles/ferry/1", params={"reason": "asked by the publisher"})
    assert [entry["id"] for entry in good(removed, models.RemoveAnswer)["removed"]] == ["ferry/1"]
    assert_error(client.get("/api/articles/ferry/1"), 404)
    assert_error(client.get(f"/api/checks/{found['id']}"), 404)
    assert_error(client.get(f"/api/comparisons/{compared['id']}"), 404)
    assert_error(client.delete("/api/articles/ferry/1"), 404)


BAD = [
    b"", b"{", b"[]", b"null", b"1", b'"text"', b"{}", b'{"text": ""}', b'{"text": " \\n"}', b'{"text": 1}',
    b'{"text": null}', b'{"text": NaN}', b'{"text": "a", "most": NaN}', b'{"text": "a", "most": Infinity}',
    b'{"text": "a", "most": 1e999}',
    b'{"text": "a", "most": 1' + b"0" * 5000 + b"}", b'{"text": "a", "most": 0}', b'{"text": "a", "most": 21}',
    b'{"text": "a", "most": true}', b'{"text": "a", "most": 2.5}', b'{"text": "a", "most": "3"}',
    b'{"text": "a", "more": 1}',
    b'{"text": "a", "text": "b"}', b'{"text": "a\\u0000b"}', b'{"text": "a\\ud800b"}', b'{"\\udfff": "a"}',
    b'{"text": "\xff"}',
    b"\xef\xbb\xbf{}", b"[" * 100_000, b'{"text": ' + b"[" * 500 + b"]" * 500 + b"}",
    b'{"a":' * 5000, b'{"text": "a"} x',
    b'{"text": "a", "title": "' + b"t" * 3000 + b'"}', b"\0", '{"text": "a"}'.encode("utf-16"),
]  # fmt: skip


@pytest.mark.parametrize("body", BAD, ids=range(len(BAD)))
def test_what_is_no_plain_json_of_the_right_form_is_refused(client, body):
    response = client.post("/api/check", content=body, headers={"content-type": "application/json"})
    assert_error(response, 400)
    assert len(response.text) < 600


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=x"])
def test_other_types_are_refused(client, kind):
    headers = {"content-type": kind} if kind else {}
    assert_error(client.post("/api/check", content=b'{"text": "a"}', headers=headers), 415, "wrong-type")


@pytest.mark.parametrize(
    "params", [{"most": 0}, {"most": 10_000}, {"most": "x"}, {"after": -1}, {"after": 2**70}, {"after": "NaN"}]
)
def test_bad_numbers_in_the_address(client, params):
    assert_error(client.get("/api/articles", params=params), 400, "invalid")


def test_what_is_not_there(client):
    assert_error(client.get("/api/nothing"), 404, "not-found")
    assert_error(client.get("/api/checks/../../etc/passwd"), 404)
    assert_error(client.get("/api/search"), 400, "invalid")
    response = client.put("/api/articles", json={})
    assert_error(response, 405, "not-allowed")
    assert response.headers["allow"] == "GET, HEAD, POST"
    assert_error(client.request("TRACE", "/api/stats"), 405)
    assert_error(client.options("/api/check", headers={"origin": "http://evil.example"}), 403)
    head = client.head("/api/stats")
    assert (head.status_code, head.content) == (200, b"")


PRIVATE = [
    "http://127.0.0.1/", "http://localhost:8787/", "http://[::1]/", "http://10.0.0.1/", "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://2130706433/", "http://[::ffff:127.0.0.1]/",
    "file:///etc/passwd", "ftp://example.org/", "http://user:word@example.org/", "http://127.0.0.1:22/", "/etc/passwd",
    "javascript:alert(1)", "-", "http://", "http://\u2488/",
]  # fmt: skip


@pytest.mark.parametrize("url", PRIVATE)
def test_addresses_inside_are_never_fetched(client, url):
    assert_error(client.post("/api/check", json={"url": url}), 422, "not-fetched")
    assert_error(client.post("/api/compare", json={"a": {"url": url}, "b": {"text": "x y"}}), 422, "not-fetched")


def test_a_text_is_never_taken_for_a_path_or_an_address(client):
    for text in ("/etc/passwd", "http://127.0.0.1/", "-", "pyproject.toml"):
        found = good(client.post("/api/check", json={"text": text}), models.CheckAnswer)
        assert found["article"]["text"] == text


def test_files_are_read_from_their_bytes(shared):
    page = f"<!doctype html><html><body><article><p>{TEXT}</p></article></body></html>".encode()
    found = shared.service.check(data=page, name="../../etc/passwd")
    assert found["matches"]
    with pytest.raises(Exception, match="PDF"):
        shared.service.check(data=b"%PDF-1.7 x", name="a.pdf")


def test_the_description_names_every_status(client):
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    text = client.get("/api/openapi.json").text
    assert "HTTPValidationError" not in text
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            statuses = set(operation["responses"])
            assert statuses & {"200", "201", "204"}
            assert {"400", "503"} <= statuses
            if method in ("post", "delete"):
                assert {"403", "413", "429"} <= statuses, path
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert answer["content"]["application/json"]["schema"]["$ref"].endswith("/ErrorAnswer")
    assert described["paths"]["/api/check"]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
