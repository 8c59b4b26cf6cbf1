"""What each page shows: its data, which is also its twin as JSON, and what only the page needs beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from retold.report.families_publishers import UNKNOWN
from retold.report.findings import likely
from retold.report.verdict import KIND_NAMES
from retold.serve.errors import InvalidError, NotFoundError
from retold.serve.pages_about import about_record
from retold.serve.pages_family import MOST_VERSIONS, family_versions, learn_direction, timeline, tree
from retold.serve.pages_words import MEANINGS, article_path, exact_name, found_words
from retold.serve.pages_work import MOST_COMPARED, Compared
from retold.serve.service import Service

__all__ = ["PAGES", "Shown", "Views"]

_PAGE = 50  # articles or families on a page
_MOST_FOUND = 50
_MOST_TIES = 200
# So long a page waits for its comparisons before it shows what there is.
_PATIENCE = 2.5


@dataclass(frozen=True, slots=True)
class Shown:
    """The data of a page, and what its template needs beside them, made only when it is filled."""

    data: dict[str, Any]
    more: Callable[[], dict[str, Any]] = field(default=dict)


class Views:
    """The pages that can be read; forms and work are in `pages`."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._compared = Compared(service)

    def home(self, request: Request) -> Shown:
        """What the archive holds, and the form."""
        return Shown(self._service.stats())

    def about(self, request: Request) -> Shown:
        """What the answers mean."""
        return Shown(about_record())

    def compare(self, request: Request) -> Shown:
        """The form for two articles, filled with what the address says."""
        names = [f"{side}_{what}" for side in ("a", "b") for what in ("text", "url", "name")]
        form = {name: request.query_params.get(name, "") for name in names}
        return Shown({"form": form}, lambda: {"form": form})

    # Checks and comparisons

    def check(self, request: Request, id: str) -> Shown:
        """What a check found."""
        data = self._service.saved_check(id)
        return Shown(data, lambda: _check_words(data))

    def match(self, request: Request, id: str, number: str) -> Shown:
        """The report on one match of a check; numbers count from 1."""
        data = self._service.saved_check(id)
        place = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
        if not 1 <= place <= len(data["matches"]):
            raise NotFoundError(f"This check has no match number {number[:20]}.")
        match = data["matches"][place - 1]
        only = {"id": id, "saved": data["saved"], "number": place, "match": match}

        def more() -> dict[str, Any]:
            title = match["article"]["title"] or match["article"]["id"]
            report = _main_of(self._service.check_html(id, place - 1))
            said = {"title": f"Compared with {title}", "licensed": match["licensed"]}
            return {"report": report, "back": f"/checks/{id}#match-{place}", **said}

        return Shown(only, more)

    def comparison(self, request: Request, id: str) -> Shown:
        """The report on two articles."""
        data = self._service.saved_comparison(id)

        def more() -> dict[str, Any]:
            record = data["comparison"]
            names = [record[side]["title"] or record[side]["id"] or "without a headline" for side in ("a", "b")]
            title = f"{KIND_NAMES[record['relation']['kind']]}: {' / '.join(names)}"
            report = _main_of(self._service.comparison_html(id))
            return {"report": report, "title": title, "back": "", "licensed": False}

        return Shown(data, more)

    # Articles

    def articles(self, request: Request) -> Shown:
        """Articles in the order in which they were added."""
        after, publisher = _number(request, "after"), request.query_params.get("publisher", "")
        found = self._service.articles(after, _PAGE, publisher)
        data = {"publisher": publisher, "after": after, **found}

        def more() -> dict[str, Any]:
            from urllib.parse import urlencode

            def place(**query: Any) -> str:
                given = {"publisher": publisher, **query}
                asked = urlencode({name: value for name, value in given.items() if value}, errors="replace")
                return f"/articles{'?' if asked else ''}{asked}"

            return {"first": place(), "next": place(after=found["next"]) if found["next"] else ""}

        return Shown(data, more)

    def article(self, request: Request, name: str) -> Shown:
        """An article with its history, where else its text was seen, and what it is linked with."""
        data = self._service.article(name)
        families = self._service.families_of(data["article"]["id"])
        links = self._links(data["links"], data["article"], families)
        history = self._history(data["versions"])
        data = {
            **data,
            "links": links,
            "families": [{"family": family["family"], "articles": len(family["articles"])} for family in families],
            "history": history,
            "unfinished": any(step["pending"] for step in (*history, *links)),
        }
        return Shown(data, lambda: {"exact": exact_name(data["article"])})

    def _links(
        self, given: list[dict[str, Any]], article: dict[str, Any], families: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """The articles that an article is linked with, each once, the first of them compared with it."""
        best: dict[str, dict[str, Any]] = {}
        for link in given:
            best.setdefault(link["id"], _link(link, article["id"], families))
        links = list(best.values())
        asked = links[:MOST_COMPARED] if self._service.archive.store == "text" else []
        pairs = [(exact_name(article), link["id"]) for link in asked]
        for link, found in zip(asked, self._compared.find(pairs, _PATIENCE), strict=True):
            link["pending"] = found is None
            link["changed"] = found and _summary(found, "this article", "the other")
            if link["way"] == "unknown" and link["changed"]:
                link["way"] = {"a": "retells", "b": "retold"}.get(link["changed"].get("direction") or "", "unknown")
        return links

    def _history(self, versions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The versions, the latest first, each with what it tells otherwise than the one before."""
        steps = [{"article": version, "changed": None, "pending": False} for version in reversed(versions)]
        asked = steps[: min(MOST_COMPARED, len(steps) - 1)] if self._service.archive.store == "text" else []
        pairs = [
            (exact_name(before["article"]), exact_name(step["article"]))
            for step, before in zip(asked, steps[1:], strict=False)
        ]
        for step, found in zip(asked, self._compared.find(pairs, _PATIENCE), strict=True):
            step["pending"] = found is None
            step["changed"] = found and _summary(found, "the version before", "this version")
        return steps

    def search(self, request: Request) -> Shown:
        """The articles with all words, which the form calls `q` and the API `words`."""
        given = request.query_params
        words = given.get("q", "").strip() or given.get("words", "").strip()
        results = self._service.search(words, _MOST_FOUND)["results"] if words else []
        return Shown({"words": words, "most": _MOST_FOUND, "results": results}, lambda: {"searched": words})

    # Families and publishers

    def families(self, request: Request) -> Shown:
        """The families, the largest first."""
        after = _number(request, "after")
        return Shown({"after": after, **self._service.families(after, _PAGE)})

    def family(self, request: Request, id: str) -> Shown:
        """A family: its versions, and what each tells otherwise than its source."""
        family = self._service.family(id)
        copies = {member["id"] for member in family["members"] if not self._is_archived(member)}
        versions = family_versions(family, copies)
        by_number = {version["number"]: version for version in versions}
        for version in versions:
            version |= {"archived": version["article"]["id"] not in copies, "compared": None}
        tied = [
            (version, by_number[version["other"]])
            for version in versions
            if version["tie"] in ("from", "with")
            and version["archived"]
            and by_number[version["other"]]["archived"]
            and not _other_way(version, by_number[version["other"]])
        ]
        if self._service.archive.store != "text":
            tied = []
        most = min(max(MOST_COMPARED, _number(request, "compared")), MOST_VERSIONS)
        pairs = [(source["article"]["id"], version["article"]["id"]) for version, source in tied[:most]]
        found = self._compared.find(pairs, _PATIENCE)
        for (version, source), said in zip(tied, found, strict=False):
            names = [f"number {one['number']}" for one in (source, version)]
            version["compared"] = said and _summary(said, *names)
        learn_direction(versions)
        data = {
            **family,
            "versions": versions,
            "left_out": len(family["members"]) - len(versions),
            "unfinished": None in found,
        }

        def more() -> dict[str, Any]:
            nodes, unknown = tree(versions)
            left = min(MOST_COMPARED, len(tied) - most)
            title = next((v["article"]["title"] for v in versions if v["article"]["title"].strip()), "Without a title")
            return {
                "nodes": nodes, "unknown": unknown, "line": timeline(versions), "title": title,
                "asked": {version["number"] for version, _ in tied[:most]},
                "more": f"/families/{id}?compared={most + MOST_COMPARED}#who" if left > 0 else "", "more_count": left,
            }  # fmt: skip

        return Shown(data, more)

    def _is_archived(self, member: Mapping[str, Any]) -> bool:
        """Whether a member is an article of its own: an exact copy at another place bears that place's name."""
        if member["id"] != member["url"] and not member["id"].endswith(f" ({member['publisher']})"):
            return True
        try:
            self._service.article(member["id"])
        except NotFoundError:
            return False
        return True

    def publishers(self, request: Request) -> Shown:
        """Who retells whom, in the order that the address asks for."""
        found = self._service.publishers()
        by_tie, by_name = request.query_params.get("ties", "links"), request.query_params.get("publishers", "articles")
        if by_tie not in ("source", "derived", "links") or by_name not in ("name", "articles", "families"):
            raise InvalidError("Ties are sorted by source, derived or links; publishers by name, articles or families.")
        ties = sorted(found["ties"], key=lambda tie: _order(tie[by_tie], tie["source"], tie["derived"]))
        names = sorted(found["publishers"], key=lambda publisher: _order(publisher[by_name], publisher["name"]))
        data = {"ties": ties[:_MOST_TIES], "ties_left_out": max(0, len(ties) - _MOST_TIES), "publishers": names}
        return Shown(data, lambda: {"sorted": {"ties": by_tie, "publishers": by_name}})

    def publisher(self, request: Request, name: str) -> Shown:
        """One publisher: who retells it, whom it retells, and its articles."""
        found = self._service.publishers()
        own = next((one for one in found["publishers"] if one["name"] == name), None)
        listed = self._service.articles(0, _PAGE, "" if name == UNKNOWN else name) if name != UNKNOWN else {}
        if own is None and not listed.get("articles"):
            raise NotFoundError(f"There is no article by {name[:300]} in the archive.")
        ties = [tie for tie in found["ties"] if name in (tie["source"], tie["derived"])]
        data = {
            "publisher": own or {"name": name, "articles": 0, "families": 0},
            "retold_by": [tie for tie in ties if tie["directed"] and tie["source"] == name],
            "retells": [tie for tie in ties if tie["directed"] and tie["derived"] == name],
            "unknown": [
                {**tie, "other": tie["derived"] if tie["source"] == name else tie["source"]}
                for tie in ties
                if not tie["directed"]
            ],
            "articles": listed.get("articles", []),
            "next": listed.get("next"),
        }

        def more() -> dict[str, Any]:
            from urllib.parse import quote

            following = f"/articles?publisher={quote(name, safe='')}&after={data['next']}" if data["next"] else ""
            return {"next": following}

        return Shown(data, more)


# Address, template and view of each page.
PAGES: tuple[tuple[str, str, Callable[..., Shown]], ...] = (
    ("/", "home.html", Views.home),
    ("/about", "about.html", Views.about),
    ("/compare", "compare.html", Views.compare),
    ("/checks/{id}", "check.html", Views.check),
    ("/checks/{id}/{number}", "comparison.html", Views.match),
    ("/comparisons/{id}", "comparison.html", Views.comparison),
    ("/articles", "articles.html", Views.articles),
    ("/articles/{name:path}", "article.html", Views.article),
    ("/search", "search.html", Views.search),
    ("/families", "families.html", Views.families),
    ("/families/{id}", "family.html", Views.family),
    ("/publishers", "publishers.html", Views.publishers),
    ("/publishers/{name:path}", "publisher.html", Views.publisher),
)


def _number(request: Request, name: str) -> int:
    """A number that the address names, 0 where it names none."""
    given = request.query_params.get(name, "")
    if given and not (given.isascii() and given.isdigit() and len(given) < 16):
        raise InvalidError(f"{name} must be a whole number.")
    return int(given or 0)


def _order(value: str | int, *names: str) -> tuple[Any, ...]:
    """Numbers fall, names rise."""
    return (-value, *names) if isinstance(value, int) else (value.casefold(), *names)


def _other_way(version: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether the same two are compared for the later of them."""
    return other["tie"] in ("from", "with") and other["other"] == version["number"] < other["number"]


def _main_of(page: str) -> Any:
    """The sections of a report, to stand in the frame of these pages; whatever strangers wrote in it is escaped."""
    from markupsafe import Markup

    return Markup(page.partition("<main>")[2].rpartition("</main>")[0])


def _summary(found: dict[str, Any], first: str, second: str) -> dict[str, Any]:
    """What a comparison found, in short, as pages and their data show it."""
    told = [
        {"kind": change["kind"], "why": change["why"]}
        for change in (found["record"] or {}).get("changes") or ()
        if change["substantive"]
    ]
    words = found_words(found["record"], first, second) or {}
    return {"comparison": found["id"], "error": found["error"], **words, "told": told}


def _check_words(data: dict[str, Any]) -> dict[str, Any]:
    """The answer of a check in words."""
    matches = []
    for number, match in enumerate(data["matches"], 1):
        found = found_words(match["comparison"], "the archived article", "the checked text")
        link = f"/checks/{data['id']}/{number}" if match["comparison"] else ""
        sure = likely(match["probability"]) if match["probability"] > 0.5 else "perhaps"
        words = {"meaning": MEANINGS[match["kind"]], "likely": f"the two {sure} share the text of", "link": link}
        matches.append({**match, **words, "found": found})
    if not matches:
        return {"lead": "Nothing was found", "matches": []}
    best, number = data["matches"][0], len(matches)
    whose = best["article"]["publisher"] or "an article whose publisher is not known"
    lede = (
        f"{'One archived article tells' if number == 1 else f'{number} archived articles tell'} the same report. The"
        f" best match is by {whose}: {MEANINGS[best['kind']]}."
    )
    said = {
        "copy": "A copy was found", "edited": "An edited version was found", "reworded": "Another wording was found",
        "translated": "A version in another language was found", "excerpt": "A shared part was found",
    }  # fmt: skip
    return {"lead": said.get(best["kind"], "Something was found"), "lede": lede, "matches": matches}


def _link(link: dict[str, Any], id: str, families: list[dict[str, Any]]) -> dict[str, Any]:
    """A link of an article, with the way it goes where a family knows it: "retells", "retold" or "unknown"."""
    way = "unknown"
    for family in families:
        for known in family["links"]:
            if known["directed"] and {known["source"], known["derived"]} == {id, link["id"]}:
                way = "retells" if known["source"] == id else "retold"
    names = ("id", "title", "publisher", "published")
    article = {name: link[name] for name in names} | {"lang": link.get("lang", "")}
    address = article_path(link["id"])
    return {**link, "way": way, "article": article, "page": address, "changed": None, "pending": False}
