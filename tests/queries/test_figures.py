"""Large numbers in words say the number they were made from: not a digit is lost, in any language."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.figures import MINUS, SCALES, figure_words, separated
from queries.times import LOCALES


@pytest.mark.parametrize(
    ("number", "english", "traditional", "simplified"),
    [
        ("7000000000", "7 billion", "70 億", "70 亿"),
        ("671000000000", "671 billion", "6,710 億", "6,710 亿"),
        ("300000000000", "300 billion", "3,000 億", "3,000 亿"),
        ("25000000", "25 million", "2,500 萬", "2,500 万"),
        ("1200000000000", "1.2 trillion", "1.2 兆", "1.2 万亿"),
        ("1234500000000", "1,234.5 billion", "12,345 億", "12,345 亿"),
        ("100000", "100,000", "10 萬", "10 万"),
        ("-2500000", "\N{MINUS SIGN}2.5 million", "\N{MINUS SIGN}250 萬", "\N{MINUS SIGN}250 万"),
        # What has no short form stays in figures, as small numbers do.
        ("7123456789", "7,123,456,789", "7,123,456,789", "7,123,456,789"),
        ("35000", "35,000", "35,000", "35,000"),
        ("1442", "1,442", "1,442", "1,442"),
        ("0.125", "0.125", "0.125", "0.125"),
        ("68", "68", "68", "68"),
        ("0", "0", "0", "0"),
    ],
)
def test_a_number_is_told_as_people_write_it(number: str, english: str, traditional: str, simplified: str) -> None:
    told = [figure_words(number, language) for language in LOCALES]
    assert told == [english, traditional, simplified]


def read(words: str, language: str) -> Decimal:
    """The number that words say."""
    figures, _, scale = words.partition(" ")
    power = {word: power for power, word in SCALES[language]}.get(scale, 0)
    sign, digits, exponent = Decimal(figures.replace(",", "").replace(MINUS, "-")).as_tuple()
    assert isinstance(exponent, int)
    return Decimal((sign, digits, exponent + power))


NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e40"), max_value=Decimal("1e40")),
    st.integers(min_value=-(10**40), max_value=10**40).map(Decimal),
    # Round ones, as sources give them.
    st.builds(lambda head, zeros: Decimal(head * 10**zeros), st.integers(-9999, 9999), st.integers(0, 16)),
)


@pytest.mark.parametrize("language", LOCALES)
@given(number=NUMBERS)
def test_the_words_read_back_give_the_number(language: str, number: Decimal) -> None:
    text = f"{number:f}"
    assert read(figure_words(text, language), language) == number
    assert read(separated(text, language), language) == number


@given(number=NUMBERS)
def test_figures_alone_hold_no_word(number: Decimal) -> None:
    assert set(separated(number, "zh-Hant")) <= set("0123456789,." + MINUS)


@pytest.mark.parametrize("text", ["many", "", "NaN", "Infinity"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        figure_words(text, "en")
