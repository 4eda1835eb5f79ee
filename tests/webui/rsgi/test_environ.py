"""The WSGI environment of a request, by PEP 3333."""

from __future__ import annotations

from wsgiref.validate import check_environ

from tests.webui.rsgi.exchange import Request
from webui.rsgi.environ import environ_of


def test_the_parts_of_an_address_are_where_wsgi_has_them() -> None:
    found = environ_of(Request("/page/app/豆包", "q=a%20b&x=%E4%B8%AD", client="[::1]:5", server="127.0.0.1:81"))
    assert found["PATH_INFO"].encode("latin-1").decode() == "/page/app/豆包"
    assert (found["QUERY_STRING"], found["SCRIPT_NAME"]) == ("q=a%20b&x=%E4%B8%AD", "")
    assert (found["SERVER_NAME"], found["SERVER_PORT"], found["SERVER_PROTOCOL"]) == ("127.0.0.1", "81", "HTTP/1.1")
    assert found["REMOTE_ADDR"] == "[::1]"


def test_bytes_that_are_no_ascii_are_a_character_each() -> None:
    assert environ_of(Request(query_string="q=中"))["QUERY_STRING"] == "q=ä¸\xad"


def test_headers_stand_by_name_and_repeated_ones_together() -> None:
    lines = [
        ("host", "localhost:1"),
        ("accept", "text/csv"),
        ("accept", "text/html;q=0.5"),
        ("cookie", "a=1"),
        ("cookie", "b=2"),
        ("content-type", "text/plain"),
        ("content-length", "3"),
        ("x-some-thing", "y"),
    ]
    found = environ_of(Request(lines=lines))
    assert (found["HTTP_ACCEPT"], found["HTTP_COOKIE"]) == ("text/csv,text/html;q=0.5", "a=1;b=2")
    assert (found["CONTENT_TYPE"], found["CONTENT_LENGTH"]) == ("text/plain", "3")
    assert (found["HTTP_HOST"], found["HTTP_X_SOME_THING"]) == ("localhost:1", "y")
    assert not {"HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"} & found.keys()


def test_nothing_of_the_process_is_told() -> None:
    assert "PATH" not in environ_of(Request())


def test_it_is_a_valid_environment() -> None:
    class Empty:
        def read(self, size: int = -1) -> bytes:
            return b""

        readline = readlines = __iter__ = read

    found = environ_of(Request())
    found["wsgi.input"] = Empty()
    check_environ(found)
