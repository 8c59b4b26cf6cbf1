"""Naming the token in a browser: a form, and the cookie that stands for the token from then on."""

from __future__ import annotations

from urllib.parse import parse_qs

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from retold.report.markup import escaped
from retold.serve.access import Access
from retold.serve.errors import RefusedError

__all__ = [
    "login",
    "login_form",
    "logout",
    "plain_form",
    "router",
    "safe_target",
]

router = APIRouter(include_in_schema=False)
_FORM = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>retold</title></head><body><main><h1>retold</h1>{said}
<form method="post" action="/login"><input type="hidden" name="next" value="{target}">
<p><label>Token of this service <input type="password" name="token" autocomplete="current-password" required autofocus>
</label> <button>Enter</button></p></form></main></body></html>
"""


def safe_target(target: str) -> str:
    """Where to go after the form: a path of this server, and nothing that a browser takes for another one.

    >>> safe_target("/articles?most=5"), safe_target("//elsewhere.example/"), safe_target("https://elsewhere.example/")
    ('/articles?most=5', '/', '/')
    """
    plain = target.isascii() and target.isprintable() and "\\" not in target and len(target) <= 2000
    return target if plain and target.startswith("/") and not target.startswith("//") else "/"


def plain_form(request: Request) -> Response:
    """The form without any style, where the pages have none of their own."""
    target = escaped(safe_target(request.query_params.get("next", "/")))
    said = "<p role=alert>That was not the token.</p>" if "failed" in request.query_params else ""
    return HTMLResponse(_FORM.format(said=said, target=target))


@router.get("/login")
async def login_form(request: Request) -> Response:
    """The form; `next` is where to go afterwards."""
    return plain_form(request)


@router.post("/login")
async def login(request: Request) -> Response:
    """Set the cookie for who names the token, and go on."""
    access: Access = request.app.state.access
    fields = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=10)
    target = safe_target(fields.get("next", ["/"])[0])
    if not access.is_token(fields.get("token", [""])[0].strip()):
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/login?failed=1", 303)
        raise RefusedError("That is not the token of this service.", status=401, code="no-token")
    cookie = access.new_cookie(secure=request.scope["scheme"] == "https")
    return RedirectResponse(target, 303, headers={"Set-Cookie": cookie})


@router.post("/logout")
async def logout(request: Request) -> Response:
    """Take the cookie away."""
    return RedirectResponse("/login", 303, headers={"Set-Cookie": request.app.state.access.no_cookie()})
