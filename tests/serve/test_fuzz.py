"""Requests that nobody thought of, made from the API's own description: no status that it does not name, and no 500."""

import functools
import json

import pytest

pytest.importorskip("hypothesis")

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serve.conftest import BY_ID, running

METHODS = ("GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS")
COMMON = settings(
    deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck), print_blob=False
)
ODD = ["", "\0", "\ud800", "A" * 3000, "../..", "%00", "'\"--", "s5-0", "@1"]
ANY_TEXT = st.text(max_size=40) | st.sampled_from(ODD)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def server(filled, tmp_path_factory):
    """A server with one worker; texts are short, so that nothing takes long."""
    path = tmp_path_factory.mktemp("fuzz") / "news.retold"
    path.write_bytes(filled.read_bytes())
    with running(path, workers=1, writable=True, seconds=10.0) as made:
        yield made


def fields(schema):
    """Bodies that nearly keep to a schema: each field as it should be, or anything else, or not there."""
    made = {}
    for name, field in schema["properties"].items():
        right = st.integers(0, 22) if field.get("type") == "integer" else ANY_TEXT | st.sampled_from(TEXTS)
        made[name] = right | ANY_JSON
    return st.fixed_dictionaries({}, optional=made) | st.dictionaries(ANY_TEXT, ANY_JSON, max_size=3)


TEXTS = [record["text"] for record in list(BY_ID.values())[:4]] + ["One. Two. “Three”, he said."]


@functools.cache
def operations(server):
    with server.client() as client:
        described = client.get("/api/openapi.json").json()
    return described, [(path, method) for path, methods in described["paths"].items() for method in methods]


def documented(described, path, method):
    return {int(status) for status in described["paths"][path].get(method.lower(), {}).get("responses", {})}


@settings(COMMON, max_examples=100)
@given(data=st.data())
def test_bodies(server, data):
    described, _ = operations(server)
    path = data.draw(st.sampled_from(["/api/check", "/api/compare", "/api/articles"]))
    named = described["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schema = described["components"]["schemas"][named.rpartition("/")[2]]
    if path == "/api/compare":
        side = fields(described["components"]["schemas"]["Side"])
        body = data.draw(st.fixed_dictionaries({"a": side, "b": side}) | ANY_JSON)
    else:
        body = data.draw(fields(schema) | ANY_JSON)
    whole = json.dumps(body).encode()
    raw = data.draw(st.sampled_from([whole, whole, whole, whole[:-1]]) | st.binary(max_size=60))
    kind = data.draw(st.sampled_from(["application/json"] * 5 + ["text/plain", ""]))
    with server.client() as client:
        response = client.post(path, content=raw, headers={"content-type": kind})
    checked(response, documented(described, path, "post"))


@settings(COMMON, max_examples=100)
@given(data=st.data())
def test_addresses(server, data):
    described, known = operations(server)
    path, method = data.draw(st.sampled_from([pair for pair in known if pair[1] != "post"]))
    address = path
    while "{" in address:
        before, _, rest = address.partition("{")
        address = before + quoted(data.draw(ANY_TEXT)) + rest.partition("}")[2]
    parameters = described["paths"][path][method].get("parameters", [])
    names = [parameter["name"] for parameter in parameters if parameter["in"] == "query"]
    values = ANY_TEXT | st.integers().map(str) | st.floats().map(str)
    params = data.draw(st.dictionaries(st.sampled_from(names) if names else st.just("x"), values, max_size=3))
    query = "&".join(f"{name}={quoted(value)}" for name, value in params.items())
    with server.client() as client:
        response = client.request(method.upper(), f"{address}?{query}")
    # A part that is empty or holds a slash leads to another address, and so to what that one says.
    checked(response, documented(described, path, method) | {200, 404, 405})


@settings(COMMON, max_examples=60)
@given(
    method=st.sampled_from(METHODS),
    path=ANY_TEXT,
    headers=st.dictionaries(
        st.sampled_from(["accept", "cookie", "authorization", "range", "if-none-match", "x-forwarded-for", "expect"]),
        st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20),
        max_size=3,
    ),
)
def test_anything(server, method, path, headers):
    with server.client() as client:
        response = client.request(method, f"/{quoted(path)}", headers=headers)
    assert response.status_code < 500
    if response.status_code >= 400 and response.headers["content-type"] == "application/json" and method != "HEAD":
        assert response.json()["error"]["status"] == response.status_code


def quoted(text):
    from urllib.parse import quote

    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def checked(response, statuses):
    assert response.status_code in statuses, (response.status_code, response.text[:300])
    assert response.status_code < 500
    assert response.headers["x-content-type-options"] == "nosniff"
    if response.status_code != 204:
        record = json.loads(response.content.decode("utf-8"))
        assert (response.status_code >= 400) == ("error" in record)
    if response.status_code >= 400:
        assert record["error"]["status"] == response.status_code
