"""The HTML pages of the service: addresses, forms, errors; each page has a twin as JSON at its address with .json.

They work without scripts and ask for nothing from elsewhere. Whatever strangers wrote is escaped by the templates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from retold._version import __version__
from retold.errors import RetoldError
from retold.report.verdict import CAVEATS

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from retold.serve.errors import RefusedError
    from retold.serve.pages_work import Work
    from retold.serve.service import Service

__all__ = ["add_pages"]

_PLACES = (
    ("/", "Check"),
    ("/compare", "Compare"),
    ("/families", "Families"),
    ("/publishers", "Publishers"),
    ("/articles", "Articles"),
    ("/about", "About"),
)
_MATCHES = 10
# So long the answer to a form waits for the work, and then each further look at work that still goes on.
_FIRST_LOOK, _LOOK = 2.0, 5.0
_CHECK_FIELDS = ("text", "url", "title", "publisher", "published")
_HEADINGS = {
    401: "Who is asking?", 404: "There is nothing here", 429: "Too many questions", 503: "Too much to do just now"
}  # fmt: skip


def add_pages(app: FastAPI, service: Service) -> None:
    """Add the pages to the application; they need Jinja2."""
    from starlette.routing import Route

    from retold.serve.pages_views import PAGES

    pages = _Pages(service)
    routes = [Route("/static/{name}", pages.static, methods=["GET"])]
    for path, template, view in PAGES:
        for address in (f"{path}.json", path) if "{" not in path else (path,):
            routes.append(Route(address, pages.reading(template, view), methods=["GET"]))
    routes += [
        Route("/check", pages.to_home, methods=["GET"]),
        Route("/check", pages.check, methods=["POST"]),
        Route("/compare", pages.compare, methods=["POST"]),
        Route("/work/{id}", pages.work, methods=["GET"]),
        Route("/login", pages.login, methods=["GET"]),
    ]
    app.router.routes.extend(routes)
    app.state.error_page = pages.error


class _Pages:
    """The pages over one service."""

    def __init__(self, service: Service) -> None:
        from jinja2 import Environment, PackageLoader, StrictUndefined

        from retold.serve.pages_views import Views
        from retold.serve.pages_words import FILTERS, cleaned
        from retold.serve.pages_work import Works

        self._service = service
        self._views = Views(service)
        self._works = Works()
        read = files("retold.serve").joinpath("static")
        self._static = {
            "report.css": (files("retold.report").joinpath("page.css").read_bytes(), "text/css"),
            "pages.css": (read.joinpath("pages.css").read_bytes(), "text/css"),
            "pages.js": (read.joinpath("pages.js").read_bytes(), "text/javascript"),
        }
        stamp = hashlib.sha256(b"".join(data for data, _ in self._static.values())).hexdigest()[:12]
        self._templates = Environment(
            loader=PackageLoader("retold.serve"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=cleaned,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(FILTERS)
        self._templates.globals.update(version=__version__, stamp=stamp, places=_PLACES, caveat_words=CAVEATS)

    # What can be read

    def reading(self, template: str, view: Callable[..., Any]) -> Callable[[Request], Response]:
        """The answer to a question for a page or for its twin."""

        def answer(request: Request) -> Response:
            from retold.serve.errors import error_record, explained

            as_json = request.url.path.endswith(".json") and request.query_params.get("as") != "page"
            given = dict(request.path_params)
            if as_json and given:
                last = list(given)[-1]
                given[last] = given[last].removesuffix(".json")
            try:
                shown = view(self._views, request, **given)
                if as_json:
                    return _json(shown.data)
                return self._page(request, template, shown.data, **shown.more())
            except RetoldError as error:
                said = explained(error)
                if as_json:
                    return _json(error_record(said), said.status, said.headers)
                return self.error(request, said)

        return answer

    def _page(self, request: Request, template: str, data: Any, status: int = 200, **more: Any) -> Response:
        from starlette.responses import HTMLResponse

        path, query = request.url.path, request.url.query
        asked = f"?{query}" if query else ""
        waiting = isinstance(data, dict) and data.get("unfinished", False)
        given: dict[str, Any] = {
            "root": request.scope.get("root_path", ""), "data": data, "here": path, "searched": "", "problem": "",
            "form": dict.fromkeys(_CHECK_FIELDS, ""), "twin": "", "waiting": waiting, "again": _quoted(path) + asked,
        }  # fmt: skip
        if status == 200 and request.method == "GET":
            given["twin"] = f"{_quoted(path)}.json{asked.replace('?as=page', '')}"
        html = self._templates.get_template(template).render({**given, **more})
        # With no referrer at all, browsers would not say where a form comes from, and it would be refused.
        return HTMLResponse(html, status, headers={"Referrer-Policy": "same-origin"})

    def static(self, request: Request) -> Response:
        """Style and script; their addresses change when they do."""
        from starlette.responses import Response

        name = request.path_params["name"]
        if name not in self._static:
            from retold.serve.errors import NotFoundError

            return self.error(request, NotFoundError("There is nothing at this address."))
        data, kind = self._static[name]
        return Response(data, media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})

    def error(self, request: Request, error: RefusedError) -> Response:
        """An error as a page, with its plain sentence."""
        from retold.serve.errors import error_record

        heading = _HEADINGS.get(error.status, "This was not done")
        response = self._page(request, "error.html", error_record(error), error.status, heading=heading)
        response.headers.update(error.headers)
        return response

    def login(self, request: Request) -> Response:
        """The form for the token."""
        from retold.serve.login import safe_target

        target, failed = safe_target(request.query_params.get("next", "/")), "failed" in request.query_params
        return self._page(request, "login.html", {}, target=target, failed=failed, twin="")

    # Forms and work

    def to_home(self, request: Request) -> Response:
        """The form stands on the first page."""
        return _go(request, "/")

    async def check(self, request: Request) -> Response:
        """Check what the form holds."""
        form, file = await _form_of(request, _CHECK_FIELDS)

        def run() -> str:
            given: dict[str, Any] = {key: value if key == "text" else value.strip() for key, value in form.items()}
            if file is not None:
                given |= {"data": file[0], "name": file[1]}
            return f"/checks/{self._service.check(most=_MATCHES, **given)['id']}"

        def again(error: RefusedError) -> Response:
            return self._page(
                request, "home.html", self._service.stats(), error.status, form=form, problem=str(error), here="/"
            )

        if file is not None and form["text"].strip():
            from retold.serve.errors import InvalidError

            return await _in_thread(lambda: again(InvalidError("Give either a text or a file, not both.")))
        return await self._answer(request, "Looking for it in the archive", run, again)

    async def compare(self, request: Request) -> Response:
        """Compare what the form holds."""
        names = tuple(f"{side}_{what}" for side in ("a", "b") for what in ("text", "url", "name"))
        form, _ = await _form_of(request, names)

        def run() -> str:
            sides = [_side(form, side) for side in ("a", "b")]
            return f"/comparisons/{self._service.compare(*sides)['id']}"

        def again(error: RefusedError) -> Response:
            return self._page(request, "compare.html", {}, error.status, form=form, problem=str(error))

        return await self._answer(request, "Comparing the two articles", run, again)

    async def _answer(
        self, request: Request, doing: str, run: Callable[[], str], again: Callable[[RefusedError], Response]
    ) -> Response:
        """Go to the answer where it is there soon, to a page that waits for it where not; an error shows the form."""
        from retold.serve.errors import explained

        def answered() -> Response:
            try:
                work = self._works.start(doing, run)
            except RetoldError as error:
                return again(explained(error))
            if not work.ended.wait(_FIRST_LOOK):
                return _go(request, f"/work/{work.id}")
            return again(work.error) if work.error else _go(request, work.place)

        return await _in_thread(answered)

    def work(self, request: Request) -> Response:
        """How far work is, as a page that looks again by itself; when it is done, its answer."""
        import time

        from retold.serve.errors import error_record, explained

        id = request.path_params["id"]
        as_json = id.endswith(".json")
        try:
            work: Work = self._works.get(id.removesuffix(".json"))
        except RetoldError as error:
            said = explained(error)
            return _json(error_record(said), said.status) if as_json else self.error(request, said)
        ended = work.ended.wait(_LOOK if "again" in request.query_params else 0)
        data = {
            "state": "running" if not ended else "failed" if work.error else "done", "doing": work.doing,
            "seconds": round(time.monotonic() - work.began, 1), "most_seconds": self._service.settings.seconds,
            "place": work.place, **(error_record(work.error) if work.error else {}),
        }  # fmt: skip
        if as_json:
            return _json(data)
        if work.error:
            return self.error(request, work.error)
        if ended:
            return _go(request, work.place)
        return self._page(request, "working.html", data, next=f"/work/{work.id}?again=1")


async def _form_of(request: Request, names: tuple[str, ...]) -> tuple[dict[str, str], tuple[bytes, str] | None]:
    """The fields of a form, and a file if one was chosen."""
    from starlette.datastructures import UploadFile
    from starlette.exceptions import HTTPException

    from retold.serve.errors import InvalidError

    try:
        form = await request.form(max_files=2, max_fields=20, max_part_size=10_000_000)
    except HTTPException as error:
        raise InvalidError("The form could not be read.") from error
    given = {name: value for name in names if isinstance(value := form.get(name, ""), str)}
    fields = {name: given.get(name, "").replace("\r\n", "\n") for name in names}
    sent = form.get("file")
    if isinstance(sent, UploadFile):
        data = await sent.read()
        if sent.filename or data:
            return fields, (data, sent.filename or "The file")
    return fields, None


def _side(form: dict[str, str], side: str) -> dict[str, str]:
    """One of two articles as the service takes it."""
    from retold.serve.errors import InvalidError

    text, url, name = form[f"{side}_text"], form[f"{side}_url"].strip(), form[f"{side}_name"].strip()
    if name and (text.strip() or url):
        raise InvalidError(f"For article {side.upper()}, give either a name or a text or address, not both.")
    if not (name or text.strip() or url):
        raise InvalidError(f"For article {side.upper()}, give a text, an address, or the name of an archived article.")
    return {"id": name} if name else {"text": text, "url": url}


async def _in_thread(run: Callable[[], Response]) -> Response:
    import anyio.to_thread

    done: Awaitable[Response] = anyio.to_thread.run_sync(run)
    return await done


def _json(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    from retold.serve.api import JsonResponse

    return JsonResponse(data, status_code=status, headers=headers)


def _go(request: Request, place: str) -> Response:
    from starlette.responses import RedirectResponse

    return RedirectResponse(request.scope.get("root_path", "") + place, 303)


def _quoted(path: str) -> str:
    """The address of a page as it was asked for: names of articles may hold signs that mean something there."""
    parts = path.split("/", 2)
    if len(parts) == 3 and parts[1] in ("articles", "publishers"):
        return f"/{parts[1]}/{quote(parts[2].encode('utf-8', 'replace'), safe='')}"
    return quote(path.encode("utf-8", "replace"), safe="/")
