"""The line below a claim: whose word it is, who asserts it, in which document, whether its time is stated, whether
another claim differs from it.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from queries.claim_rows import ClaimRow
from webui.answers.tables import claim_link
from webui.comparing.disputes import comparison_of, disputes
from webui.language import translate
from webui.site import site
from webui.words.naming import link, voice_badge


def claim_source(row: ClaimRow, with_document: bool = True, with_number: bool = True) -> Markup:
    """The line as HTML. Written here and not in a template, because a document's page has hundreds of them."""
    told = [voice_badge(row.iri("voice") or "")]
    fields = ("assertedBy", "foundIn") if with_document else ("assertedBy",)
    told += [Markup("<span>") + link(iri) + Markup("</span>") for field in fields if (iri := row.iri(field))]
    if row.flag("implicit"):
        why, words = translate("The text implies it: by a heading, a list or a name."), translate("implicit")
        told.append(Markup(f'<span title="{escape(why)}">{escape(words)}</span>'))
    if not row.flag("timeStated"):
        words = translate("time not stated")
        told.append(Markup(f"<span>{escape(words)}</span>"))
    if row.id in disputes(site()):
        why, words = translate("Another claim differs from it: see them side by side"), translate("disputed")
        told.append(
            Markup('<a class="badge disputed" href="{}" title="{}">{}</a>').format(comparison_of(row), why, words)
        )
    if with_number:
        told.append(Markup('<span class="push">') + claim_link(row.id) + Markup("</span>"))
    return Markup('<p class="cluster is-baseline small muted">') + Markup("\n").join(told) + Markup("</p>")


def claim_item(row: ClaimRow, sentence: Markup, with_document: bool = True, anchor: str = "") -> Markup:
    """A claim as an item of a list: its sentence (HTML) and its line."""
    name = f' id="{escape(anchor)}"' if anchor else ""
    return Markup(f"<li{name}><p>{sentence}</p>") + claim_source(row, with_document) + Markup("</li>\n")
