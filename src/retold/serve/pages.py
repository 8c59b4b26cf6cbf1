"""The HTML pages of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from retold.serve.service import Service

__all__ = ["add_pages"]


def add_pages(app: FastAPI, service: Service) -> None:
    """Add the pages to the application."""
