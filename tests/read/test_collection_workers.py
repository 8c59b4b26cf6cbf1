"""Reading collections on worker processes: the same in the same order, whatever happens to a worker."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

import retold.read.collection_workers as collection_workers
from retold.read.collection_workers import Job, in_order


def page(number):
    paragraphs = "".join(f"<p>The ferry to Ostholm ran on day {number}, as the harbour said.</p>" for _ in range(4))
    return f"<!doctype html><html><head><title>Day {number}</title></head><body>{paragraphs}</body></html>"


def double(number):
    """Work for a worker."""
    time.sleep(0.01 * (number % 3))
    return 2 * number


def die(number):
    """Work that no worker survives."""
    os._exit(3)


def fail(number):
    """Work that raises."""
    raise ZeroDivisionError(number)


def parts(total, deadly=()):
    for i in range(total):
        yield i, Job(die if i in deadly else double, (i,), -1, 100) if i % 3 else f"ready {i}"


@pytest.fixture(autouse=True)
def _start_at_once(monkeypatch):
    monkeypatch.setattr(collection_workers, "_FEW", 4)


def test_answers_come_in_order_and_little_waits(monkeypatch):
    expected = [(i, 2 * i if i % 3 else f"ready {i}") for i in range(40)]
    assert list(in_order(parts(40), 1)) == expected
    assert list(in_order(parts(3), None)) == expected[:3]
    monkeypatch.setattr(collection_workers, "_AHEAD_BYTES", 250)
    taken = []
    answers = in_order(((taken.append(i) or i, part) for i, part in parts(40)), 2)
    for i, answer in enumerate(answers):
        assert answer == expected[i]
        assert len(taken) - i < 8
    assert i == 39


def test_the_death_of_a_worker_costs_its_own_job_only():
    answers = list(in_order(parts(40, deadly={17}), 2))
    assert answers == [(i, -1 if i == 17 else 2 * i if i % 3 else f"ready {i}") for i in range(40)]


def test_errors_in_a_job_are_raised():
    with pytest.raises(ZeroDivisionError):
        list(in_order([(0, Job(fail, (0,), -1))], 2))


def test_pages_are_the_same_with_and_without_workers(tmp_path):
    from retold.read import find_sources, read_collection  # here, as workers import this module

    for i in range(12):
        (tmp_path / f"{i:02}.html").write_text(page(i) if i % 5 else "<html></html>")
        (tmp_path / f"{i:02}.txt").write_text(f"The ferry to Ostholm ran on day {i}.")
    sources = find_sources([tmp_path])
    alone = list(read_collection(sources, workers=1))
    assert list(read_collection(sources, workers=2)) == alone
    assert sum(batch.articles.num_rows for batch in alone) == 21


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_ctrl_c_ends_the_workers(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent("""
            import time
            from retold.read import collection_workers

            if __name__ == "__main__":
                collection_workers._FEW = 0
                jobs = ((i, collection_workers.Job(time.sleep, (0.2,), None)) for i in range(200))
                for number, _ in collection_workers.in_order(jobs, 2):
                    print(number, flush=True)
        """)
    )
    run = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout is not None
    run.stdout.readline()
    os.killpg(run.pid, signal.SIGINT)
    _, errors = run.communicate(timeout=20)
    assert errors.rstrip().endswith("KeyboardInterrupt")
    assert errors.count("Traceback") == 1
    deadline = time.monotonic() + 5
    while left := _alive(run.pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert not left


def _alive(group):
    """Whether a process of the group is still there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
