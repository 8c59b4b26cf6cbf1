"""Pauses between requests to one host, without waiting for them."""

import threading

import pytest

from retold.errors import FetchError
from retold.read import fetch_politeness
from retold.read.fetch_politeness import Politeness


class Clock:
    """A clock that only sleep moves on."""

    def __init__(self):
        self.now, self.slept = 100.0, []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def politeness(clock):
    return Politeness(clock=lambda: clock.now, sleep=clock.sleep)


def test_pause(clock, politeness):
    with politeness.turn("http://norland.example/a"):
        clock.now += 1  # the request takes a second, and the pause begins after it
    assert politeness.wait("https://NORLAND.example.:8443/b") == 2
    with politeness.turn("http://other.example/"):
        pass
    assert clock.slept == []
    clock.now += 0.5
    with politeness.turn("https://norland.example:8443/b"):
        pass
    assert clock.slept == [1.5]
    clock.now += 10
    with politeness.turn("https://norland.example/"):
        assert clock.slept == [1.5]
    assert politeness.wait("http://never.example/") == 0


@pytest.mark.parametrize(("delay", "pause"), [(None, 2), (0.5, 2), (7, 7), (3_600, 30)])
def test_crawl_delay(clock, politeness, delay, pause):
    for _ in range(2):
        with politeness.turn("http://norland.example/", delay):
            pass
    assert clock.slept == [pause]


def test_asked_to_wait(clock, politeness):
    with pytest.raises(FetchError, match="answered 429"), politeness.turn("http://norland.example/"):
        raise FetchError("It answered 429.", status=429, retry_after=40.0)
    with politeness.turn("http://norland.example/"):
        pass
    assert clock.slept == [40]
    politeness.hold("http://norland.example/", 600)
    politeness.hold("http://norland.example/", 5)
    with (
        pytest.raises(FetchError, match=r"^norland\.example asked to be left alone for another 600 sec") as caught,
        politeness.turn("http://norland.example/"),
    ):
        pytest.fail("There was a turn.")
    assert caught.value.retry_after == politeness.wait("http://norland.example/") == 600
    assert clock.slept == [40]


def test_pause_after_any_error(clock, politeness):
    with pytest.raises(KeyError), politeness.turn("http://norland.example/"):
        raise KeyError
    with politeness.turn("http://norland.example/"):
        pass
    assert clock.slept == [2]


def test_one_at_a_time():
    politeness, there, most, turns = Politeness(pause=0), [], [], []

    def work(name):
        for _ in range(20):
            with politeness.turn(f"http://{name}.example/"):
                there.append(name)
                most.append(there.count(name))
                turns.append(name)
                there.remove(name)

    threads = [threading.Thread(target=work, args=(name,)) for name in "aaab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert set(most) == {1}
    assert (turns.count("a"), turns.count("b")) == (60, 20)


def test_a_busy_host_keeps_no_other_waiting(politeness):
    with politeness.turn("http://a.example/"), politeness.turn("http://b.example/"):
        held = politeness._hosts["a.example"].turn
        assert not held.acquire(blocking=False)


def test_old_hosts_are_forgotten(clock, politeness, monkeypatch):
    monkeypatch.setattr(fetch_politeness, "_MAX_HOSTS", 10)
    with politeness.turn("http://held.example/"):
        for number in range(100):
            clock.now += 1
            with politeness.turn(f"http://a{number}.example/"):
                pass
        assert len(politeness._hosts) <= 10
        assert "held.example" in politeness._hosts
    assert politeness.wait("http://a99.example/") == 2
