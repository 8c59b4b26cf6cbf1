"""`retold serve` as a process: where it listens, what it says, and how it ends."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest
from click.testing import CliRunner

from retold.cli import main
from retold.errors import RetoldError, SettingsError
from serve.conftest import TOKEN

RETOLD = [sys.executable, "-m", "retold", "serve"]


class Process:
    """A running `retold serve` with its address."""

    def __init__(self, *options):
        self.process = subprocess.Popen(
            [*RETOLD, *options, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.said = ""
        while "Serving" not in self.said:
            line = self.process.stderr.readline()
            assert line, self.said
            self.said += line
        self.url = re.search(r"http://\S+?(?=/ )", self.said)[0]

    def workers(self):
        """The worker processes, as the system knows them."""
        return [pid for pid in _children(self.process.pid) if "spawn_main" in _command(pid)]

    def ended(self, sign):
        """The exit code after a signal, and all that was said."""
        self.process.send_signal(sign)
        code = self.process.wait(20)
        return code, self.said + self.process.stderr.read()


def _children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(child) for child in file.read().split()]


def _command(pid):
    try:
        with open(f"/proc/{pid}/cmdline") as file:
            return file.read()
    except OSError:
        return ""


@contextlib.contextmanager
def started(*options):
    made = Process(*options)
    try:
        yield made
    finally:
        if made.process.poll() is None:
            made.process.kill()
            made.process.wait()
        made.process.stderr.close()
        made.process.stdout.close()


linux = pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="looks for children in /proc")


@linux
@pytest.mark.parametrize(("sign", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_ends_without_a_traceback_and_leaves_nothing(archive, sign, code):
    with started("--archive", str(archive), "--verbose", "--workers", "1") as served:
        assert served.url.startswith("http://127.0.0.1:")
        assert httpx.get(f"{served.url}/health").json()["status"] == "ok"
        assert httpx.get(f"{served.url}/api/search", params={"words": "secretword"}).status_code == 200
        workers = served.workers()
        assert len(workers) == 1
        exit_code, said = served.ended(sign)
        assert exit_code == code
        assert "Traceback" not in said
        assert "GET /api/search 200" in said
        assert "secretword" not in said
        assert _gone(workers)


@linux
def test_ctrl_c_at_the_terminal_while_a_worker_is_being_started(archive):
    """It reaches the worker too, in the middle of its imports, which is no reason to show a traceback."""
    command = [*RETOLD, "--archive", str(archive), "--port", "0", "--workers", "1"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        while not (workers := [pid for pid in _children(process.pid) if "spawn_main" in _command(pid)]):
            assert process.poll() is None
            time.sleep(0.005)
        for _ in range(20):
            os.kill(workers[0], signal.SIGINT)
            time.sleep(0.01)
        assert [pid for pid in _children(process.pid) if "spawn_main" in _command(pid)] == workers
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=20)[1]
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130
    assert said == "\nInterrupted.\n"
    assert _gone(workers)


@linux
def test_workers_end_when_their_parent_is_killed(archive):
    with started("--archive", str(archive), "--workers", "2") as served:
        deadline = time.monotonic() + 30
        while len(served.workers()) < 2 and time.monotonic() < deadline:
            time.sleep(0.1)
        workers = served.workers()
        assert len(workers) == 2
        served.process.kill()
        served.process.wait()
        assert _gone(workers)


def _gone(pids):
    deadline = time.monotonic() + 10
    while any("spawn_main" in _command(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_with_a_token_it_may_listen_everywhere_and_warns(archive, tmp_path):
    file = tmp_path / "token"
    file.write_text(TOKEN)
    file.chmod(0o644)
    options = ("--archive", str(archive), "--host", "0.0.0.0", "--token-file", str(file), "--workers", "1")
    with started(*options) as served:
        port = served.url.rpartition(":")[2]
        url = f"http://127.0.0.1:{port}"
        assert "chmod 600" in served.said
        assert httpx.get(f"{url}/api/stats").status_code == 401
        bearer = {"authorization": f"Bearer {TOKEN}"}
        assert httpx.get(f"{url}/api/stats", headers=bearer).status_code == 200
        assert httpx.get(f"{url}/api/stats", headers={**bearer, "host": "0.0.0.0"}).status_code == 400
        _, said = served.ended(signal.SIGTERM)
        assert TOKEN not in said


def refused(*options):
    done = CliRunner().invoke(main, ["serve", *options], standalone_mode=False)
    assert isinstance(done.exception, RetoldError), done.exception
    return str(done.exception)


def test_what_is_wrong_is_said_before_anything_starts(archive, tmp_path):
    given = ("--archive", str(archive))
    assert "There is no archive" in refused("--archive", str(tmp_path / "none.retold"))
    assert "token-file" in refused(*given, "--host", "0.0.0.0")
    assert "could not be read" in refused(*given, "--token-file", str(tmp_path / "none"))
    for name in ("http://retold.example", "retold.example:80", "", "a/b"):
        assert "--allow-host" in refused(*given, "--allow-host", name)
    for proxy in ("nonsense", "proxy.example", "*", "", "127.0.0.1:80", "10.0.0.1/8", "127.0.0.1,"):
        assert "--proxy takes IP addresses and networks" in refused(*given, "--proxy", proxy)
    for proxy in ("::1", "10.0.0.0/8, 127.0.0.1"):
        assert "There is no archive" in refused("--archive", str(tmp_path / "none.retold"), "--proxy", proxy)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "port" in refused(*given, "--port", str(taken.getsockname()[1]))
    other = tmp_path / "other.retold"
    other.write_text("no archive at all " * 100)
    assert "not an archive" in refused("--archive", str(other)) or "damaged" in refused("--archive", str(other))


@pytest.mark.parametrize(
    ("file", "said"), [("none", "No such file"), (".", "is a directory"), ("binary", "could not be read as text")]
)
def test_a_list_of_outlets_that_cannot_be_read_is_said_before_anything_starts(archive, tmp_path, file, said):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\xff")
    done = CliRunner().invoke(main, ["serve", "--archive", str(archive), "--licensed", str(tmp_path / file)])
    assert done.exit_code == 2
    assert done.stderr.startswith("retold: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "news.retold.checks").exists()


def test_the_environment_names_the_archive(tmp_path):
    other = tmp_path / "none.retold"

    def said(*options, archive):
        return CliRunner().invoke(main, ["serve", *options], env={"RETOLD_ARCHIVE": archive})

    assert said(archive=str(other)).stderr == f"retold: There is no archive at {other}.\n"
    assert str(other) in said("--archive", str(other), archive="news.retold").stderr
    for none in (None, ""):
        assert "Usage: " in said(archive=none).output
        done = said("--port", "0", archive=none)
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
        assert "Missing option '--archive'" in done.stderr
    assert "RETOLD_ARCHIVE" in said("--help", archive=None).stdout


def test_without_the_extra_it_says_what_to_install(archive, monkeypatch):
    import importlib.util

    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "jinja2" else there(name))
    with pytest.raises(SettingsError, match=r"pip install 'retold\[serve\]'"):
        CliRunner().invoke(main, ["serve", "--archive", str(archive)], standalone_mode=False, catch_exceptions=False)
