"""Whose turn it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.outside.errors import PoolBusy
from queries.outside.line import Line, Place


def filled(line: Line, clients: str, bound: int = 100) -> list[Place]:
    places = [Place(client, None) for client in clients]
    for place in places:
        line.join(place, bound)
    return places


def served(line: Line) -> list[Place]:
    order = []
    while (place := line.next()) is not None:
        order.append(place)
    return order


def test_clients_take_turns_and_each_is_served_in_his_own_order() -> None:
    line = Line()
    places = filled(line, "aaaabbc")
    assert len(line) == 7
    order = served(line)
    assert "".join(str(place.client) for place in order) == "abcabaa"
    assert [place for place in order if place.client == "a"] == places[:4]
    assert len(line) == 0


def test_a_place_can_be_left_once() -> None:
    line = Line()
    first, second, third = filled(line, "aab")
    assert line.leave(first)
    assert not line.leave(first)
    assert served(line) == [second, third]
    assert not line.leave(third)


def test_in_a_full_line_the_newcomer_is_turned_away() -> None:
    line = Line()
    filled(line, "aab", bound=3)
    newcomer = Place("a", None)
    assert line.join(newcomer, 3) is newcomer
    another = Place("b", None)
    assert line.join(another, 3) is another  # it would only change who waits for two
    assert len(line) == 3


def test_in_a_full_line_he_who_sent_many_gives_way() -> None:
    line = Line()
    places = filled(line, "aaaa", bound=4)
    newcomer = Place("b", None)
    assert line.join(newcomer, 4) is places[-1]
    assert served(line) == [places[0], newcomer, places[1], places[2]]


@given(st.lists(st.sampled_from("abc"), max_size=20), st.integers(1, 8))
def test_nobody_waits_beyond_the_bound_and_nobody_is_lost(clients: list[str], bound: int) -> None:
    line = Line()
    places, gone = [Place(client, None) for client in clients], []
    for place in places:
        if (sent_away := line.join(place, bound)) is not None:
            gone.append(sent_away)
        assert len(line) <= bound
    order = served(line)
    assert len(order) == min(bound, len(places))
    assert {id(place) for place in (*order, *gone)} == {id(place) for place in places}
    # No client waits as many turns as another has places, as long as he has one himself.
    for client in {place.client for place in order}:
        first = next(number for number, place in enumerate(order) if place.client == client)
        assert first < len(set(clients))


def test_a_place_is_filled_with_a_worker_or_a_reason() -> None:
    place = Place(None, None)
    assert not place.wait(0)
    place.queue()
    assert not place.wait(0)
    place.fail(PoolBusy(1))
    assert place.wait(0)
    with pytest.raises(PoolBusy):
        place.refuse_failed()
