"""Where figures stand on strips: only such as share a scale. Geometry only; a template draws it.

Scores on two instruments never share a strip, nor do figures of two voices that name no instrument.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pyoxigraph import Literal

from ontology.namespaces import AIF, compact
from queries.claim_rows import ClaimRow
from webui.comparing.axis import FOOT, MOST_TICKS, TOP, TRACK, Scale, Tick, Track
from webui.comparing.comparison import Voice, voice_of

_MONTHS = {"unit/year": Decimal(12), "unit/month": Decimal(1), "unit/day": 1 / Decimal("30.4375")}
"""Lengths of time in months, as the question `conflicts` measures them."""


@dataclass(frozen=True)
class Strip:
    """Figures of one unit on one instrument (ids); where none is named (""), those of one voice.

    `in_months` tells that lengths of time in several units were brought to months.
    """

    unit: str
    instrument: str
    voice: Voice | None
    in_months: bool
    height: int
    ticks: tuple[Tick, ...]
    tracks: tuple[Track, ...]

    @property
    def bottom(self) -> int:
        """Where the lines of the ticks end and their words begin."""
        return self.height - FOOT


def strips(rows: Iterable[ClaimRow]) -> tuple[Strip, ...]:
    """Figures that share a scale: of one unit and on one instrument. One figure alone needs no strip."""
    found: dict[tuple[str, str, Voice | None], list[ClaimRow]] = {}
    for row in rows:
        if _number(row) is not None and not row.flag("negated"):
            unit, instrument = row.thing("unit") or "", row.thing("onInstrument") or ""
            key = ("unit/month" if unit in _MONTHS else unit, instrument, None if instrument else voice_of(row))
            found.setdefault(key, []).append(row)
    return tuple(_strip(*key, claims) for key, claims in found.items() if len(claims) > 1)


def _strip(unit: str, instrument: str, voice: Voice | None, rows: list[ClaimRow]) -> Strip:
    ends = [end for row in rows for end in _reach(row) if end is not None]
    low, high = min(Decimal(0), *ends), max(Decimal(0), *ends)
    high = high if high > low else Decimal(1)
    step = _step(high - low)
    scale = Scale(_whole(low, step, ROUND_FLOOR), _whole(high, step, ROUND_CEILING))
    ticks, value = [], scale.low
    while value <= scale.high:
        ticks.append(Tick(scale(value), f"{value.normalize():f}"))
        value += step
    tracks = tuple(_figure_track(row, TOP + number * TRACK, scale) for number, row in enumerate(rows))
    in_months = len({row.thing("unit") for row in rows}) > 1
    return Strip(unit, instrument, voice, in_months, TOP + len(rows) * TRACK + FOOT, tuple(ticks), tracks)


def _step(width: Decimal) -> Decimal:
    """1, 2 or 5 times a power of ten: few enough ticks on such a width."""
    power = Decimal(10) ** ((width or Decimal(1)).adjusted() - 1)
    while True:
        for times in (1, 2, 5):
            if width / (power * times) <= MOST_TICKS:
                return power * times
        power *= 10


def _whole(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    """The multiple of a step next to a value."""
    return (value / step).to_integral_value(rounding) * step


def _figure_track(row: ClaimRow, y: int, scale: Scale) -> Track:
    low, value, high = _reach(row)
    start = Decimal(0) if low is None else scale(low)
    end = Decimal(100) if high is None else scale(high)
    return Track(row, y, start, end, low is None, high is None, mark=None if value is None else scale(value))


def _reach(row: ClaimRow) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Least, told and greatest value of a figure as it is said; None for an open end."""
    value, times = _number(row), _MONTHS.get(row.thing("unit") or "", Decimal(1))
    comparator = (row.iri("comparator") or "").removeprefix(AIF)
    if value is None:
        return None, None, None
    low, high = (Decimal(said) if (said := row.text(end)) else None for end in ("lowerBound", "upperBound"))
    least = low if low is not None else None if comparator in ("lessThan", "atMost") else value
    most = high if high is not None else None if comparator in ("moreThan", "atLeast") else value
    return (least if least is None else least * times, value * times, most if most is None else most * times)


def _number(row: ClaimRow) -> Decimal | None:
    literal = row.literal("claimValue")
    is_number = isinstance(literal, Literal) and compact(literal.datatype.value) in ("xsd:integer", "xsd:decimal")
    return Decimal(literal.value) if is_number and literal is not None else None
