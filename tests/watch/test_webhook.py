"""A receiver that checks signatures, is down at times, and gets every finding once."""

import hashlib
import hmac
import json
import re

import pytest

from retold.errors import SettingsError
from retold.watch import Webhook
from retold.watch.state import Page, State

SECRET = b"a secret for tests"
PAGE = Page("paper.example/1", "https://paper.example/1", "https://paper.example/rss", True, "fetched", 0)


@pytest.fixture
def state(tmp_path):
    """A state to be filled by hand."""
    made = State(tmp_path / "state")
    yield made
    made.close()


@pytest.fixture
def hook(site):
    """The webhook of the server."""
    site.answers["/hook"] = ""
    return Webhook(f"{site.url}/hook", SECRET)


def find(state, hook, number, now):
    assert state.keep_checked(PAGE, PAGE.address, {"id": f"f{number}", "title": "Möwe"}, [hook.name], now)


def sent(site):
    return [json.loads(body)["id"] for _, _, body in site.posted]


def test_the_signature(site, state, hook, clock):
    find(state, hook, 1, clock())
    assert hook.deliver(state, clock()) == []
    ((_, headers, body),) = site.posted
    time, digest = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["Retold-Signature"]).groups()
    assert int(time) == clock.now
    assert hmac.new(SECRET, time.encode() + b"." + body, hashlib.sha256).hexdigest() == digest
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {"id": "f1", "title": "Möwe"}


def test_the_receiver_of_the_documentation_accepts_it(site, state, hook, clock):
    from pathlib import Path

    text = (Path(__file__).parents[2] / "docs" / "watch.md").read_text("utf-8")
    names = {}
    exec(re.search(r"```python\n(import hashlib.*?)```", text, re.S)[1], names)
    import time

    find(state, hook, 1, time.time())
    hook.deliver(state, time.time())
    ((_, headers, body),) = site.posted
    assert names["genuine"](headers["Retold-Signature"], body, SECRET)
    assert not names["genuine"](headers["Retold-Signature"], body + b" ", SECRET)
    assert not names["genuine"](headers["Retold-Signature"], body, b"another")


def test_what_is_confirmed_is_not_sent_again(site, state, hook, clock, tmp_path):
    find(state, hook, 1, clock())
    hook.deliver(state, clock())
    hook.deliver(state, clock() + 1000)
    state.close()
    again = State(tmp_path / "state")
    Webhook(f"{site.url}/hook", SECRET).deliver(again, clock() + 2000)
    again.close()
    assert sent(site) == ["f1"]


def test_a_receiver_that_is_down_gets_all_in_order_later(site, state, hook, clock):
    site.answers["/hook"] = [(500, "", {}), (500, "", {}), ""]
    for number in range(3):
        find(state, hook, number, clock())
    (problem,) = hook.deliver(state, clock())
    assert "answered 500" in problem
    assert sent(site) == ["f0"]
    hook.deliver(state, clock() + 9)
    assert sent(site) == ["f0"]
    assert hook.next_time(state) == clock() + 10
    hook.deliver(state, clock() + 10)
    hook.deliver(state, clock() + 29)
    assert len(sent(site)) == 2
    hook.deliver(state, clock() + 31)
    assert sorted(sent(site)[2:]) == ["f0", "f1", "f2"]
    assert hook.next_time(state) is None


def test_a_restart_keeps_what_waits(site, state, hook, clock, tmp_path):
    site.answers["/hook"] = [(503, "", {}), ""]
    find(state, hook, 1, clock())
    hook.deliver(state, clock())
    state.close()
    again = State(tmp_path / "state")
    Webhook(f"{site.url}/hook", SECRET).deliver(again, clock() + 11)
    again.close()
    assert sent(site) == ["f1", "f1"]


def test_retry_after_of_the_receiver(site, state, hook, clock):
    site.answers["/hook"] = [(429, "", {"Retry-After": "120"}), ""]
    find(state, hook, 1, clock())
    hook.deliver(state, clock())
    hook.deliver(state, clock() + 119)
    assert len(sent(site)) == 1
    hook.deliver(state, clock() + 120)
    assert len(sent(site)) == 2


def test_one_finding_that_is_refused_does_not_hold_up_the_others(site, state, hook, clock):
    site.answers["/hook"] = [(400, "", {}), ""]
    find(state, hook, 1, clock())
    find(state, hook, 2, clock())
    hook.deliver(state, clock())
    assert sent(site) == ["f1", "f2"]


def test_after_a_day_a_finding_is_given_up(site, state, clock):
    hook = Webhook("http://127.0.0.1:9/", SECRET)
    find(state, hook, 1, clock())
    (problem,) = hook.deliver(state, clock())
    assert "could not be reached" in problem
    (problem,) = hook.deliver(state, clock() + 86_401)
    assert "given up" in problem
    assert state.due(hook.name) == []


def test_redirects_are_not_followed(site, state, hook, clock):
    site.answers["/hook"] = (307, "", {"Location": "/elsewhere"})
    find(state, hook, 1, clock())
    assert hook.deliver(state, clock())
    assert len(site.posted) == 1


@pytest.mark.parametrize(("url", "secret"), [("ftp://x.example", SECRET), ("desk", SECRET), ("http://x.example", b"")])
def test_what_is_no_webhook(url, secret):
    with pytest.raises(SettingsError):
        Webhook(url, secret)
