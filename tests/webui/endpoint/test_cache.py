"""The cache by itself: bounded in bytes, the least asked for goes first, nothing leads to what has gone."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.outside.dataset import Dataset
from webui.endpoint.cache import AnswerCache, Kept, Key, Ready, holds, is_repeatable, tag_of, with_notice


def key(query: str = "ASK {}", **other: object) -> Key:
    said = {"snapshot": "s", "overlay": False, "query": query, "dataset": (), "written": "t", "row_cap": 10}
    return Key(**{**said, **other})  # type: ignore[arg-type]


def kept(size: int = 1000) -> Kept:
    return Kept("t", b"x" * size, 1, truncated=False, seconds=0.1)


def test_an_answer_comes_back_under_its_key_and_under_no_other() -> None:
    cache, answer = AnswerCache(100_000), kept()
    assert cache.get(key()) is None
    assert cache.put(key(), answer)
    assert cache.get(key()) is answer
    for other in ({"snapshot": "z"}, {"overlay": True}, {"dataset": ("g",)}, {"written": "u"}, {"row_cap": 9}):
        assert cache.get(key(**other)) is None, other
    assert cache.get(key("ASK { }")) is None
    assert (cache.hits, cache.misses) == (1, 7)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3000)), max_size=60))
def test_it_never_holds_more_than_it_may_and_counts_right(puts: list[tuple[int, int]]) -> None:
    cache = AnswerCache(10_000)
    for number, size in puts:
        cache.put(key(f"ASK {{ {number} }}"), kept(size))
        assert cache.bytes <= cache.limit
    everything = [cache.get(key(f"ASK {{ {number} }}")) for number in range(21)]
    assert sum(answer.size for answer in everything if answer) == cache.bytes
    assert sum(answer is not None for answer in everything) == len(cache)


def test_the_one_that_was_asked_for_last_stays() -> None:
    cache = AnswerCache(9_000)
    for name in "abcd":
        cache.put(key(name), kept(1200))
    assert cache.get(key("a"))
    for name in "efg":
        cache.put(key(name), kept(1200))
    assert cache.get(key("a"))
    assert cache.get(key("b")) is None


def test_what_is_too_large_is_not_kept_and_drives_nothing_out() -> None:
    cache = AnswerCache(20_000)
    cache.put(key("a"), kept(1000))
    assert not cache.put(key("b"), kept(6000))
    assert cache.get(key("a"))
    assert not AnswerCache(0).put(key(), kept(1))


def test_a_shortcut_goes_with_its_answer_and_is_counted() -> None:
    cache = AnswerCache(8_000)
    cache.put(key("a"), kept(1000))
    before = cache.bytes
    response = Ready([("X", "1")], b"x", '"t"')
    cache.shorten("request", 500, key("a"), response)
    assert cache.ready("request") is response
    assert cache.bytes > before + 500
    for name in "bcdef":
        cache.put(key(name), kept(1200))
    assert cache.get(key("a")) is None
    assert cache.ready("request") is None
    cache.shorten("request", 500, key("a"), response)
    assert cache.ready("request") is None, "the answer has gone"


def test_different_requests_for_one_answer_cannot_fill_the_memory() -> None:
    cache = AnswerCache(1_000_000)
    cache.put(key("a"), kept(1000))
    for number in range(100):
        cache.shorten(number, 10, key("a"), Ready([], b"", ""))
    assert sum(cache.ready(number) is not None for number in range(100)) < 20


def test_a_tag_outlives_its_answer() -> None:
    cache, answer = AnswerCache(8_000), kept(1000)
    cache.put(key("a"), answer)
    for name in "bcdef":
        cache.put(key(name), kept(1200))
    assert cache.get(key("a")) is None
    assert cache.digest(key("a")) == answer.digest
    assert cache.digest(key("z")) == ""


def test_a_tag_keeps_nothing_of_the_query_that_it_is_of() -> None:
    cache = AnswerCache(1_000_000)
    query = " ".join(["ASK {} #", "a text that is long"])
    before = sys.getrefcount(query)
    assert not cache.put(key(query), kept(2_000_000)), "too large to be kept"
    assert sys.getrefcount(query) == before
    assert cache.digest(key(query))
    for other in ({"snapshot": "z"}, {"overlay": True}, {"dataset": ("g",)}, {"written": "u"}, {"row_cap": 9}):
        assert cache.digest(key(query, **other)) == "", other


@pytest.mark.parametrize("letter", ["a", "\u5b57", "\U0001f600"])
def test_what_a_key_holds_is_counted(letter: str) -> None:
    query, graph = letter * 10_000, "g" * 5000
    cache = AnswerCache(1_000_000)
    cache.put(key(query, dataset=Dataset((graph,), (graph + "2",))), kept(10))
    assert cache.bytes >= sys.getsizeof(query) + 2 * sys.getsizeof(graph)


def test_a_coded_body_is_made_once_and_counted() -> None:
    cache, answer = AnswerCache(100_000), kept(9000)
    cache.put(key(), answer)
    before = cache.bytes
    body = cache.coded(key(), answer, "gzip")
    assert len(body) < 200
    assert cache.coded(key(), answer, "gzip") is body
    assert cache.bytes == before + len(body)
    assert cache.coded(key(), answer, "identity") is answer.body


def test_many_threads_may_use_it_at_once() -> None:
    cache = AnswerCache(20_000)

    def work(start: int) -> None:
        for number in range(300):
            name = f"ASK {{ {(start * 7 + number) % 30} }}"
            if (found := cache.get(key(name))) is None:
                cache.put(key(name), kept(1500))
            else:
                cache.coded(key(name), found, "gzip")
                cache.shorten((start, name), 20, key(name), Ready([], b"", ""))
            cache.ready((start, name))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    assert 0 < cache.bytes <= cache.limit
    left = [found for number in range(30) if (found := cache.get(key(f"ASK {{ {number} }}")))]
    assert sum(answer.size for answer in left) == cache.bytes


@pytest.mark.parametrize(
    ("query", "repeatable"),
    [
        ("SELECT (NOW() AS ?t) {}", False),
        ("SELECT (now( ) AS ?t) {}", False),
        ("SELECT (NOW # clock\n () AS ?t) {}", False),
        ("SELECT (RAND() AS ?t) {}", False),
        ("SELECT (UUID() AS ?t) {}", False),
        ("SELECT (1+STRUUID() AS ?t) {}", False),
        ("SELECT * { ?s ?p ?o } ORDER BYRAND()", False),
        ("SELECT ?now { ?now ex:rand ?uuid }", True),
        ("SELECT (NOWHERE AS ?x) {}", True),
        ("SELECT ?x { ?x ?y ?z }", True),
    ],
)
def test_what_asks_for_the_time_or_for_chance_is_not_kept(query: str, repeatable: bool) -> None:
    assert is_repeatable(query) is repeatable
    assert AnswerCache(100_000).put(key(query), kept()) is repeatable


@pytest.mark.parametrize(
    ("if_none_match", "held"),
    [
        ('"a.json"', True),
        ('W/"a.json"', True),
        ('"b", "a.json"', True),
        ("*", True),
        ("a.json", False),
        ('"xa.json"', False),
        ('"a.json.gzip"', False),
        ("", False),
    ],
)
def test_a_client_has_what_its_header_names(if_none_match: str, held: bool) -> None:
    assert holds(if_none_match, ['"a.json"']) is held


def test_tags_differ_by_content_type_and_coding() -> None:
    tags = {tag_of(d, t, c) for d in "xy" for t in ("text/csv", "text/tsv") for c in ("identity", "gzip")}
    assert len(tags) == 8


def test_the_notice_of_a_cut_stands_in_the_head() -> None:
    told = with_notice(b'{"head":{"vars":["a","b"]},"results":{"bindings":[{"a":{}}]}}')
    assert told == (
        b'{"head":{"vars":["a","b"],"link":["https://w3id.org/aifrontier/problem/result-cut"]},'
        b'"results":{"bindings":[{"a":{}}]}}'
    )
