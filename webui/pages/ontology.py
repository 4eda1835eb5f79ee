"""The ontology: its documentation for a browser, its file for a program, at one address."""

from __future__ import annotations

from functools import lru_cache

from flask import Blueprint, Response, render_template, request
from pyoxigraph import Triple
from werkzeug.wrappers import Response as BaseResponse

from graph.serialise import MEDIA_TYPES, write
from ontology.namespaces import AIF, ID_PREFIXES, PREFIXES
from ontology.vocabulary import ONTOLOGY, nearest, ontology_quads
from webui.addresses import ONTOLOGY_PAGE
from webui.errors import problem
from webui.language import language, translate
from webui.negotiation import choose
from webui.pages.urls import PAGE, varying
from webui.site import site
from webui.vocabulary.conclusions import case_words, chain_words, chains, rules, term_link
from webui.vocabulary.picture import picture
from webui.vocabulary.terms import (
    CLAIM_PARTS,
    class_tree,
    ends,
    predicates_by_section,
    properties_by_section,
    term_definition,
    things_by_class,
    usages,
    used_by_class,
)
from webui.vocabulary.worked_claim import worked_claim
from webui.words.naming import term_name

blueprint = Blueprint("ontology", __name__)


@blueprint.get(ONTOLOGY_PAGE)
def ontology() -> BaseResponse:
    """The page or the file, by what the client accepts; 406 where it takes neither."""
    wanted = choose(request.headers.get("Accept", ""), (PAGE, *MEDIA_TYPES.values()))
    if wanted == PAGE:
        return varying(Response(_page(), content_type=f"{PAGE}; charset=utf-8"))
    for ending, kind in MEDIA_TYPES.items():
        if kind == wanted:
            response = _file(ending)
            response.headers["Content-Location"] = f"{ONTOLOGY_PAGE}.{ending}"
            return varying(response)
    return varying(
        problem(
            406,
            "not-acceptable",
            translate("No such form"),
            translate("The ontology is told as a page and as RDF, in none of the forms asked for."),
            translate("Ask for one of: %(forms)s") % {"forms": ", ".join((PAGE, *MEDIA_TYPES.values()))},
        )
    )


@blueprint.get(f"{ONTOLOGY_PAGE}/<version>")
def ontology_version(version: str) -> BaseResponse:
    """The ontology at the IRI of its version: the one that is here, and no other."""
    here = site().vocabulary.header.version
    if version == here:
        return ontology()
    return problem(
        404,
        "no-such-version",
        translate("No such version"),
        translate("This site has version %(here)s of the ontology, not %(given)s.")
        % {"here": here, "given": version},
        translate("Read the version that is here at %(address)s.") % {"address": f"{ONTOLOGY_PAGE}/{here}"},
    )


@blueprint.get(f"{ONTOLOGY_PAGE}.<any({', '.join(MEDIA_TYPES)}):ending>")
def ontology_file(ending: str) -> BaseResponse:
    """The file in one form, whatever the client accepts."""
    return _file(ending)


def _page() -> str:
    at = site()
    vocabulary = at.vocabulary
    return render_template(
        "ontology.html",
        vocabulary=vocabulary,
        title=nearest(vocabulary.header.title, language()),
        about=nearest(vocabulary.header.description, language()),
        iri=AIF,
        tree=class_tree(vocabulary),
        predicates=predicates_by_section(vocabulary),
        properties=properties_by_section(vocabulary),
        parts=tuple(CLAIM_PARTS),
        users=used_by_class(vocabulary),
        usages=usages(at),
        things=things_by_class(at),
        chains=chains(at),
        worked=worked_claim(at),
        picture=picture(vocabulary, term_name),
        index=sorted(vocabulary.labels, key=lambda name: (name.lower(), name)),
        spaces={prefix: space for prefix, space in PREFIXES.items() if prefix not in ID_PREFIXES},
        kinds=ID_PREFIXES,
        endings=MEDIA_TYPES,
        definition=term_definition,
        rules=lambda name: rules(vocabulary, name),
        term=term_link,
        ends=lambda one: ends(vocabulary, one),
        chain_words=chain_words,
        case_words=case_words,
    )


def _file(ending: str) -> Response:
    response = Response(_serialised(ending), content_type=f"{MEDIA_TYPES[ending]}; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


@lru_cache
def _serialised(ending: str) -> bytes:
    """The file as it was written, with its comments, for Turtle; the same triples for any other form."""
    if ending == "ttl":
        return ONTOLOGY.read_bytes()
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in ontology_quads()]
    text = write(triples, ending)
    return text if isinstance(text, bytes) else text.encode()
