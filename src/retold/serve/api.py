"""The JSON API: routes under /api, and /health."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from retold._version import __version__
from retold.serve import models
from retold.serve.body import read_model
from retold.serve.service import Service

__all__ = [
    "JsonResponse",
    "add_article",
    "article",
    "articles",
    "check",
    "compare",
    "delete_check",
    "delete_comparison",
    "families",
    "family",
    "health",
    "publishers",
    "remove_article",
    "router",
    "saved_check",
    "saved_comparison",
    "search",
    "stats",
]

# Page sizes of lists, and the largest number that may be asked for: exact in every JSON reader.
_MOST, _LARGEST = 200, 2**53
_SAID = {
    400: "What was sent is not what can be asked.",
    401: "The token is missing or wrong.",
    403: "The archive cannot be changed here, or the request comes from a page of another site.",
    404: "There is nothing of that name.",
    408: "The request was not sent in time.",
    413: "The text or the request is too long.",
    415: "The body is not application/json.",
    422: "The article could not be fetched, read, or worked on in time.",
    429: "This address has asked too often; see Retry-After.",
    503: "Too much to do just now; see Retry-After.",
}
_ALWAYS = (400, 401, 408, 413, 429, 503)


class JsonResponse(Response):
    """JSON in UTF-8; in escapes only where half a surrogate pair could not be written."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        try:
            return orjson.dumps(content)
        except TypeError:
            return json.dumps(content).encode("ascii")


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {
        status: {"model": models.ErrorAnswer, "description": _SAID[status]} for status in sorted({*_ALWAYS, *statuses})
    }


def _answers(model: type[BaseModel], said: str, *statuses: int, status: int = 200) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": model, "description": said}, **_errors(*statuses)}


def _takes(model: type[BaseModel]) -> dict[str, Any]:
    """The description of a body that `_body` reads."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _body(model: type[BaseModel]) -> Callable[[Request], Awaitable[Any]]:
    async def read(request: Request) -> Any:
        return await read_model(request, model)

    return read


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


_Service = Annotated[Service, Depends(_service)]
_After = Annotated[int, Query(ge=0, le=_LARGEST, description="Where the page begins: `next` of the page before.")]
_Most = Annotated[int, Query(ge=1, le=_MOST, description="How many come back at most.")]

router = APIRouter()


@router.post(
    "/api/check",
    tags=["check"],
    summary="Which archived articles an article retells",
    openapi_extra=_takes(models.CheckRequest),
    responses=_answers(models.CheckAnswer, "The matches, the likeliest first, with the evidence.", 403, 415, 422),
)
def check(service: _Service, asked: Annotated[Any, Depends(_body(models.CheckRequest))]) -> JsonResponse:
    """Check a text, or a page of the public web, against the archive. It is kept under its id."""
    return JsonResponse(service.check(**asked.model_dump()))


@router.get(
    "/api/checks/{id}",
    tags=["check"],
    summary="A check that was made",
    responses=_answers(models.SavedCheck, "The check.", 404),
)
def saved_check(service: _Service, id: str) -> JsonResponse:
    """The newest 10,000 checks and comparisons are kept; those that show an article that was removed are not."""
    return JsonResponse(service.saved_check(id))


@router.delete(
    "/api/checks/{id}",
    tags=["check"],
    summary="Delete a check",
    status_code=204,
    response_class=Response,
    responses=_errors(403, 404),
)
def delete_check(service: _Service, id: str) -> Response:
    """Delete a saved check for good. Who knows its id may do that."""
    service.delete_check(id)
    return Response(status_code=204)


@router.post(
    "/api/compare",
    tags=["compare"],
    summary="How one of two articles is made from the other",
    openapi_extra=_takes(models.CompareRequest),
    responses=_answers(models.CompareAnswer, "The comparison.", 403, 404, 415, 422),
)
def compare(service: _Service, asked: Annotated[Any, Depends(_body(models.CompareRequest))]) -> JsonResponse:
    """Compare two articles: texts, pages of the public web, or archived ones by name. It is kept under its id."""
    return JsonResponse(service.compare(asked.a.model_dump(), asked.b.model_dump()))


@router.get(
    "/api/comparisons/{id}",
    tags=["compare"],
    summary="A comparison that was made",
    responses=_answers(models.SavedComparison, "The comparison.", 404),
)
def saved_comparison(service: _Service, id: str) -> JsonResponse:
    """The newest 10,000 checks and comparisons are kept; those that show an article that was removed are not."""
    return JsonResponse(service.saved_comparison(id))


@router.delete(
    "/api/comparisons/{id}",
    tags=["compare"],
    summary="Delete a comparison",
    status_code=204,
    response_class=Response,
    responses=_errors(403, 404),
)
def delete_comparison(service: _Service, id: str) -> Response:
    """Delete a saved comparison for good. Who knows its id may do that."""
    service.delete_comparison(id)
    return Response(status_code=204)


@router.get(
    "/api/articles",
    tags=["archive"],
    summary="Archived articles",
    responses=_answers(models.ArticlesAnswer, "Latest versions in the order in which they were added."),
)
def articles(
    service: _Service,
    after: _After = 0,
    most: _Most = 50,
    publisher: Annotated[str, Query(max_length=500, description="Only those of this publisher.")] = "",
) -> JsonResponse:
    """A page of the articles in the archive."""
    return JsonResponse(service.articles(after, most, publisher))


@router.post(
    "/api/articles",
    tags=["archive"],
    summary="Add an article",
    status_code=201,
    openapi_extra=_takes(models.AddRequest),
    responses=_answers(models.AddAnswer, "What became of it, and its entry.", 403, 415, 422, status=201),
)
def add_article(service: _Service, asked: Annotated[Any, Depends(_body(models.AddRequest))]) -> JsonResponse:
    """Add an article, or a version of one. Only where the service was started with --writable."""
    return JsonResponse(service.add(asked.model_dump()), status_code=201)


@router.get(
    "/api/articles/{name:path}",
    tags=["archive"],
    summary="An archived article",
    responses=_answers(models.ArticleAnswer, "The article with its versions, copies and links.", 404),
)
def article(service: _Service, name: str) -> JsonResponse:
    """An article by its id, in its latest version, or one version as id@2."""
    return JsonResponse(service.article(name))


@router.delete(
    "/api/articles/{name:path}",
    tags=["archive"],
    summary="Remove an article",
    responses=_answers(models.RemoveAnswer, "What was removed.", 403, 404),
)
def remove_article(
    service: _Service,
    name: str,
    reason: Annotated[str, Query(max_length=500, description="Why, for the archive's audit.")] = "",
) -> JsonResponse:
    """Remove an article with all versions, or one version as id@2, for good. Only with --writable."""
    return JsonResponse(service.remove(name, reason))


@router.get(
    "/api/families",
    tags=["families"],
    summary="Families of articles that tell one report",
    responses=_answers(models.FamiliesAnswer, "Families, the largest first."),
)
def families(service: _Service, after: _After = 0, most: _Most = 50) -> JsonResponse:
    """A page of the families in the archive."""
    return JsonResponse(service.families(after, most))


@router.get(
    "/api/families/{id}",
    tags=["families"],
    summary="A family",
    responses=_answers(models.FamilyAnswer, "The family with its members and links.", 404),
)
def family(service: _Service, id: str) -> JsonResponse:
    """A family by its id, which depends on its members alone."""
    return JsonResponse(service.family(id))


@router.get(
    "/api/publishers",
    tags=["families"],
    summary="Who retells whom",
    responses=_answers(models.PublishersAnswer, "Publishers with articles in families, and their ties."),
)
def publishers(service: _Service) -> JsonResponse:
    """The publishers of all families, and how often they retell each other."""
    return JsonResponse(service.publishers())


@router.get(
    "/api/search",
    tags=["archive"],
    summary="Full-text search",
    responses=_answers(models.SearchAnswer, "The articles with all words, the best first."),
)
def search(
    service: _Service,
    words: Annotated[str, Query(max_length=500, description="Words; in straight quotation marks, a phrase.")],
    most: _Most = 20,
) -> JsonResponse:
    """Search the titles and texts of the archive."""
    return JsonResponse(service.search(words, most))


@router.get(
    "/api/stats",
    tags=["archive"],
    summary="How much the archive holds",
    responses=_answers(models.StatsAnswer, "Articles, versions, links and bytes."),
)
def stats(service: _Service) -> JsonResponse:
    """Counts of the archive."""
    return JsonResponse(service.stats())


@router.get(
    "/health",
    tags=["service"],
    summary="Whether the service can answer",
    responses={
        200: {"model": models.HealthAnswer, "description": "It can."},
        400: {"model": models.ErrorAnswer, "description": _SAID[400]},
        503: {"model": models.ErrorAnswer, "description": "It cannot."},
    },
)
def health(service: _Service) -> JsonResponse:
    """Asks the archive, without a token and without counting."""
    service.look()
    return JsonResponse({"status": "ok", "version": __version__})
