"""A web service over an archive: a JSON API and pages, embedded in one process with a few workers.

`create_app` makes the ASGI application, `serve` runs it. Both need the extra `serve` (FastAPI, uvicorn, Jinja2), which
is imported only when they are first asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retold.serve.app import create_app
    from retold.serve.server import serve
    from retold.serve.settings import Settings

__all__ = ["Settings", "create_app", "serve"]

_PLACES = {"Settings": "settings", "create_app": "app", "serve": "server"}


def __getattr__(name: str) -> Any:
    """The names of this package, each imported when it is first asked for."""
    if name in _PLACES:
        from importlib import import_module

        return getattr(import_module(f"retold.serve.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
