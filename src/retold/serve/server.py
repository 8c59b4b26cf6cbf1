"""Running the service: a socket, the workers, uvicorn, and an end without a traceback."""

from __future__ import annotations

import importlib.util
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from retold.errors import SettingsError
from retold.serve.access import is_loopback
from retold.serve.settings import Settings

if TYPE_CHECKING:
    import uvicorn

__all__ = ["configured", "serve"]

_NEEDED = ("fastapi", "uvicorn", "jinja2", "python_multipart")
_GRACE_SECONDS = 5  # for requests that are being answered when the service is to end
_KEEP_ALIVE_SECONDS = 20
_BACKLOG = 128


def serve(settings: Settings, *, tell: Callable[[str], None] = lambda said: None) -> None:
    """Serve until the process is told to end (SIGTERM or Ctrl-C); `tell` is told the address once all is ready.

    Raises `SettingsError` for settings that would open the archive to the network without a token.
    """
    if not is_loopback(settings.host) and not settings.token:
        raise SettingsError(f"Others can reach {settings.host}: name a --token-file, or serve 127.0.0.1 alone.")
    for name in _NEEDED:
        if importlib.util.find_spec(name) is None:
            raise SettingsError(f"{name} is not installed; retold serve needs it: pip install 'retold[serve]'.")
    import uvicorn

    from retold.serve.app import create_app
    from retold.serve.service import Service

    listening = _listen(settings.host, settings.port)
    try:
        service = Service(settings)
        try:
            service.start()
            port = listening.getsockname()[1]
            name = f"[{settings.host}]" if ":" in settings.host else settings.host
            # uvicorn gives the signal on when it is done: that is no reason to die of it.
            if threading.current_thread() is threading.main_thread():
                signal.signal(signal.SIGTERM, lambda number, frame: None)
            tell(f"Serving {settings.archive} at http://{name}:{port}/ (Ctrl-C ends it).")
            uvicorn.Server(configured(create_app(settings, service), settings)).run(sockets=[listening])
        finally:
            service.close()
    finally:
        listening.close()


def configured(app: Any, settings: Settings) -> uvicorn.Config:
    """How uvicorn runs the application: with a plain protocol alone, and without a log of addresses."""
    import uvicorn

    made = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(settings.proxy),
        forwarded_allow_ips=settings.proxy or None,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    # Its log of requests would show what people search; with `access_log` alone it depends on who set up logging.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    return made


def _listen(host: str, port: int) -> socket.socket:
    plain = host.strip("[]")
    try:
        family = socket.AF_INET6 if ":" in plain else socket.AF_INET
        made = socket.socket(family, socket.SOCK_STREAM)
        if sys.platform != "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((plain, port))
        made.listen(_BACKLOG)
    except (OSError, UnicodeError, OverflowError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise SettingsError(f"{host} cannot be served at port {port}: {said}.") from error
    return made
