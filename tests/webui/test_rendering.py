"""What templates can say is said in the language of each request."""

from __future__ import annotations

from tests.webui.reading import Reader


def test_a_term_that_a_template_names_is_named_for_each_reader_anew(reader: Reader) -> None:
    told = []
    with reader.app.test_request_context("/", headers={"Accept-Language": "en"}):
        template = reader.app.jinja_env.from_string("{{ 'isFirst' | term_heading }}")
        told.append(template.render())
    with reader.app.test_request_context("/", headers={"Accept-Language": "zh-TW"}):
        told.append(template.render())
    assert told[0].isascii()
    assert not told[1].isascii()
