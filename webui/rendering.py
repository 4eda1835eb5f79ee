"""What templates can say: filters and globals for names, figures, days, addresses and sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote, urlencode

from flask import Flask, current_app, request
from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context

from ontology.namespaces import compact
from webui import bundle
from webui.addresses import page
from webui.answers.tables import claim_link, claim_links, score
from webui.language import in_words, translate
from webui.site import site
from webui.words import naming, telling
from webui.words.claim_lines import claim_item, claim_source
from webui.words.marking import marked_html

FILTERS: Mapping[str, Callable[..., str]] = {
    "claim_item": claim_item,
    "claim_link": claim_link,
    "claim_links": claim_links,
    "claim_source": claim_source,
    "compact": compact,
    "day": telling.day,
    "name_within": naming.set_within,
    "link_within": naming.link_within,
    "in_language": lambda words: naming.in_language(words.text, words.language),
    "iri": naming.iri_of,
    "link": naming.link,
    "marked": marked_html,
    "name": naming.name,
    "number": telling.number,
    "plain_name": naming.plain_name,
    "plain_sentence": telling.plain_sentence,
    "published": telling.published,
    "reported": telling.reported,
    "score": score,
    "sentence": telling.sentence,
    "term_heading": naming.term_heading,
    "term_name": naming.term_name,
    "unbroken": telling.unbroken,
    "typed": naming.typed,
    "url": page,
    "voice": naming.voice_badge,
    "worded": telling.worded,
}
"""What a template writes behind a bar."""


def init_rendering(app: Flask) -> None:
    """Make templates strict (an undefined name is an error) and escaped without exception, and give them words."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.autoescape = True
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update({name: _when_asked(function) for name, function in FILTERS.items()})
    environment.globals.update(
        asset=asset,
        counts_now=lambda: site().counts,
        external=naming.external,
        has_page=has_page,
        here=here,
        in_words=in_words,
        is_section=is_section,
        overlay=lambda: site().overlay,
        period=telling.period,
        sections=sections,
        snapshot=lambda: site().snapshot,
    )


def _when_asked(function: Callable[..., str]) -> Callable[..., str]:
    """The filter, applied in each request: Jinja would apply it to a constant once, for the first reader."""

    @pass_context
    def applied(_: Context, *values: object, **named: object) -> str:
        return function(*values, **named)

    return applied


def asset(name: str) -> bundle.Asset | None:
    """The built files of an entry; None where nothing was built, and the page does without."""
    try:
        return bundle.asset(name)
    except (bundle.BundleMissingError, bundle.UnknownEntryError):
        return None


def here(**changed: str) -> str:
    """The address of this page with some of its query changed."""
    query = {**request.args.to_dict(flat=True), **changed}
    return quote(request.path) + (f"?{urlencode(query)}" if query else "")


def sections() -> list[tuple[str, str]]:
    """The sections of the site, for the head of every page: path and label."""
    found = [("/question/", translate("Questions"))]
    if has_page("explore"):
        found.append(("/explore", translate("Explore")))
    if has_page("compare"):
        found.append(("/compare", translate("Compare")))
    if has_page("sparql"):
        found.append(("/sparql", "SPARQL"))
    return [*found, ("/#documents", translate("Documents"))]


def is_section(path: str) -> bool:
    """Whether this page is in the section that begins at `path`."""
    return request.path == path or request.path.startswith(path.rstrip("/") + "/")


def has_page(name: str) -> bool:
    """Whether this site has a blueprint of that name."""
    return name in current_app.blueprints
