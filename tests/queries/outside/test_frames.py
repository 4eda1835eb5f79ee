"""What server and worker say survives the way."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.outside.dataset import Dataset
from queries.outside.errors import (
    DeathCause,
    MediaTypeRefused,
    OutsideQueryError,
    PoolBusy,
    QueryEvaluationError,
    QuerySyntaxError,
    ResultTooLarge,
    UnknownGraph,
    WorkerDied,
)
from queries.outside.frames import (
    WHOLE_HEAD,
    WHOLE_RESULT,
    Request,
    error_from_json,
    error_to_json,
    read_frame,
    whole_frame,
    write_frame,
)


@given(st.lists(st.binary(), max_size=4))
def test_frames_come_back_as_they_went(contents: list[bytes]) -> None:
    stream = io.BytesIO()
    for content in contents:
        write_frame(stream, content)
    stream.seek(0)
    assert [read_frame(stream) for _ in contents] == contents
    assert read_frame(stream) is None


def test_a_length_stands_before_in_four_bytes_the_largest_first() -> None:
    stream = io.BytesIO()
    write_frame(stream, b"x" * 258)
    assert stream.getvalue()[:5] == b"\x00\x00\x01\x02x"


@pytest.mark.parametrize("torn", [b"\x00", b"\x00\x00\x00\x05four"])
def test_a_torn_frame_is_the_end(torn: bytes) -> None:
    assert read_frame(io.BytesIO(torn)) is None


GRAPHS = st.lists(st.text(), max_size=3).map(tuple)
COUNTS = st.integers(1, (1 << 64) - 1)


@given(
    st.text(),
    st.text(),
    COUNTS,
    COUNTS,
    st.dictionaries(st.text(), st.text(), max_size=3),
    st.builds(Dataset, GRAPHS, GRAPHS),
)
def test_a_request_comes_back_as_it_went(
    query: str, media_type: str, row_cap: int, byte_cap: int, prefixes: dict[str, str], dataset: Dataset
) -> None:
    request = Request(query, media_type, row_cap, byte_cap, prefixes, dataset)
    content = read_frame(io.BytesIO(request.to_frame()))
    assert content is not None
    assert Request.from_content(content) == request


@given(st.lists(st.binary(), max_size=3), st.integers(0, (1 << 64) - 1), st.booleans())
def test_a_whole_result_tells_its_rows_in_front_of_its_body(body: list[bytes], rows: int, truncated: bool) -> None:
    content = read_frame(io.BytesIO(whole_frame(rows, body, truncated=truncated)))
    assert content is not None
    assert WHOLE_HEAD.unpack_from(content) == (WHOLE_RESULT, rows, truncated)
    assert content[WHOLE_HEAD.size :] == b"".join(body)


@pytest.mark.parametrize(
    "error",
    [
        QuerySyntaxError(2, 3, "字"),
        UnknownGraph("http://g/字", 1, 2, ("http://g/1",)),
        UnknownGraph("http://g/字", None, None, ()),
        QueryEvaluationError("why"),
        MediaTypeRefused("text/html", ("text/csv", "text/turtle")),
        ResultTooLarge(10),
        WorkerDied(DeathCause.MEMORY),
    ],
)
def test_an_error_of_a_worker_comes_back_as_it_went(error: OutsideQueryError) -> None:
    back = error_from_json(json.loads(error_to_json(error)))
    assert type(back) is type(error)
    assert (str(back), back.mend, vars(back)) == (str(error), error.mend, vars(error))


def test_an_error_that_no_worker_has_is_not_sent() -> None:
    with pytest.raises(KeyError):
        error_to_json(PoolBusy(1))
