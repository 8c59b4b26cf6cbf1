"""HTML pages: the article on the page, and what the page declares about itself."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import Any

from retold.errors import EmptyArticleError
from retold.read.roles import same_words

__all__ = ["page_fields"]

_XML_PROLOG = re.compile(r"^\s*<\?xml[^>]*>")
_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|WebPage)$")
# What a later step can use to tell where a report comes from.
_DECLARED = (
    "@type", "headline", "description", "author", "creator", "publisher", "sourceOrganization",
    "provider", "creditText",
    "copyrightHolder", "copyrightNotice", "isBasedOn", "isBasedOnUrl", "sameAs", "citation",
    "dateline", "datePublished",
    "dateModified", "dateCreated", "inLanguage", "mainEntityOfPage", "url", "translationOfWork",
)  # fmt: skip
_META = {
    "og:site_name", "og:url", "og:title", "og:type", "og:locale", "article:author", "article:publisher",
    "article:published_time", "article:modified_time", "article:section", "author", "byl",
    "dc.creator", "dc.publisher",
    "dc.source", "dc.rights", "dcterms.source", "copyright", "syndication-source", "original-source",
    "news_keywords",
    "source", "agency", "parsely-author", "sailthru.author", "twitter:creator", "twitter:site",
}  # fmt: skip
_LINKS = {"canonical", "syndication", "amphtml", "author", "license", "original-source", "syndication-source"}
# Lines of the extracted text in which a repeated title is looked for: the rest of a page header fits
# above it.
_TITLE_WITHIN = 12
# Left-over menu words are all that is "extracted" from a page without an article: short, and
# without a sentence among them.
_SHORTEST = 80
_ENDED = re.compile(r"[.!?…。！？؟।]")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:$|[T ]\d{2}:\d{2})")
# A text of so many lines, most of them so short and without a full stop, is a page with its menus.
_MANY_LINES = 30
_BRIEF_LINE = 30
# A part of a story holds this many paragraphs of this many characters; comments and teasers hold one or two.
_PART_PARAGRAPHS = 3
_LONG_PARAGRAPH = 100
# Longer declared values are page text, not declarations.
_LONGEST = 2000


def page_fields(html: str, name: str, url: str = "") -> dict[str, Any]:
    """The fields of the article on an HTML page: title, byline, published, publisher, url, text and metadata.

    `name` stands for the page in error messages, `url` is its address where known.
    """
    import trafilatura

    tree = trafilatura.load_html(_XML_PROLOG.sub("", html))
    if tree is None:
        raise EmptyArticleError(f"There is no article on {name}.")
    metadata = _declarations(tree)
    _join_parts(tree)
    options: dict[str, Any] = {"url": url or None, "with_metadata": True, "include_comments": False}
    document: Any = trafilatura.bare_extraction(deepcopy(tree), fast=True, **options)
    quick = (document.text or "") if document is not None else ""
    if len(quick) < _SHORTEST or _menu_like(quick):
        # The quick way found nothing, or took the whole page; the slow one weighs its finds against others'.
        document = trafilatura.bare_extraction(tree, fast=False, **options) or document
    text = (document.text or "").strip() if document is not None else ""
    text = _below_title(text, (document.title or "") if text else "")
    if not text or (len(text) < _SHORTEST and not _ENDED.search(text)):
        raise EmptyArticleError(f"There is no article on {name}.")
    return {
        "title": document.title or "",
        "byline": document.author or "",
        "published": _published(metadata) or document.date or "",
        "publisher": document.sitename or "",
        "url": _canonical(metadata) or document.url or url,
        "text": text,
        "metadata": metadata,
    }


def _menu_like(text: str) -> bool:
    """Whether an extracted text is mostly lines of a few words, as menus are."""
    lines = [line for line in text.split("\n") if line.strip()]
    brief = sum(len(line) <= _BRIEF_LINE and not _ENDED.search(line) for line in lines)
    return len(lines) >= _MANY_LINES and brief > 0.6 * len(lines)


def _join_parts(tree: Any) -> None:
    """Put the parts of a story that is laid out in several like containers into the first of them.

    Pages that place advertisements between parts do this, and extraction would keep one part only. The parts have
    the same tag and class, stand in the same article, and each holds several long paragraphs; a page with more than
    one main heading holds several stories, and stays as it is.
    """
    if len(list(tree.iter("h1"))) > 1:
        return
    parts: dict[tuple[Any, ...], list[Any]] = {}
    long: dict[Any, int] = {}
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        if parent is not None and parent.get("class") and len(paragraph.text_content()) >= _LONG_PARAGRAPH:
            long[parent] = long.get(parent, 0) + 1
    for parent, count in long.items():
        story = next(parent.iterancestors("article", "main", "body"), None)
        about = " ".join(f"{e.get('class', '')} {e.get('id', '')}" for e in (parent, *parent.iterancestors())).lower()
        if count >= _PART_PARAGRAPHS and story is not None and "comment" not in about:
            parts.setdefault((story, parent.tag, parent.get("class")), []).append(parent)
    for first, *others in parts.values():
        for other in others:
            if first not in other.iterancestors() and other not in first.iterancestors():
                first.extend(list(other))


def _below_title(text: str, title: str) -> str:
    """The text without the title that it repeats near its top, and without what stands above that.

    Where most of the text stands above, extraction has misplaced the title, and everything stays.
    """
    lines = text.split("\n")
    for i, line in enumerate(lines[:_TITLE_WITHIN]):
        if title and same_words(line, title):
            below = "\n".join(lines[i + 1 :]).strip()
            return below if len(below) * 2 >= len(text) else text
    return text


def _published(metadata: dict[str, Any]) -> str:
    """The time of publication that the page declares, which says more than a day found in its text."""
    declared = [metadata.get("schema", {}).get("datePublished")]
    declared += metadata.get("meta", {}).get("article:published_time", [])
    return next((d.strip() for d in declared if isinstance(d, str) and _ISO_DATE.match(d.strip())), "")


def _canonical(metadata: dict[str, Any]) -> str:
    """The canonical address that the page declares, where it is a whole address."""
    links = metadata.get("links", {}).get("canonical", [])
    return next((link for link in links if link.startswith(("http://", "https://"))), "")


def _declarations(tree: Any) -> dict[str, Any]:
    """What the page declares: `schema` (its schema.org article), `meta` and `links` by name; JSON-able."""
    found: dict[str, Any] = {}
    schema = _schema(tree)
    if schema:
        found["schema"] = schema
    meta: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or "").strip().lower()
        value = (element.get("content") or "").strip()
        if name in _META and value and len(value) <= _LONGEST and value not in meta.get(name, []):
            meta.setdefault(name, []).append(value)
    if meta:
        found["meta"] = meta
    links: dict[str, list[str]] = {}
    for element in tree.iter("link", "a"):
        href = (element.get("href") or "").strip()
        for relation in (element.get("rel") or "").lower().split():
            if relation in _LINKS and href and (element.tag == "link" or relation == "syndication"):
                links.setdefault(relation, []).append(href[:_LONGEST])
    if links:
        found["links"] = links
    lang = (tree.get("lang") or "").strip() if tree.tag == "html" else ""
    if lang:
        found["lang"] = lang
    return found


def _schema(tree: Any) -> dict[str, Any]:
    """The declared properties of the schema.org article on the page, from its JSON-LD."""
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            value = json.loads((script.text or "").strip(), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(value):
            kinds = item.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) and kind != "WebPage" for kind in kinds):
                return {key: _short(item[key]) for key in _DECLARED if item.get(key) not in (None, "", [], {})}
    return {}


def _items(value: Any) -> list[dict[str, Any]]:
    """The objects of a JSON-LD block: itself, members of a list or a `@graph`, a page's main entity."""
    if isinstance(value, list):
        return [item for part in value[:100] if isinstance(part, dict) for item in _items(part)]
    if not isinstance(value, dict):
        return []
    graph = value.get("@graph")
    items = [value, *([g for g in graph if isinstance(g, dict)] if isinstance(graph, list) else [])]
    return items + [item["mainEntity"] for item in items if isinstance(item.get("mainEntity"), dict)]


def _short(value: Any, depth: int = 0) -> Any:
    """A declared value without the page text and pictures that some pages put into it."""
    if isinstance(value, str):
        return value[:_LONGEST]
    if isinstance(value, list):
        return [_short(part, depth + 1) for part in value[:50]]
    if isinstance(value, dict):
        if depth > 3:
            return {}
        left_out = {"logo", "image", "articleBody", "video", "@context"}
        return {str(key): _short(part, depth + 1) for key, part in value.items() if key not in left_out}
    return value
