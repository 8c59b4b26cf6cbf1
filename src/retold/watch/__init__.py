"""Watching feeds and sitemaps for new retellings of archived articles."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retold.watch.outputs import AtomFile, JsonLines, Screen
    from retold.watch.run import Tally, watch
    from retold.watch.webhook import Webhook, sign

__all__ = ["AtomFile", "JsonLines", "Screen", "Tally", "Webhook", "sign", "watch"]

_PLACES = {
    "AtomFile": "outputs",
    "JsonLines": "outputs",
    "Screen": "outputs",
    "Tally": "run",
    "Webhook": "webhook",
    "sign": "webhook",
    "watch": "run",
}


def __getattr__(name: str) -> Any:
    """The names of this package, each imported when it is first asked for."""
    if name in _PLACES:
        from importlib import import_module

        return getattr(import_module(f"retold.watch.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
