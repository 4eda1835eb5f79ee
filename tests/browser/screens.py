"""A page on a screen: which addresses show every kind of page, and what is wrong with what is shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from tests.ontology.chinese import half_width, is_chinese

WIDTHS = {"phone": 390, "laptop": 1280, "wide": 1920}
HEIGHT = 900

SCREENS = {
    "home": "/",
    "questions": "/question/",
    "answer": "/question/gap-claims",
    "answer at a day": "/question/open-weights-leaders?as-of=2025-05-01",
    "widest answer": "/question/conflicts",
    "empty answer": "/question/gap-claims?known-by=2020-01-01",
    "question to fill in": "/question/lab-trajectory",
    "question filled in wrong": "/question/lab-trajectory?lab=org/nobody",
    "company": "/page/org/bytedance",
    "gap": "/page/gap/cn-us-frontier-intelligence",
    "claim": "/page/claim/cnyes-2025-08-14/16",
    "claim with its words": "/page/claim/aif-briefing-zh-hant/1",
    "document": "/page/document/thebeat-2026-epoch-gap",
    "document with its words": "/page/document/aif-briefing-zh-hant",
    "document without a text": "/page/document/aa-china-2025q2",
    "model with figures": "/page/model/deepseek-r1-0528",
    "table of figures": "/page/dataset/eci-2026-04",
    "ontology": "/ontology",
    "comparisons": "/compare",
    "comparison": "/compare?subject=gap/cn-us-frontier-intelligence&predicate=gapDuration",
    "search": "/search",
    "search with hits": "/search?q=deep",
    "search without hits": "/search?q=nothing-of-that-kind",
    "graph": "/explore",
    "graph with an edge": "/explore?focus=org/bytedance&edge=org/bytedance%20operatesApp%20app/doubao",
    "path": "/explore/path?from=org/bytedance&to=org/deepseek",
    "editor": "/sparql",
    "rows": "/sparql?query=SELECT * WHERE { ?app a aif:App } LIMIT 5",
    "no rows": "/sparql?query=SELECT * WHERE { ?app a aif:Nothing }",
    "query that cannot be read": "/sparql?query=SELECT",
    "query with names that there are not": "/sparql?query=SELECT * WHERE { ?app aif:developdBy org:bytedanse }",
    "triple terms": "/sparql?query=SELECT * WHERE { GRAPH g:rdf12 { ?claim rdf:reifies ?triple } } LIMIT 5",
    "chart of a result": "/sparql?query=SELECT ?day ?score ?instrument ?group WHERE { "
    "?figure aif:observedScore ?score ; aif:availableOn ?day ; "
    "aif:onInstrument ?instrument ; aif:ofGroup ?group } ORDER BY ?day&sort=-score",
    "graph of a result": "/sparql?query=CONSTRUCT { ?app aif:operatedBy ?org . ?model aif:developedBy ?org } "
    "WHERE { ?model aif:developedBy ?org OPTIONAL { ?org aif:operatesApp ?app } }",
    "pages of a result": "/sparql?query=SELECT * WHERE { ?s a ?kind } ORDER BY ?s&page=2&snapshot=0123",
    "idioms": "/sparql/idioms",
    "no such thing": "/page/org/bytedanse",
    "no such page": "/no/such/page",
}
"""One address for every kind of page, for answers that are none, and for mistakes."""

AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
Rules = Literal["all", "colours", "all but colours"]
"""Which of axe's rules are asked: those about colours are its slowest, and no language changes them."""

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
_PROGRAM = (_HERE / "screens.js").read_text(encoding="utf-8")
_FULL_WIDTH = re.compile("[，。；：！？（）「」『』、《》]")
# A word as people write it: no part of an address or an identifier, no ?variable, and no code that a gloss in
# brackets explains.
_WORD = re.compile(r"(?<![\w./:#@%+?-])[a-z]{3,}(?![\w/:=@%（-]|\.\w)")


def ask(page: Page, function: str) -> Any:
    """Call a function of screens.js in the page."""
    return page.evaluate(f"() => {{ {_PROGRAM}; return {function}() }}")


def layout_faults(page: Page) -> list[str]:
    """What is cut off, runs out of its box or is squeezed at the window's width."""
    return list(ask(page, "layoutFaults"))


def language_faults(texts: list[str], language: str) -> list[str]:
    """Words that were left in English on a Chinese page, and punctuation of the other width."""
    if language == "en":
        return [f"full-width sign: {text}" for text in texts if _FULL_WIDTH.search(text)]
    messages = _messages(language)
    english = frozenset(word for message in messages for word in _WORD.findall(message))
    faults = [f"not translated: {text}" for text in texts if text in messages]
    for text in texts:
        if left := [word for word in _WORD.findall(text) if word in english]:
            faults.append(f"English words {left}: {text}")
        if is_chinese(text) and (signs := half_width(text)):
            faults.append(f"half-width signs {signs}: {text}")
    return faults


def paint(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Show the page in light or dark, and wait until it is so: styles follow the media query a moment later."""
    page.emulate_media(color_scheme=scheme)
    ground = "Number(getComputedStyle(document.documentElement).backgroundColor.match(/[0-9]+/)[0])"
    page.wait_for_function(f"dark => ({ground} < 128) === dark", arg=scheme == "dark")


def axe_faults(page: Page, rules: Rules = "all") -> list[str]:
    """What axe-core has against the page as it is now; skips where axe-core is not installed."""
    source = _ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not source.is_file():
        pytest.skip("no axe-core: `python3 frontend.py install` brings it, and dev.py test does so by itself")
    page.evaluate(source.read_text(encoding="utf-8"))
    options: dict[str, Any] = {"runOnly": list(AXE_RULES), "resultTypes": ["violations"]}
    if rules == "colours":
        options["runOnly"] = {"type": "rule", "values": ["color-contrast"]}
    elif rules == "all but colours":
        options["rules"] = {"color-contrast": {"enabled": False}}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{wrong['id']}: {node['target']} {node['failureSummary']}"
        for wrong in found["violations"]
        for node in wrong["nodes"][:3]
    ]


def _messages(language: str) -> frozenset[str]:
    """The English messages of the interface whose translation is another text."""
    with (_ROOT / "webui" / "translations" / f"{language}.po").open("rb") as file:
        catalogue = read_po(file)
    plain = (m for m in catalogue if m.id)
    pairs = ((i, s) for m in plain for i, s in zip(_parts(m.id), _parts(m.string), strict=False))
    return frozenset(said for said, translated in pairs if said != translated)


def _parts(message: Any) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)
