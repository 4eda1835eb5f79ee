"""Fold v1: a text without what may differ between two copies of it, but with every number as it stands.

The fold is what lets a span be found again in a copy with other white space, punctuation, width or case. It
must never let a changed number pass, so wherever a number could be read otherwise it is strict.

The rule, in this order:

1. *Each code point by itself* becomes its NFKC form, case-folded; U+2010 (and so U+2011) becomes "-".
   Kept as they are: numbers other than decimal digits (½, ②, Ⅳ: categories No and Nl, the latter
   case-folded), superscripts, subscripts and fractions, and any other sign whose NFKC form holds a digit or
   a space (㎡, ¯). So 10² does not fold like 102; full-width digits do become plain ones.
2. *Classes.* A figure is a code point of category N or S (so $, +, <, U+2212 MINUS SIGN), a sign of percent
   or the like (%, ‰) or a control of writing direction. A numeral is a Han numeral of `HAN_NUMERALS`, or the
   end (or beginning) of a run of letters that ends (begins) with one of `NUMBER_WORDS`. A gap is a longest
   run of white space, control and format characters and invisible fillers (all of them called space below)
   and punctuation (P*). A mark is one of . , - / ( ) ! ' and of `MARKS`, or any dash (Pd). A combining mark
   belongs to what it follows; everything else is a letter.
3. *Letters, figures and numerals are kept.* Of a gap is kept, after each run of space in it has become one
   space:
   a. between two figures or numerals: all of it ("7 14" is not "714", "4–14" not "414", "3, 5" not "3,5",
      "三十、五" not "三十五"); only space alone is dropped between a figure and a numeral ("3,000 億") and
      before a sign of percent ("5 %");
   b. after a figure: the marks that follow it directly, space between them included ("5-", "5.");
   c. before a figure: the marks directly before it, space between and after them included, and with them
      the one thing in front of them ("GPT -4" is not "GPT-4", ". 5" is not ".5"). A figure that is + or a
      minus sign keeps the thing in front of it too, and so does a combining mark that follows a gap;
   d. before a letter or numeral: a dash that begins the word, with the thing in front of it ("-US$5").
   All else in a gap is dropped.
4. A comma or full stop of another width that stands alone between two plain digits stays as it is (a Chinese
   clause may end between them); between two full-width digits it is folded like them.

What the fold of a context looks like does not depend on the text around it: the fold of the whole text holds
it as one run. Only at its two ends may the whole text keep more.

Known limits: case is folded, so "5 MW" folds like "5 mW"; a number written in letters of a language other
than English or Chinese is only protected as letters. A change of this rule is a new version.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

FOLD = "fold-v1"

# Listed, not taken from the Unicode tables: those grow with the Python version, a digest must not change.
HAN_NUMERALS = frozenset("〇零一二兩两三四五六七八九十廿卅百千萬万億亿兆壹貳贰參叁肆伍陸陆柒捌玖拾佰仟")
NUMBER_WORDS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    "hundred|thousand|million|billion|trillion"
)
PERCENT = frozenset("%‰‱٪؉؊")
MARKS = frozenset(".,/()!'’′·٫٬")
_SIGNS = frozenset("+−±∓")
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FILLERS = frozenset("\u115f\u1160")
_WIDE_MARKS = frozenset("，．﹐﹒︐")
_FULL_WIDTH_DIGITS = frozenset("０１２３４５６７８９")

# One letter per class, so that a text becomes a string of classes in which gaps are a regular expression.
_FIGURE, _NUMERAL, _LETTER, _SPACE, _MARK, _OTHER = "dhlwmp"
_NUMBER = _FIGURE + _NUMERAL
_GAP = re.compile(f"[{_SPACE}{_MARK}{_OTHER}]+")
_WORD_BEGINS = re.compile(rf"(?<![^\W\d_])(?:{NUMBER_WORDS})")
_WORD_ENDS = re.compile(rf"(?:{NUMBER_WORDS})(?![^\W\d_])")


@dataclass(frozen=True)
class Folded:
    """A folded text; `offsets[i]` is the index of the raw code point that produced folded character i."""

    text: str
    offsets: tuple[int, ...]

    def index(self, raw: int) -> int:
        """The index of the first folded character that comes from raw code point `raw` or a later one."""
        return bisect_left(self.offsets, raw)

    def raw_range(self, start: int, end: int) -> tuple[int, int]:
        """Start and end, in raw code points, of what produced folded characters `start` to `end` (not empty)."""
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold a text by Fold v1 (the rule is the docstring of this module).

    In: any text, in code points. Out: the folded text with one raw offset per character; offsets never fall.
    """
    chars: list[str] = []
    raws: list[int] = []
    for raw, char in enumerate(text):
        mapped = _mapped(char)
        chars.extend(mapped)
        raws.extend([raw] * len(mapped))
    kinds = _kinds(chars)
    kept: list[str] = []
    offsets: list[int] = []
    done = 0
    for gap in _GAP.finditer(kinds):
        start, end = gap.span()
        kept += chars[done:start]
        offsets += raws[done:start]
        for char, raw in _of_gap(text, chars, raws, kinds, start, end):
            kept.append(char)
            offsets.append(raw)
        done = end
    kept += chars[done:]
    offsets += raws[done:]
    return Folded("".join(kept), tuple(offsets))


@cache
def _mapped(char: str) -> str:
    """Step 1 of the rule, for one code point."""
    category = unicodedata.category(char)
    if category == "Nl":
        return char.casefold()
    if category == "No" or unicodedata.decomposition(char).startswith(("<super>", "<sub>", "<fraction>")):
        return char
    form = unicodedata.normalize("NFKC", char)
    if category not in ("Nd", "Zs") and any(part.isdecimal() or part == " " for part in form):
        return char
    # Case-folding may leave what NFKC changes again, and the other way round (ϒ, ﬃ with marks).
    while (again := unicodedata.normalize("NFKC", form.casefold())) != form:
        form = again
    return form.replace("\u2010", "-")


@cache
def _kind(char: str) -> str:
    """Step 2 of the rule, for one code point that is not a combining mark."""
    category = unicodedata.category(char)
    if char in HAN_NUMERALS:
        return _NUMERAL
    if category[0] in "NS" or char in PERCENT or char in _DIRECTION:
        return _FIGURE
    if char.isspace() or category in ("Cc", "Cf") or char in _FILLERS:
        return _SPACE
    if category == "Pd" or char in MARKS:
        return _MARK
    return _OTHER if category[0] == "P" else _LETTER


def _kinds(chars: Sequence[str]) -> str:
    """The classes of a mapped text, one letter each."""
    kinds: list[str] = []
    for char in chars:
        if not _combining(char):
            kinds.append(_kind(char))
        else:
            before = kinds[-1] if kinds else _SPACE
            kinds.append(before if before in _NUMBER + _LETTER else _FIGURE)
    joined = "".join(chars)
    for match in _WORD_BEGINS.finditer(joined):
        kinds[match.start()] = _NUMERAL
    for match in _WORD_ENDS.finditer(joined):
        kinds[match.end() - 1] = _NUMERAL
    return "".join(kinds)


@cache
def _combining(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


Piece = tuple[str, int]


def _of_gap(
    text: str, chars: Sequence[str], raws: Sequence[int], kinds: str, start: int, end: int
) -> Sequence[Piece]:
    """Step 3 of the rule: what is kept of the gap from `start` to `end`, with raw offsets."""
    left = kinds[start - 1] if start else ""
    right = kinds[end] if end < len(kinds) else ""
    between = left in _NUMBER and right in _NUMBER and bool(left and right)
    if between and end - start == 1 and _stands_alone(text, raws[start], chars[start - 1], chars[end]):
        return [(text[raws[start]], raws[start])]
    pieces = list(_pieces(chars, raws, kinds, start, end))
    if between:
        alone = all(char == " " for char, _ in pieces)
        dropped = (left != right and not _combining(chars[end])) or chars[end] in PERCENT
        return [] if alone and dropped else pieces
    if right == _FIGURE:
        sign = chars[end] in _SIGNS or _combining(chars[end])
        return pieces[_leading(pieces, sign) :]
    after = _trailing(pieces) if left == _FIGURE else 0
    if right and _begins_word(pieces, at_start=start == 0) and after < len(pieces):
        return pieces[:after] + pieces[max(after, len(pieces) - 2) :]
    return pieces[:after]


def _stands_alone(text: str, raw: int, left: str, right: str) -> bool:
    """Step 4: whether the comma or full stop at `raw` is of another width and between two plain digits."""
    return (
        text[raw] in _WIDE_MARKS
        and left.isdecimal()
        and right.isdecimal()
        and not (text[raw - 1] in _FULL_WIDTH_DIGITS and text[raw + 1] in _FULL_WIDTH_DIGITS)
    )


def _pieces(chars: Sequence[str], raws: Sequence[int], kinds: str, start: int, end: int) -> Iterator[Piece]:
    """The gap with each run of space as one space, which has the offset of the run's last code point."""
    for i in range(start, end):
        if kinds[i] != _SPACE:
            yield chars[i], raws[i]
        elif i + 1 == end or kinds[i + 1] != _SPACE:
            yield " ", raws[i]


def _trailing(pieces: Sequence[Piece]) -> int:
    """How many pieces from the left are marks, or a space before a mark."""
    count = 0
    for i, (char, _) in enumerate(pieces):
        if char != " ":
            if _kind(char) != _MARK:
                break
            count = i + 1
    return count


def _leading(pieces: Sequence[Piece], sign: bool) -> int:
    """Where the marks before a figure begin, the one thing in front of them included."""
    first = len(pieces)
    for i in range(len(pieces) - 1, -1, -1):
        char = pieces[i][0]
        if char != " ":
            if _kind(char) != _MARK:
                break
            first = i
    return max(first - 1, 0) if first < len(pieces) or sign else first


def _begins_word(pieces: Sequence[Piece], at_start: bool) -> bool:
    """Whether the gap ends with a dash that begins a word: nothing, or no letter and no dash, before it."""
    if not pieces or unicodedata.category(pieces[-1][0]) != "Pd":
        return False
    if len(pieces) == 1:
        return at_start
    return unicodedata.category(pieces[-2][0]) != "Pd"


def touches_number(char: str) -> bool:
    """Whether a folded character can be a part of a number, or belongs to one that stands beside it."""
    return _combining(char) or _kind(char) not in (_LETTER, _OTHER)


def is_wordlike(char: str) -> bool:
    """Whether a folded character is a letter of a script that writes words apart (not of Chinese, say)."""
    return unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lm")
