"""The ASGI application: the API, the pages, and what stands before both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import anyio.to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match

from retold._version import __version__
from retold.errors import RetoldError
from retold.serve import api, login
from retold.serve.access import Access
from retold.serve.api import JsonResponse
from retold.serve.body import said_of
from retold.serve.errors import InvalidError, RefusedError, error_record, explained
from retold.serve.limits import Rate
from retold.serve.pages import add_pages
from retold.serve.security import Guard
from retold.serve.service import Service
from retold.serve.settings import Settings

__all__ = ["create_app", "respond"]

# Threads for requests that wait for no worker, beside those that do.
_THREADS = 32
_DESCRIPTION = (
    "Which archived articles an article retells, and how. Every error has one shape: "
    '`{"error": {"code", "message", "status"}}`. Where the service asks for a token, name it as '
    "`Authorization: Bearer TOKEN`."
)
_CODES = {404: "not-found", 405: "not-allowed"}


def create_app(settings: Settings, service: Service | None = None) -> FastAPI:
    """The application; it starts and ends its service with itself. `app.state.service` is the service.

    Pages that want errors as HTML set `app.state.error_page`, a function of the request and a `RefusedError`.
    """
    own = service or Service(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        threads = settings.workers + settings.waiting + _THREADS
        anyio.to_thread.current_default_thread_limiter().total_tokens = threads
        await anyio.to_thread.run_sync(own.start)
        try:
            yield
        finally:
            await anyio.to_thread.run_sync(own.close)

    app = FastAPI(
        title="retold",
        version=__version__,
        description=_DESCRIPTION,
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,  # it would load its scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service, app.state.settings, app.state.error_page = own, settings, None
    app.state.access = Access(token=settings.token, host=settings.host, allow_hosts=settings.allow_hosts)
    app.openapi = lambda: _description(app)  # type: ignore[method-assign]
    app.include_router(api.router)
    add_pages(app, own)
    app.include_router(login.router)  # after the pages, which may have a form of their own
    app.add_exception_handler(RetoldError, _on_error)
    app.add_exception_handler(HTTPException, _on_error)
    app.add_exception_handler(RequestValidationError, _on_error)
    app.add_middleware(
        Guard,
        access=app.state.access,
        rate=Rate(settings.rate),
        max_body_bytes=settings.max_body_bytes,
        respond=respond,
    )
    return app


def respond(request: Request, error: RefusedError) -> Response:
    """An error as the page that pages made for it, where a browser asks for one, and else in the one shape."""
    # Nothing is taken from the Host header: a request to another name gets the plain answer, never a page.
    path, query = request.scope["path"], request.scope.get("query_string", b"").decode("latin-1")
    wants_page = "text/html" in request.headers.get("accept", "") and not path.startswith("/api/")
    wants_page = wants_page and error.code != "wrong-host"
    if wants_page and error.status == 401 and request.method == "GET":
        raw = request.scope.get("raw_path", b"").decode("latin-1") or "/"
        target = quote(raw + (f"?{query}" if query else ""), safe="")
        return RedirectResponse(f"/login?next={target}", 303)
    page = getattr(request.app.state, "error_page", None)
    if wants_page and page is not None:
        made: Response = page(request, error)
        made.headers.update(error.headers)
        return made
    return JsonResponse(error_record(error), status_code=error.status, headers=error.headers)


def _on_error(request: Request, error: Exception) -> Response:
    if isinstance(error, RetoldError):
        return respond(request, explained(error))
    if isinstance(error, RequestValidationError):
        return respond(request, InvalidError(said_of(list(error.errors()))))
    assert isinstance(error, HTTPException)
    said = {404: "There is nothing at this address.", 405: "This cannot be done at this address."}
    message = said.get(error.status_code, "What was sent is not what can be asked.")
    code = _CODES.get(error.status_code, "invalid")
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(sorted(_methods(request)))
    return respond(request, RefusedError(message, status=error.status_code, code=code, headers=headers))


def _methods(request: Request) -> set[str]:
    """What can be done at this address, by whichever route; a route knows of itself alone."""
    found: set[str] = set()
    scope = {**request.scope, "path_params": {}}
    for route in (*request.app.routes, *api.router.routes, *login.router.routes):
        if route.matches(scope)[0] is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return found | ({"HEAD"} if "GET" in found else set())


def _description(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description: bodies are read by us, and every error has our shape."""
    if app.openapi_schema is None:
        made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        schemas = made["components"]["schemas"]
        for path, operations in made["paths"].items():
            for operation in operations.values():
                _tidy(operation, schemas)
                if path != "/health" and app.state.access.closed:
                    operation["security"] = [{"token": []}]
        if app.state.access.closed:
            made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        app.openapi_schema = made
    return app.openapi_schema


def _tidy(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Take out what FastAPI says of errors of its own, and put the models of bodies where they belong."""
    unprocessable = operation["responses"].get("422", {})
    if "HTTPValidationError" in str(unprocessable):
        del operation["responses"]["422"]
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schema = content["schema"]
        schemas.update(schema.pop("$defs", {}))
        if "title" in schema:
            schemas[schema["title"]] = schema
            content["schema"] = {"$ref": f"#/components/schemas/{schema['title']}"}
