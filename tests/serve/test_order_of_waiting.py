import queue
import threading
import time

import pytest

from retold.serve.workers import _Idle


def test_who_waits_longest_gets_the_next_worker():
    idle, got = _Idle(), []
    threads = []
    for number in range(20):
        threads.append(threading.Thread(target=lambda n=number: got.append((n, idle.get(10)))))
        threads[-1].start()
        while idle.waiting() <= number:
            time.sleep(0.001)
    for number in range(20):
        idle.put(f"worker {number}")
        threads[number].join(10)
    assert got == [(number, f"worker {number}") for number in range(20)]


def test_nobody_waits_longer_than_said_and_no_worker_is_lost():
    idle = _Idle()
    with pytest.raises(queue.Empty):
        idle.get(0.01)
    assert not idle.waiting()
    idle.put("worker")
    assert idle.get(0) == "worker"


def test_the_end_wakes_all_who_wait_and_all_who_come():
    idle, got = _Idle(), []
    threads = [threading.Thread(target=lambda: got.append(idle.get(10))) for _ in range(3)]
    for thread in threads:
        thread.start()
    while idle.waiting() < 3:
        time.sleep(0.001)
    idle.put(None)
    for thread in threads:
        thread.join(10)
    assert got == [None, None, None]
    assert idle.get(0) is None
