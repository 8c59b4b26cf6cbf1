"""What robots.txt lets us fetch."""

import time

import pytest

from retold.errors import FetchError
from retold.read.fetch import Fetched, fetch
from retold.read.fetch_robots import MAX_ROBOTS_BYTES, Robots, parse_robots


def allowed(text, path, product="retold"):
    """Whether a robots.txt allows a path."""
    return parse_robots(text, product).allow(path)


@pytest.mark.parametrize(
    ("rule", "fits", "does_not"),
    [
        ("/", ["/", "/a", "/?a=b"], ["/robots.txt"]),
        ("/fish", ["/fish", "/fish.html", "/fishheads/a.html", "/fish?id=1"], ["/Fish", "/catfish", "/desert/fish"]),
        ("/fish*", ["/fish", "/fish.html"], ["/Fish.asp", "/catfish"]),
        ("/fish/", ["/fish/", "/fish/salmon.htm", "/fish/?id=1"], ["/fish", "/fish.html"]),
        ("/*.php", ["/index.php", "/a/b.php?x", "/file.php/"], ["/", "/windows.PHP"]),
        ("/*.php$", ["/file.php", "/a/file.php", "/a.php.php"], ["/file.php?x", "/file.php/", "/file.php5"]),
        ("/fish*.php", ["/fish.php", "/fishheads/catfish.php?x"], ["/Fish.PHP", "/fis.php"]),
        ("/$", ["/"], ["/a"]),
        ("*/a*b*b$", ["/x/abb", "/a/b/b"], ["/ab", "/x/abbc"]),
        ("/a$b", ["/a$b", "/a%24bc"], ["/a"]),
        ("/a%2Ab", ["/a*b"], ["/acb"]),
        ("/***a", ["/a", "/ba"], ["/b"]),
        ("/foo/bar?qux=z", ["/foo/bar?qux=zz"], ["/foo/bar", "/foo/bar?qux=y"]),
        ("/foo/ツ", ["/foo/%E3%83%84", "/foo/%e3%83%84a"], ["/foo/"]),
        ("/foo/%E3%83%84", ["/foo/ツ"], ["/foo/"]),
        ("/foo/%62%61%7A", ["/foo/baz"], ["/foo/b"]),
        ("/a%2fb", ["/a%2Fb"], ["/a/b"]),
    ],
)
def test_rules(rule, fits, does_not):
    text = f"user-agent: *\ndisallow: {rule}"
    assert {path: allowed(text, path) for path in fits} == dict.fromkeys(fits, False)
    assert {path: allowed(text, path) for path in does_not} == dict.fromkeys(does_not, True)


def test_the_longest_rule_counts():
    text = "User-agent: *\nDisallow: /a/\nAllow: /a/b\nDisallow: /*.gif$\nAllow: /same\nDisallow: /same\nDisallow:"
    assert [allowed(text, path) for path in ("/a/", "/a/bc", "/a/b.gif", "/same", "/c")] == [
        *(False, True, False, True, True)
    ]


def test_groups():
    text = (
        "\ufeffDisallow: /before-any\r\nUser-Agent: other\rUser-agent: Retold/2.0 # us\n\n"
        "Disallow: /ours # not here\nSitemap: https://norland.example/a.xml\nUser-agent: *\nnonsense\n"
        "Disallow: /all\nCrawl-delay: 7\nuser-agent : RETOLD\nDisallow: /too\nCrawl-delay: 1.5\n"
    )
    rules = parse_robots(text.removeprefix("\ufeff"))
    assert rules.delay == 1.5
    assert [rules.allow(path) for path in ("/ours", "/too", "/all", "/before-any")] == [False, False, True, True]
    assert parse_robots(text, "nobody").delay == 7
    assert not allowed(text, "/all", "nobody")
    assert not allowed(text, "/ours", "retold-watch")
    assert allowed(text, "/ours", "retoldwatch")


def test_the_longest_name_counts():
    text = "User-agent: a\nDisallow: /a\nUser-agent: a-b\nDisallow: /b\nUser-agent: *\nDisallow: /"
    assert [allowed(text, path, "A-B-c") for path in ("/a", "/b")] == [True, False]
    assert [allowed(text, path, "a-c") for path in ("/a", "/b")] == [False, True]
    assert not allowed(text, "/c", "ab")
    assert allowed("User-agent: retold\nAllow: /\nUser-agent: *\nDisallow: /", "/c")
    assert allowed("User-agent: retold\nUser-agent: *\nDisallow:\n", "/c")
    assert allowed("User-agent: retold\n\nDisallow:\nUser-agent: *\nDisallow: /", "/c")


def test_junk():
    for text in ("", "<!doctype html><p>a: b", "user-agent\ndisallow: /", "\0\ufffd", "User-agent: *\nCrawl-delay: -1"):
        assert parse_robots(text) == ((), None)


def test_no_file_takes_long():
    began = time.monotonic()
    names = "".join(f"user-agent: a{'b' * (number % 50)}\nuser-agent: retold\n" for number in range(5_000))
    assert not allowed(names + "disallow: /" + "*a" * 100_000 + "\ndisallow: /*b\n" * 10_000, "/" + "a" * 9_000 + "b")
    assert time.monotonic() - began < 2


class Host:
    """A host whose robots.txt is a text, or the error that fetching it ends with; and a clock."""

    def __init__(self, robots):
        self.robots, self.asked, self.now = robots, [], 0.0

    def get(self, url, **options):
        self.asked.append(url)
        assert options == {"limit": MAX_ROBOTS_BYTES, "public_only": True, "accept": "robots"}
        if isinstance(self.robots, FetchError):
            raise self.robots
        return Fetched(self.robots.encode(), "", "text/plain", url)

    def rules(self):
        return Robots(clock=lambda: self.now, get=self.get)


def test_kept_for_a_day():
    host = Host("User-agent: *\nDisallow: /a\nCrawl-delay: 3")
    robots = host.rules()
    assert not robots.allows("https://Norland.example/a?b")
    assert robots.allows("https://norland.example:443/b")
    assert robots.delay("https://norland.example/b") == 3
    assert host.asked == ["https://norland.example/robots.txt"]
    assert robots.allows("http://norland.example:8080")
    assert host.asked[1:] == ["http://norland.example:8080/robots.txt"]
    host.now, host.robots = 86_401.0, ""
    assert robots.allows("https://norland.example/a")
    assert len(host.asked) == 3


def test_the_path_that_is_asked_for_counts():
    robots = Host("User-agent: *\nDisallow: /a").rules()
    assert not robots.allows("https://norland.example/b/../a")
    assert not robots.allows("https://norland.example/%61")
    assert robots.allows("https://norland.example/b#/a")
    assert not robots.allows("https://norland.example:x/")
    assert not robots.allows("https://xn--a/")
    assert not robots.allows("/b")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_without_a_file_all_is_allowed(status):
    host = Host(FetchError("No.", status=status))
    robots = host.rules()
    assert robots.allows("https://norland.example/a")
    assert robots.delay("https://norland.example/a") is None
    assert len(host.asked) == 1


@pytest.mark.parametrize("status", [0, 200, 429, 500, 503])
def test_broken_hosts_are_left_alone_for_now(status):
    host = Host(FetchError("No.", status=status))
    robots = host.rules()
    assert not robots.allows("https://norland.example/a")
    host.robots, host.now = "", 599.0
    assert not robots.allows("https://norland.example/a")
    host.now = 601.0
    assert robots.allows("https://norland.example/a")
    host.now, host.robots = 90_000.0, FetchError("No.", status=status, retry_after=5_000.0)
    assert robots.allows("https://norland.example/a"), "the older copy goes on to count"
    host.now += 4_999.0
    assert robots.allows("https://norland.example/a")
    assert len(host.asked) == 3


def test_real_server(web):
    text = b"User-agent: *\nDisallow: /a\n"
    padding = b"# and so on\n" * 50_000
    robots = Robots(public_only=False)
    web.say("/robots.txt", text + padding + b"Disallow: /b\n", Content_Type="image/png")
    assert not robots.allows(f"{web.url}/a")
    assert robots.allows(f"{web.url}/b"), "what comes after the limit is left out"
    assert len(fetch(f"{web.url}/robots.txt", accept="robots", limit=100).data) == 100
    assert not Robots().allows(f"{web.url}/b"), "no robots.txt is fetched from a private address for others"
    assert len(web.requests) == 2
