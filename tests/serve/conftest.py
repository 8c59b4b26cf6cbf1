"""Real servers on this machine, over a small archive."""

import contextlib
import shutil
import socket
import threading
import time

import pytest

pytest.importorskip("fastapi")
pytest.importorskip("uvicorn")

import httpx
import uvicorn

from newsroom import collection
from retold.archive import Archive
from retold.serve.app import create_app
from retold.serve.server import configured
from retold.serve.service import Service
from retold.serve.settings import Settings
from serve.hooks import slow_down

RECORDS, FAMILIES = collection(12)
BY_ID = {record["id"]: record for record in RECORDS}
TOKEN = "a-token-of-the-tests-0123456789"


class Running:
    """A server that runs in a thread, and its service."""

    def __init__(self, settings, service):
        self.settings, self.service = settings, service
        self.socket = socket.create_server((settings.host, 0))
        self.port = self.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        config = configured(create_app(settings, service), settings)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)

    def client(self, **more):
        """A client of this server."""
        return httpx.Client(base_url=self.url, timeout=60, trust_env=False, verify=False, **more)


class NoWorkers(Service):
    """A service whose workers never start: enough for questions of who may ask."""

    def start(self):
        """Start nothing."""


@contextlib.contextmanager
def running(archive, service=Service, **settings):
    """A server over an archive for the time of a block."""
    settings = Settings(archive=archive, **{"workers": 2, "rate": 0, **settings})
    made = Running(settings, service(settings))
    made.thread.start()
    deadline = time.monotonic() + 120
    while not made.server.started:
        assert made.thread.is_alive(), "the server did not start"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    try:
        yield made
    finally:
        made.server.should_exit = True
        made.thread.join(30)


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """An archive with twelve stories, most told more than once; not to be changed."""
    path = tmp_path_factory.mktemp("serve") / "news.retold"
    with Archive(path) as archive:
        archive.add(RECORDS)
        archive.link()
    return path


@pytest.fixture
def archive(filled, tmp_path):
    """A copy of that archive which a test may change."""
    return shutil.copy(filled, tmp_path / "news.retold")


@pytest.fixture(scope="session")
def shared(filled, tmp_path_factory):
    """A server with workers over an archive of its own, in which "NAP n" in a text takes n seconds."""
    path = shutil.copy(filled, tmp_path_factory.mktemp("shared") / "news.retold")
    # On a busy machine it takes a while until a worker that died is replaced; tests that wait for the limit set less.
    with running(path, writable=True, seconds=30.0, waiting=4, prepare=slow_down) as server:
        yield server


@pytest.fixture
def client(shared):
    """A client of the shared server."""
    with shared.client() as made:
        yield made


def assert_error(response, status, code=None):
    """That an answer is an error of the one shape."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    record = response.json()
    assert record.keys() == {"error"}
    assert record["error"].keys() == {"code", "message", "status"}
    assert record["error"]["status"] == status
    assert record["error"]["message"].endswith(".")
    assert code is None or record["error"]["code"] == code, record
    for header in ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"):
        assert header in response.headers
