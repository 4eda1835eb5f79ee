"""What holds on every page: well-formed, titled, in its language, without a script of its own, all links alive."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from werkzeug.test import TestResponse

from tests.ontology.chinese import foreign
from tests.webui.markup import Markup, outline_faults
from tests.webui.reading import KINDS, Reader
from webui import bundle
from webui.language import LANGUAGES
from webui.security import POLICY

HAN = re.compile(r"[\u3400-\u9fff]")
EVERY = pytest.mark.parametrize("path", KINDS)
IN_EACH = pytest.mark.parametrize("language", LANGUAGES)
IN_THE_OTHERS = pytest.mark.parametrize("language", LANGUAGES[1:])


@EVERY
@IN_EACH
def test_it_is_well_formed(reader: Reader, path: str, language: str) -> None:
    page = reader.page(path, language)
    assert page.wrong == []
    assert outline_faults(page) == []
    ids = [element.attrs["id"] for element in page.elements if "id" in element.attrs]
    assert len(ids) == len(set(ids))
    assert {"main", "header", "footer"} <= {element.tag for element in page.elements}


@EVERY
def test_what_refers_to_an_id_finds_it(reader: Reader, path: str) -> None:
    page = reader.page(path)
    ids = {element.attrs["id"] for element in page.elements if "id" in element.attrs}
    named = {
        name
        for element in page.elements
        for attribute in ("for", "aria-labelledby", "aria-describedby")
        for name in element.attrs.get(attribute, "").split()
    }
    copied = {e.attrs["data-copy-from"].removeprefix("#") for e in page.elements if "data-copy-from" in e.attrs}
    assert named | copied <= ids


@EVERY
def test_every_field_has_a_label(reader: Reader, path: str) -> None:
    page = reader.page(path)
    labelled = {element.attrs.get("for") for element in page.all("label")}
    fields = [e.attrs for e in page.all("input", "select", "textarea") if e.attrs.get("type") != "hidden"]
    assert [attributes for attributes in fields if attributes.get("id") not in labelled] == []


@EVERY
@IN_EACH
def test_it_carries_the_strict_policy_and_nothing_that_the_policy_forbids(
    reader: Reader, path: str, language: str
) -> None:
    headers = reader.answer(path, language).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    page = reader.page(path, language)
    assert [e.tag for e in page.elements if "style" in e.attrs or e.tag == "style"] == []
    assert [e.tag for e in page.elements for name in e.attrs if name.startswith("on")] == []
    assert [e.texts for e in page.all("script") if e.texts or not e.attrs["src"].startswith("/")] == []


@EVERY
def test_an_english_page_marks_every_chinese_word(reader: Reader, path: str) -> None:
    page = reader.page(path, "en")
    assert page.one("html").attrs["lang"] == "en"
    strays = [
        (element.tag, text)
        for element in page.one("body").children
        for element in element.below()
        for text in element.texts
        # Data and citations are no running text.
        if HAN.search(text) and not element.language.startswith("zh") and not element.within("pre", "code")
    ]
    assert strays == []


@EVERY
@IN_THE_OTHERS
def test_a_chinese_page_marks_the_names_that_are_not_chinese(reader: Reader, path: str, language: str) -> None:
    page = reader.page(path, language)
    assert page.one("html").attrs["lang"] == language
    names = reader.app.extensions["aifrontier"].names
    wrong = []
    for element in page.all("a"):
        thing = element.attrs.get("href", "").removeprefix("/page/")
        if thing in names and (text := " ".join(element.texts)) in names.all_labels(thing).values():
            languages = {tag for tag, label in names.all_labels(thing).items() if label == text}
            if element.language.lower() not in languages:
                wrong.append((thing, text, element.language))
    assert wrong == []


@EVERY
@IN_THE_OTHERS
def test_a_chinese_page_keeps_to_its_script(reader: Reader, path: str, language: str) -> None:
    page = reader.page(path, language)
    strays = {
        text: foreign(text, language)
        for element in page.one("body").below()
        for text in element.texts
        # What somebody typed, data and citations stand as they are.
        if element.language == language and not element.within("pre", "code", "input")
    }
    assert {text: characters for text, characters in strays.items() if characters} == {}


@IN_EACH
def test_titles_are_unique(reader: Reader, language: str) -> None:
    there = [path for path in KINDS if reader.answer(path, language).status_code == 200]
    titles = {path: reader.page(path, language).title for path in there}
    assert len(set(titles.values())) == len(titles), sorted(titles.values())


def test_every_link_leads_somewhere(reader: Reader) -> None:
    dead: list[tuple[str, str, int | str]] = []
    seen: set[str] = set()
    for path in KINDS:
        for href in reader.page(path).links():
            target = urljoin(path, href)
            parts = urlsplit(target)
            # A page about a mistake may lead to itself: to its content, to itself in the other language.
            itself = parts.path == urlsplit(path).path and reader.answer(path).status_code != 200
            if parts.scheme or parts.netloc or target in seen or itself:
                continue
            seen.add(target)
            answer = _looked_up(reader, target)
            if answer.status_code != 200:
                dead.append((path, href, answer.status_code))
            elif parts.fragment and answer.mimetype == "text/html":
                page = reader.page(parts._replace(fragment="").geturl())
                if parts.fragment not in {element.attrs.get("id") for element in page.elements}:
                    dead.append((path, href, "no such place on the page"))
    assert len(seen) > 250
    assert dead == []


def _looked_up(reader: Reader, target: str) -> TestResponse:
    """The answer for a link; of data only the head, of nine claims in ten only whether their IRI leads there."""
    if target.startswith("/data/"):
        return reader.app.test_client().head(target)
    claim = re.fullmatch(r"/page/(claim/[^/]+/\d*[1-6890])", target)
    if claim is None:
        return reader.answer(target)
    answer = reader.get(f"/id/{claim[1]}")
    assert answer.headers.get("Location") == target
    answer.status_code = 200 if answer.status_code == 303 else answer.status_code
    return answer


@pytest.mark.parametrize(
    "path", ["/health", "/data/org/bytedance.ttl", "/question/gap-claims.json", "/id/org/bytedance"]
)
def test_the_policy_holds_for_what_is_no_page_as_well(reader: Reader, path: str) -> None:
    assert reader.get(path).headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("path", [path for path in KINDS if not path.startswith("/no/")])
@IN_THE_OTHERS
def test_the_other_language_is_one_link_away_at_the_same_address(reader: Reader, path: str, language: str) -> None:
    page = reader.page(path, "en")
    (link,) = (a for a in page.all("a") if a.attrs.get("hreflang") == language)
    parts = urlsplit(link.attrs["href"])
    assert parts.query.endswith(f"lang={language}")
    other = reader.page(link.attrs["href"])
    assert other.one("html").attrs["lang"] == language
    assert reader.answer(link.attrs["href"]).status_code == reader.answer(path).status_code


def test_without_a_bundle_the_pages_stand_all_the_same(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> bundle.Asset:
        raise bundle.BundleMissingError(name)

    monkeypatch.setattr(bundle, "asset", missing)
    for path in ("/", "/page/org/bytedance", "/explore"):
        answer = reader.get(path)
        assert answer.status_code == 200
        page = Markup(answer.get_data(as_text=True))
        assert not list(page.all("script"))
        assert [link for link in page.all("link") if link.attrs["rel"] == "stylesheet"] == []
        assert page.one("main").text()
