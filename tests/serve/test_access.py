"""Who may ask: tokens, cookies, names of the host, pages of other sites; what is logged, how large, how often."""

import logging
import socket
import time

import httpx
import pytest
from click.testing import CliRunner

from retold.cli import main
from retold.errors import SettingsError
from retold.serve import security, serve
from retold.serve.access import Access, read_token
from retold.serve.limits import Rate, client_network
from retold.serve.settings import Settings
from serve.conftest import TOKEN, NoWorkers, assert_error, running

BEARER = {"authorization": f"Bearer {TOKEN}"}
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def closed(filled):
    """A server that asks for a token."""
    with running(filled, NoWorkers, token=TOKEN, allow_hosts=("retold.example",), rate=0) as server:
        yield server


@pytest.fixture(scope="module")
def opened(filled):
    """A server on this machine alone, without a token."""
    with running(filled, NoWorkers, max_body_bytes=5000, max_characters=1000) as server:
        yield server


# Tokens


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"authorization": TOKEN}, {"authorization": f"Basic {TOKEN}"}, {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": f"Bearer {TOKEN[:-1]}"}, {"authorization": "Bearer"}, {"authorization": "Bearer ü".encode()},
        {"cookie": f"retold={TOKEN}"}, {"cookie": "retold=9999999999.00"}, {"cookie": "retold=9999999999."},
        {"cookie": 'retold="\\"'}, {"cookie": "=;=;retold"},
    ],
)  # fmt: skip
def test_nobody_gets_in_without_the_token(closed, headers):
    with closed.client() as client:
        for path in ("/api/stats", "/api/openapi.json", "/api/nothing", "/api/articles/x"):
            response = client.get(path, headers=headers)
            assert_error(response, 401, "no-token")
            assert response.headers["www-authenticate"].startswith("Bearer")
        assert_error(client.post("/api/check", json={"text": "x"}, headers=headers), 401, "no-token")


def test_the_token_opens_the_api_and_health_needs_none(closed):
    with closed.client() as client:
        assert client.get("/health").status_code == 200
        assert client.get("/api/stats", headers=BEARER).status_code == 200
        assert client.get("/api/stats", headers={"authorization": f"bearer  {TOKEN}"}).status_code == 200
        described = client.get("/api/openapi.json", headers=BEARER).json()
        assert described["paths"]["/api/stats"]["get"]["security"] == [{"token": []}]
        assert "security" not in described["paths"]["/health"]["get"]


def test_the_form_sets_a_cookie_that_is_not_the_token(closed):
    with closed.client() as client:
        sent = client.get("/", headers={"accept": "text/html"})
        assert (sent.status_code, sent.headers["location"]) == (303, "/login?next=%2F")
        assert client.get("/login").status_code == 200
        own = {"origin": closed.url}
        wrong = client.post("/login", data={"token": "wrong"}, headers={**own, "accept": "text/html"})
        assert (wrong.status_code, wrong.headers["location"]) == (303, "/login?failed=1")
        assert_error(client.post("/login", data={"token": ""}, headers=own), 401)
        entered = client.post("/login", data={"token": f" {TOKEN} ", "next": "//evil.example/"}, headers=own)
        assert (entered.status_code, entered.headers["location"]) == (303, "/")
        cookie = entered.headers["set-cookie"]
        assert TOKEN not in cookie
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
        assert client.get("/api/stats").status_code == 200
        value = client.cookies["retold"]
        for forged in (f"9{value}", value[:-1] + ("0" if value[-1] != "0" else "1"), value.partition(".")[2]):
            assert_error(httpx.get(f"{closed.url}/api/stats", headers={"cookie": f"retold={forged}"}), 401)
        assert client.post("/logout", headers=own).status_code == 303
        assert_error(client.get("/api/stats"), 401)


def test_a_cookie_ends_after_hours_and_with_the_process():
    now = 1_000_000.0
    access = Access(token=TOKEN, host="127.0.0.1", clock=lambda: now)
    cookie = {"cookie": access.new_cookie(secure=True).partition(";")[0]}
    assert "; Secure" in access.new_cookie(secure=True)
    assert access.may_ask(cookie)
    now += 12 * 3600 + 1
    assert not access.may_ask(cookie)
    now -= 12 * 3600 + 1
    assert not Access(token=TOKEN, host="127.0.0.1", clock=lambda: now).may_ask(cookie)


def test_the_token_file(tmp_path):
    file = tmp_path / "token.txt"
    file.write_text(f"{TOKEN}\n")
    file.chmod(0o600)
    assert read_token(file) == (TOKEN, "")
    file.chmod(0o644)
    assert "chmod 600" in read_token(file)[1]
    for bad in ("short", "", "x" * 2000, "with spaces in the middle of it", "ümlaut-and-more-letters"):
        file.write_text(bad)
        with pytest.raises(SettingsError) as error:
            read_token(file)
        assert not bad or bad not in str(error.value)
    with pytest.raises(SettingsError, match="could not be read"):
        read_token(tmp_path / "none")


def test_no_other_host_is_served_without_a_token(filled):
    for host in ("0.0.0.0", "::", "192.0.2.1", "retold.example", ""):
        with pytest.raises(SettingsError, match="token-file"):
            serve(Settings(archive=filled, host=host, port=0))
        done = CliRunner().invoke(main, ["serve", "--archive", str(filled), "--host", host], standalone_mode=False)
        assert isinstance(done.exception, SettingsError)


# Hosts and origins


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "LOCALHOST:99", "[::1]:8787", "localhost.", "retold.example:443"]
)
def test_own_names_are_answered(closed, host):
    with closed.client() as client:
        assert client.get("/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "evil.example#localhost", "", "[::1", "a b",
     "localhost:x", "retold.example.evil.example", "127.0.0.2", "[::ffff:127.0.0.1]"],
)  # fmt: skip
def test_other_names_are_refused(opened, host):
    with opened.client() as client:
        assert_error(client.get("/api/stats", headers={"host": host}), 400, "wrong-host")
        assert_error(client.get("/", headers={"host": host, "accept": "text/html"}), 400, "wrong-host")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:1"}, {"origin": ""},
        {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "file://"},
        {"origin": "http://127.0.0.1:{port}.evil.example"}, {"origin": "ftp://127.0.0.1:{port}"},
    ],
)  # fmt: skip
def test_pages_of_other_sites_cannot_write(opened, headers):
    headers = {name: value.format(port=opened.port) for name, value in headers.items()}
    with opened.client() as client:
        for asked in ("POST /api/check", "DELETE /api/checks/x", "POST /login", "PUT /api/x"):
            method, path = asked.split()
            assert_error(client.request(method, path, headers=headers), 403, "other-site")
        assert client.get("/api/stats", headers=headers).status_code == 200
        assert "access-control-allow-origin" not in client.get("/api/stats", headers=headers).headers


def test_own_pages_and_programs_can_write(opened):
    with opened.client() as client:
        for headers in ({"origin": opened.url, "sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {}):
            assert_error(client.delete("/api/checks/none", headers=headers), 404)


def test_behind_a_proxy_that_speaks_tls(filled):
    with running(filled, NoWorkers, proxy="127.0.0.1", token=TOKEN, allow_hosts=("retold.example",)) as server:
        own = {"host": "retold.example", "origin": "https://retold.example", "x-forwarded-proto": "https"}
        with server.client() as client:
            entered = client.post("/login", data={"token": TOKEN}, headers=own)
            assert "; Secure" in entered.headers["set-cookie"]


def test_nothing_can_be_changed_without_writable(opened):
    with opened.client() as client:
        assert_error(client.post("/api/articles", json={"text": "A text."}), 403, "not-writable")
        assert_error(client.delete("/api/articles/s5-0"), 403, "not-writable")


# Sizes


def test_bodies_have_a_limit_also_in_pieces(opened):
    def pieces(size):
        for _ in range(size // 1000):
            yield b"x" * 1000

    with opened.client() as client:
        for path in ("/api/check", "/api/nothing", "/login"):
            assert_error(client.post(path, content=b"x" * 6000, headers=JSON), 413, "too-long")
            assert_error(client.post(path, content=pieces(50_000), headers=JSON), 413, "too-long")
        assert_error(client.post("/api/check", content=pieces(4000), headers=JSON), 400, "not-json")
        assert_error(client.post("/api/check", json={"text": "x" * 1001}), 413, "too-long")
        assert_error(client.post("/api/check", json={"url": "x" * 2001}), 400)
        assert client.get("/health").status_code == 200


def test_a_stated_size_of_a_terabyte_is_refused_at_once(opened, monkeypatch):
    monkeypatch.setattr(security, "_DISCARD_SECONDS", 0.5)  # so long it listens to one who does not end
    with socket.create_connection(("127.0.0.1", opened.port)) as raw:
        raw.settimeout(20)
        head = f"POST /api/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: {10**12}\r\n\r\n"
        raw.sendall(head.encode() + b"x" * 100_000)
        assert b" 413 " in raw.recv(10_000)


@pytest.mark.parametrize(
    "raw",
    [b"GET /api/stats HTTP/1.0\r\n\r\n", b"GET /api/stats HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
     b"GET /api/stats HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x00",
     b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
     b"POST /api/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
     b"POST /api/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"],
)  # fmt: skip
def test_requests_that_are_none(opened, raw):
    with socket.create_connection(("127.0.0.1", opened.port)) as connection:
        connection.settimeout(20)
        connection.sendall(raw + b"\r\n\r\n")
        answer = connection.recv(10_000)
        assert b" 400 " in answer.split(b"\r\n")[0] or b" 415 " in answer.split(b"\r\n")[0], answer


# Rates


def test_a_client_has_so_many_checks_a_minute(filled):
    with running(filled, NoWorkers, rate=5) as server, server.client() as client:
        answers = [client.post("/api/check", json={}) for _ in range(7)]
        assert [answer.status_code for answer in answers[:5]] == [400] * 5
        assert_error(answers[-1], 429, "too-often")
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 13
        assert client.get("/health").status_code == 200


def test_wrong_tokens_are_counted_too(filled):
    with running(filled, NoWorkers, rate=3, token=TOKEN) as server, server.client() as client:
        answers = [client.get("/api/stats", headers={"authorization": f"Bearer {k}"}).status_code for k in range(5)]
        assert answers == [401, 401, 401, 429, 429]


def test_clients_behind_a_proxy_are_told_apart_only_where_it_is_believed(filled):
    def ask(client, address):
        return client.post("/api/check", json={}, headers={"x-forwarded-for": address}).status_code

    with running(filled, NoWorkers, rate=1, proxy="127.0.0.1") as server, server.client() as client:
        assert [ask(client, f"192.0.2.{k}") for k in (1, 2, 1)] == [400, 400, 429]
    with running(filled, NoWorkers, rate=1) as server, server.client() as client:
        assert [ask(client, f"192.0.2.{k}") for k in (1, 2)] == [400, 429]


def test_a_bucket_fills_again_and_few_are_remembered():
    now = 0.0
    rate = Rate(60, clock=lambda: now)
    assert [rate.wait("a", 60), rate.wait("a")] == [0, 1]
    now = 2.0
    assert [rate.wait("a", 2), rate.wait("a", 30)] == [0, 30]
    for k in range(30_000):
        rate.wait(str(k))
    assert len(rate._buckets) <= 20_000
    assert client_network("::ffff:192.0.2.1") == "192.0.2.1"
    assert client_network("192.0.2.1") == "192.0.2.1"
    assert client_network("2001:db8::1") == client_network("2001:db8::2") != client_network("2001:db8:0:1::1")


# Logs


def test_no_log_holds_a_token_a_question_or_an_id(closed, caplog):
    caplog.set_level(logging.DEBUG)
    with closed.client() as client:
        client.get("/api/search", params={"words": "secretword", "token": TOKEN}, headers=BEARER)
        client.get("/api/checks/secretid", headers=BEARER)
        client.get("/api/articles/secretname", headers=BEARER)
        client.get("/secretplace")
        client.post("/login", data={"token": TOKEN})
    time.sleep(0.1)
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("http"))
    assert "GET /api/search 200" in said
    assert "/api/checks/{id} 404" in said
    assert TOKEN not in said
    assert "secret" not in said
