"""A site for tests: a client that reads pages, in a language, as a browser does."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from graph.snapshot import Snapshot
from tests.webui.markup import Markup
from webui.app import create_app
from webui.settings import WebSettings

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
KINDS = (
    "/",
    "/question/",
    "/question/gap-claims",
    "/question/gap-claims?known-by=2020-01-01",
    "/question/open-weights-takeover",
    "/question/open-weights-leaders?as-of=2025-05-01",
    "/question/weights-by-country?country=country/CN",
    "/question/lab-trajectory",
    "/question/lab-trajectory?lab=org/deepseek",
    "/question/lab-trajectory?lab=org/nobody",
    "/question/company-chain?company=org/bytedance",
    "/question/claims-about?entity=app/talkie",
    "/question/evidence?claim=claim/cnyes-2025-08-14/16",
    "/question/release-cadence?country=country/CN",
    "/question/lab-figures?lab=org/deepseek",
    "/question/score-conflicts",
    "/question/incomparable-scores?model=model/deepseek-r1-0528",
    "/page/org/bytedance",
    "/page/org/artificial-analysis",
    "/page/model/deepseek-r1-0528",
    "/page/family/llama",
    "/page/app/doubao",
    "/page/country/CN",
    "/page/gap/cn-us-frontier-intelligence",
    "/page/instrument/aa-ii-v2",
    "/page/unit/month",
    "/page/scope/open-weights-models",
    "/page/source/editorial",
    "/page/instrument/eci",
    "/page/model/o3",
    "/page/dataset/eci-2026-04",
    "/page/dataset/release-dates",
    "/page/dataset/printed-2025-12-31",
    "/page/claim/cnyes-2025-08-14/9",
    "/page/claim/cnyes-2025-08-14/16",
    "/page/claim/cnyes-2025-08-14/39",
    "/page/claim/cnyes-2025-08-14/82",
    "/page/claim/thebeat-2026-epoch-gap/1",
    "/page/document/cnyes-2025-08-14",
    "/page/document/thebeat-2026-epoch-gap",
    "/page/document/aa-china-2025q2",
    "/compare",
    "/compare?predicate=releasedOn",
    "/compare?subject=org/deepseek",
    "/compare?subject=gap/cn-us-frontier-intelligence&predicate=gapDuration",
    "/compare?subject=model/deepseek-r1-0528&predicate=score",
    "/compare?subject=org/deepseek&predicate=describedAs",
    "/compare?subject=document/aa-china-2025q2&predicate=title",
    "/compare?subject=app/talkie&predicate=score",
    "/compare?subject=org/deepseek&predicate=descibedAs",
    "/page/document/cnyes-2025-08-14?disputed=yes",
    "/ontology",
    "/search",
    "/search?q=豆包",
    "/search?q=deep",
    "/search?q=nothing-of-that-kind",
    "/page/org/bytedanse",
    "/no/such/page",
)
"""One address or more of every kind of page, answers that are none and mistakes included."""


class Reader:
    """Reads a site as a browser with a language does; every answer is kept, so that it is asked for once."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._answers: dict[tuple[str, str], TestResponse] = {}
        self._pages: dict[tuple[str, str], Markup] = {}

    def get(self, path: str, language: str = "en", **headers: str) -> TestResponse:
        """One answer, not kept."""
        # A client of its own: no cookie of another page.
        return self.app.test_client().get(path, headers={"Accept-Language": language, "Accept": BROWSER, **headers})

    def answer(self, path: str, language: str = "en") -> TestResponse:
        """The answer to a browser, redirects followed."""
        key = (urlsplit(path)._replace(fragment="").geturl(), language)
        if key not in self._answers:
            client = self.app.test_client()
            headers = {"Accept-Language": language, "Accept": BROWSER}
            self._answers[key] = client.get(key[0], headers=headers, follow_redirects=True)
        return self._answers[key]

    def page(self, path: str, language: str = "en") -> Markup:
        """A page, read."""
        key = (path, language)
        if key not in self._pages:
            answer = self.answer(path, language)
            assert answer.mimetype == "text/html", f"{path}: {answer.mimetype}"
            self._pages[key] = Markup(answer.get_data(as_text=True))
        return self._pages[key]


def reader_of(snapshot: Snapshot, *, show_overlay: bool) -> Reader:
    """A reader of a site over this snapshot."""
    return Reader(create_app(snapshot, WebSettings(show_overlay=show_overlay, query_workers=1)))
