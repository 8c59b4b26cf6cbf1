"""A service on this machine's own address, over a small archive of invented articles."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import uvicorn

from retold import Archive
from retold.serve import Settings, create_app

__all__ = ["NewsServer"]


class NewsServer:
    """A running service; `address` is where. Close it."""

    def __init__(
        self, folder: Path, articles: Iterable[Mapping[str, Any]], *, store: Any = "text", **settings: Any
    ) -> None:
        self.archive = folder / "news.retold"
        with Archive(self.archive, store=store) as archive:
            archive.add(articles)
            archive.link()
        listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self.app = create_app(Settings(self.archive, rate=1_000_000, **settings))
        config = uvicorn.Config(self.app, http="h11", ws="none", lifespan="on", log_config=None, access_log=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listening]}, daemon=True)
        self._thread.start()
        ends = time.monotonic() + 200
        while not self._server.started:
            assert time.monotonic() < ends, "the service did not start"
            assert self._thread.is_alive(), "the service ended at once"
            time.sleep(0.05)

    def close(self) -> None:
        """End the service."""
        self._server.should_exit = True
        self._thread.join(30)
        assert not self._thread.is_alive()
