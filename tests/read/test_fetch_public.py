"""Fetching for others: nothing but the public web, however it is asked for.

The server of these tests is at 127.0.0.1, which here stands for the public web by a changed verdict on just that
address; all else, 127.0.0.2 for one, is judged as it is.
"""

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading

import httpx
import pytest

from retold.errors import FetchError
from retold.read import fetch_address, fetch_connection
from retold.read.fetch import fetch
from retold.read.fetch_address import check_url, is_public

PUBLIC = "127.0.0.1"
REFUSED = r"has no address on the public web\.$"


@pytest.fixture
def names(monkeypatch):
    """Names and their addresses, a list for each time that the name is looked up; `asked` tells what was asked."""
    known, asked, real = {}, [], socket.getaddrinfo

    def look_up(host, port, *arguments, **options):
        asked.append(host)
        if host not in known:
            return real(host, port, *arguments, **options)
        found = known[host].pop(0) if len(known[host]) > 1 else known[host][0]
        return [entry for address in found for entry in real(address, port, type=socket.SOCK_STREAM)]

    def allowed(address):
        return address == PUBLIC or (is_public(address) and not fetch_address._is_own(address))

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(fetch_address, "_is_allowed", allowed)
    known["asked"] = asked
    return known


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.9.9.9"),
        *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.9", "192.0.0.192", "192.0.2.1", "192.88.99.1"),
        *("192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
        *("255.255.255.255", "168.63.129.16"),
        *("::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "100::1", "2001::1", "2001:0:7f00:1::"),
        *("2001:db8::1", "2001:20::1", "2002:7f00:1::", "2002:808:808::", "2620:fe::5efe:7f00:1", "3fff::1"),
        *("5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%1", "2606:4700::1%1", "fec0::1", "ff02::1"),
        *("ff0e::1", "4000::1", "norland.example", "", "1.1.1.1/32", "2130706433"),
    ],
)
def test_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.2", "127.2", "2130706434", "0x7f000002", "0x7f.2", "017700000002", "127.0.2", "0", "[::1]", "[::]"),
        *("[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "[fe80::1%25lo]", "[fe80::1%lo]", "[fe80::1]", "localhost."),
        *("127。0。0。2", "%31%32%37.0.0.2", "169.254.169.254", "no-such-name.invalid", "a..b", "x" * 70),
    ],
)
def test_spellings_of_private_addresses(host, names):
    with pytest.raises(FetchError, match=f"{REFUSED}|is not a valid address"):
        fetch(f"http://{host}:8080/", public_only=True, timeout=5)


def test_without_the_changed_verdict_this_machine_is_refused(web):
    web.say("/", b"hello")
    assert fetch(f"{web.url}/").data == b"hello"
    with pytest.raises(FetchError, match=REFUSED):
        fetch(f"{web.url}/", public_only=True)
    assert web.connections == 1


def test_this_machine_is_refused_by_its_public_address(monkeypatch):
    assert fetch_address._is_own("127.0.0.1")
    monkeypatch.setattr(fetch_address, "is_public", lambda address: True)
    assert not fetch_address._is_allowed("127.0.0.1")
    assert not fetch_address._is_allowed("::ffff:127.0.0.1")


def test_public_name(web, names):
    names["norland.example"] = [[PUBLIC]]
    web.say("/a", b"hello")
    got = fetch(f"http://norland.example:{web.port}/a", public_only=True)
    assert (got.data, got.url) == (b"hello", f"http://norland.example:{web.port}/a")
    assert f"Host: norland.example:{web.port}\r\n" in web.requests[0]


@pytest.mark.parametrize("others", [["127.0.0.2"], ["::1"], ["10.0.0.1"], ["::ffff:10.0.0.1"], ["fe80::1"]])
def test_name_of_a_public_and_a_private_address(web, names, others):
    web.say("/", b"hello")
    for found in ([PUBLIC, *others], [*others, PUBLIC]):
        names["norland.example"] = [found]
        with pytest.raises(FetchError, match=REFUSED):
            fetch(f"http://norland.example:{web.port}/", public_only=True)
    assert web.connections == 0


def test_name_is_looked_up_once(web, names):
    names["norland.example"] = [[PUBLIC], ["127.0.0.2"]]
    web.say("/", b"hello")
    assert fetch(f"http://norland.example:{web.port}/", public_only=True).data == b"hello"
    assert names["asked"] == ["norland.example", PUBLIC]
    with pytest.raises(FetchError, match=REFUSED):
        fetch(f"http://norland.example:{web.port}/", public_only=True)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_redirect_to_private_address(web, names, status):
    names["inside.example"] = [["127.0.0.2"]]
    names["norland.example"] = [[PUBLIC]]
    for target in ("http://127.0.0.2:{port}/", "http://inside.example:{port}/", "//127.0.0.2:{port}/", "http://[::1]/"):
        web.move("/", target.format(port=web.port), status)
        with pytest.raises(FetchError, match=REFUSED):
            fetch(f"http://norland.example:{web.port}/", public_only=True)
    assert web.connections == 4


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("file:///etc/hostname", "Only http and https"),
        ("ftp://norland.example/", "Only http and https"),
        ("gopher://norland.example:70/", "Only http and https"),
        ("http://a:b@norland.example/", "user name or a password"),
        ("http://norland.example:22/", "is at port 22, where there are no web pages"),
        ("https://norland.example:8/", "is at port 8,"),
        ("http://norland.example:99999/", "is not a valid address"),
        ("http://norland.example:0/", "is not a valid address"),
    ],
)
def test_what_is_refused_without_a_look_up(web, names, target, message):
    names["norland.example"] = [[PUBLIC]]
    with pytest.raises(FetchError, match=message):
        fetch(target, public_only=True)
    assert not names["asked"]
    web.move("/", target)
    with pytest.raises(FetchError, match=message):
        fetch(f"http://norland.example:{web.port}/", public_only=True)
    assert names["asked"] == ["norland.example", PUBLIC]


def test_ports():
    for url in ("http://a/", "https://a/", "http://a:443/", "https://a:80/", "http://a:1024/", "http://a:65535/"):
        check_url(httpx.URL(url), True)
    check_url(httpx.URL("http://u:p@a:22/"), False)


def test_private_name_and_no_name_are_told_alike(names):
    names["inside.example"] = [["10.0.0.1"]]
    messages = []
    for host in ("inside.example", "nothing.invalid"):
        with pytest.raises(FetchError) as caught:
            fetch(f"http://{host}/", public_only=True)
        messages.append(str(caught.value).replace(host, "name"))
    assert messages[0] == messages[1] == "http://name/ has no address on the public web."


def test_proxies_of_the_environment(web, names, monkeypatch):
    names["norland.example"] = [[PUBLIC]]
    monkeypatch.setenv("http_proxy", web.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    web.say("http://norland.example:9/", b"by proxy")
    assert fetch("http://norland.example:9/").data == b"by proxy"
    with pytest.raises(FetchError, match="could not be fetched"):
        fetch("http://norland.example:1024/", public_only=True)
    assert web.connections == 1
    monkeypatch.setenv("no_proxy", "norland.example")
    with pytest.raises(FetchError, match="could not be fetched"):
        fetch("http://norland.example:9/")
    assert web.connections == 1


@pytest.mark.parametrize("proxy", ["gopher://127.0.0.1:9", "http://127.0.0.1:x", "socks5://127.0.0.1:9"])
def test_proxies_that_cannot_be_used(proxy, monkeypatch):
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with pytest.raises(FetchError, match="could not be fetched: "):
        fetch("http://norland.example/")


def test_nothing_is_carried_along(web, names):
    names["norland.example"] = names["other.example"] = [[PUBLIC]]
    web.say("/", status="302 Found", Location=f"http://other.example:{web.port}/end", Set_Cookie="a=b; Path=/")
    web.say("/end", b"end")
    assert fetch(f"http://user:word@norland.example:{web.port}/").data == b"end"
    assert "Authorization: Basic" in web.requests[0]
    for request in web.requests[1:]:
        assert not any(name in request.lower() for name in ("authorization", "cookie", "referer", "word"))
    web.say("/", status="302 Found", Location="/end", Set_Cookie="a=b; Path=/")
    fetch(f"http://norland.example:{web.port}/", public_only=True)
    assert "cookie" not in web.requests[-1].lower()


@pytest.fixture
def tls(tmp_path, monkeypatch):
    """A TLS server of norland.example that redirects to plain http; gives its port."""
    if shutil.which("openssl") is None:
        pytest.skip("There is no openssl to make a certificate with.")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=norland.example", "-addext", "subjectAltName=DNS:norland.example"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command = ["openssl", "req", "-x509", *curve, *subject, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    ours, theirs = ssl.create_default_context(cafile=str(certificate)), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate, key)
    monkeypatch.setattr(fetch_connection, "_tls", lambda: ours)
    listening = socket.create_server((PUBLIC, 0))

    def serve():
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), theirs.wrap_socket(connection, server_side=True) as wrapped:
                wrapped.recv(65_536)
                wrapped.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://plain.example:1024/\r\n\r\n")

    threading.Thread(target=serve, daemon=True).start()
    yield listening.getsockname()[1]
    listening.close()


def test_tls_still_asks_for_the_name(tls, names):
    names["norland.example"] = names["other.example"] = names["plain.example"] = [[PUBLIC]]
    with pytest.raises(FetchError, match="redirects from https to http, which is not followed"):
        fetch(f"https://norland.example:{tls}/", public_only=True)
    with pytest.raises(FetchError, match="CERTIFICATE_VERIFY_FAILED"):
        fetch(f"https://other.example:{tls}/", public_only=True)
    with pytest.raises(FetchError, match="Connection refused"):
        fetch(f"https://norland.example:{tls}/")
