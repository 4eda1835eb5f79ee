"""Numbers as people write them: "671 billion", "6,710 億", "6,710 亿"; never a digit more or less than was said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation, localcontext

from babel.numbers import format_decimal

from queries.times import LOCALES

SCALES: Mapping[str, tuple[tuple[int, str], ...]] = {
    "en": ((12, "trillion"), (9, "billion"), (6, "million")),
    "zh-Hant": ((12, "兆"), (8, "億"), (4, "萬")),
    # In mainland China 兆 also stands for a million.
    "zh-Hans": ((12, "万亿"), (8, "亿"), (4, "万")),
}
"""Language -> powers of ten that have a word, largest first."""
_LEAST: Mapping[str, int] = {"en": 1_000_000, "zh-Hant": 100_000, "zh-Hans": 100_000}
"""Below it figures are as easy to read as words."""
_HAN = re.compile(r"[\u3400-\u9fff]")
# Signs around names that become links (see queries/sentences.py).
_SIGNS = re.compile(r"\ue000[0-9a-f]+\ue001|\ue002")
MINUS = "\N{MINUS SIGN}"
"""A hyphen would be read as one."""
_DECIMALS = 2
_LONGEST_TAIL, _SHORT = 6, Decimal("0.0001")
_MOST = 1_000_000
"""As many of the largest scale ("1,000,000 trillion") are no help to a reader."""


def figure_words(number: str | int | Decimal, language: str) -> str:
    """A number for a reader of `language` (en, zh-Hant, zh-Hans): with the word of its scale, else with separators.

    A word is used only where at most two decimals stand before it, so that every digit is kept without a long tail:
    7000000000 is "7 billion", 7123456789 stays "7,123,456,789". Raises ValueError for what is no finite number.
    """
    exact = _decimal(number)
    if abs(exact) >= _LEAST[language]:
        for power, word in SCALES[language]:
            part = _shifted(exact, power)
            if 1 <= abs(part) < _MOST and _decimals(part) <= _DECIMALS:
                return f"{_separated(part, language)} {word}"
    return _separated(exact, language)


def amount_words(figure: str, noun: str, pattern: str = "") -> str:
    """A figure in words with its unit; `pattern` where the unit does not simply follow: "US${n}".

    Han characters meet without a space: "6,710 億個參數", "3 個月".
    """
    if pattern:
        return pattern.format(n=figure)
    meet = _HAN.fullmatch(figure[-1:]) and _HAN.fullmatch(_SIGNS.sub("", noun)[:1])
    return f"{figure}{'' if meet else ' '}{noun}".rstrip()


def shortened(number: str) -> str:
    """A figure with a tail that nobody reads (more than six decimals), to four of them; any other as it is."""
    exact = _decimal(number)
    if _decimals(exact) > _LONGEST_TAIL:
        return f"{exact.quantize(_SHORT, ROUND_HALF_EVEN):f}"
    return number


def separated(number: str | int | Decimal, language: str) -> str:
    """A number in figures alone, with its locale's separators and every digit. Raises ValueError as above."""
    return _separated(_decimal(number), language)


def _decimal(number: str | int | Decimal) -> Decimal:
    try:
        exact = Decimal(number)
    except InvalidOperation as no_number:
        raise ValueError(f"not a number: {number!r}") from no_number
    if not exact.is_finite():
        raise ValueError(f"not a finite number: {number!r}")
    return exact


def _shifted(number: Decimal, power: int) -> Decimal:
    """The number divided by a power of ten, exactly, without trailing zeros behind the point."""
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    exponent -= power
    kept = list(digits)
    while exponent < 0 and len(kept) > 1 and kept[-1] == 0:
        kept.pop()
        exponent += 1
    return Decimal((sign, tuple(kept), exponent))


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def _separated(number: Decimal, language: str) -> str:
    with localcontext() as context:
        # Decimal arithmetic rounds to the context's precision: as many digits as the number has.
        context.prec = max(context.prec, len(number.as_tuple().digits) + abs(number.adjusted()) + 10)
        told = str(format_decimal(number, locale=LOCALES[language], decimal_quantization=False))
        return told.replace("-", MINUS)
