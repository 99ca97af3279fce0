"""How number words and figures make one number: «سه میلیون و ۵۰۰ هزار», «مئتان وخمسة وعشرون», «دو سوم»."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from corpora.tables import table
from extractors.patterns import flat, folded


class Atom(NamedTuple):
    """A number word or figures. ``joint`` says what stands before it: "" (nothing counts), ``glue`` or ``and``."""

    value: Fraction
    kind: str
    language: str
    start: int = 0
    end: int = 0
    joint: str = ""


class Reading(NamedTuple):
    """A number read from atoms ``[first, last)``.

    ``factor`` is the scale that a lower end of a range shares («۳۰ تا ۴۰ هزار»), 1 where there is none.
    ``form`` is "" or what is odd about it: ``part`` (of one, no scale), ``bare`` (a scale alone), ``construct`` (a
    scale in -ا, which is two before a noun and one elsewhere), ``chained`` (a word that is a number beside another).
    """

    last: int
    value: Fraction
    factor: Fraction
    form: str


def _kind(value: Fraction) -> str:
    for most, kind in ((10, "one"), (20, "teen"), (100, "ten"), (1000, "hundred")):
        if value < most:
            return kind
    return "dual"


@cache
def lexicon() -> dict[tuple[str, str], Atom]:
    """Number word of one piece, flat, and language → what it is."""
    words: dict[tuple[str, str], Atom] = {}
    for row in (*table("numerals"), *table("numeral_parts")):
        value, kind = Fraction(row["value"]), row["kind"]
        if kind == "unit":
            kind = _kind(value)
        if row["language"] == "ar" and value == _TEN:
            kind = "after_one"
        if row["word"] in _CONSTRUCT:
            kind = "construct"
        if " " not in row["word"]:
            words[flat(folded(row["word"])), row["language"]] = Atom(value, kind, row["language"])
    return words


_TEN, _HUNDRED, _THIRTY = Fraction(10), Fraction(100), Fraction(30)
_CONSTRUCT = frozenset(("ألفا", "مليونا", "مليارا"))
_ZERO, _ONE = Fraction(0), Fraction(1)
_SCALES = ("scale", "construct")
_BEFORE_TENS = ("one", "first", "chained")


class _Group(NamedTuple):
    """A number below a scale with its scales («۵۰۰ هزار»); ``scale`` is 1 where it has none."""

    last: int
    small: Fraction
    scale: Fraction
    form: str


class Reader:
    """Reads the longest number that begins at an atom."""

    def __init__(self, atoms: Sequence[Atom]) -> None:
        """Atoms in the order of the text."""
        self.atoms = atoms

    def _is(self, at: int, kinds: Sequence[str], joint: str = "") -> bool:
        """Whether an atom has one of these kinds and, where asked, this joint before it."""
        return at < len(self.atoms) and self.atoms[at].kind in kinds and (not joint or self.atoms[at].joint == joint)

    def read(self, first: int) -> Reading | None:
        """The number that begins at ``first``; None where none does."""
        group = self._group(first)
        if group is None:
            return None
        done, factor, form = group.small * group.scale, group.scale, group.form
        last, lowest = group.last, group.scale
        while more := self._next_group(last, done, lowest):
            joined, total = more
            done, last, lowest = total, joined.last, joined.scale
            factor, form = _ONE, ""
        half = self._half(last, lowest)
        if half:
            return Reading(half[0], done + half[1] * lowest, _ONE, "")
        return Reading(last, done, factor, form)

    def _next_group(self, at: int, done: Fraction, lowest: Fraction) -> tuple[_Group, Fraction] | None:
        """The group that follows a scale, and the sum with it."""
        if lowest == 1 or at >= len(self.atoms) or not self.atoms[at].joint:
            return None
        group = self._group(at)
        if group is None or group.form == "part" or group.small >= lowest:
            return None
        if self.atoms[at].joint == "glue" and (group.scale == 1 or self.atoms[at].language == "ar"):
            return None
        if group.small * group.scale < lowest:
            return group, done + group.small * group.scale
        if group.scale > lowest and done < group.scale and group.form != "bare":
            return group, (done + group.small) * group.scale
        return None

    def _half(self, at: int, scale: Fraction) -> tuple[int, Fraction] | None:
        """A part of the last scale after it: «یک میلیون و نیم», «مليون ونصف المليون»."""
        if scale == 1 or not self._is(at, ("part",), "and"):
            return None
        last = at + 1
        if self._is(last, ("definite", *_SCALES), "glue"):
            return (last + 1, self.atoms[at].value) if self.atoms[last].value == scale else None
        return last, self.atoms[at].value

    def _group(self, first: int) -> _Group | None:
        if self._is(first, ("dual",)):
            scale = self.atoms[first].value / 2
            return _Group(first + 1, Fraction(2), scale, "")
        small = self._part(first) or self._decimal(first)
        at, value, form = small or (first, _ONE, "bare")
        scale = _ONE
        scales = (*_SCALES, "definite") if form == "part" else _SCALES
        while self._is(at, scales, "glue" if at > first else ""):
            if form == "bare" and self.atoms[at].kind == "construct":
                form = "construct"
            scale *= self.atoms[at].value
            at += 1
        if at == first:
            return None
        return _Group(at, value, scale, "" if form == "part" and scale > 1 else form)

    def _part(self, first: int) -> tuple[int, Fraction, str] | None:
        """A part of one: «نیم», «ثلثا», «دو سوم», «ثلاثة أرباع», «پنج دهم»."""
        if self._is(first, ("part",)):
            return first + 1, self.atoms[first].value, "part"
        if self._is(first, ("one", "digits")) and self._is(first + 1, ("part",), "glue"):
            share = self.atoms[first].value * self.atoms[first + 1].value
            if share < 1 and self.atoms[first].value.denominator == 1 and self.atoms[first + 1].language == "fa":
                return first + 2, share, "part"  # «سه ربع»
        if self._is(first, ("one", "teen", "ten", "hundred", "digits")):
            small = self._small(first)
            if small and self._is(small[0], ("denominator",), "glue"):
                return small[0] + 1, small[1] * self.atoms[small[0]].value, "part"
        return None

    def _decimal(self, first: int) -> tuple[int, Fraction, str] | None:
        """A number below a scale, with a part or a decimal in words after it: «یک و نیم», «خمسة فاصلة ثلاثة»."""
        small = self._small(first)
        if small is None:
            return None
        at, value, form = small
        if self._is(at, ("point",), "glue") and self._is(at + 1, ("digits", "one", "teen", "ten", "after_one"), "glue"):
            after = self._small(at + 1)
            if after and after[1].denominator == 1:
                return after[0], value + after[1] / 10 ** len(str(after[1])), ""
        if self._is(at, ("part", "one", "teen", "ten", "hundred", "digits"), "and"):
            part = self._part(at)
            if part and part[1] < 1 and not self._is(part[0], ("definite",), "glue"):
                return part[0], value + part[1], ""
        return at, value, form

    def _small(self, first: int) -> tuple[int, Fraction, str] | None:
        if self._is(first, ("digits",)):
            value = self.atoms[first].value
            hundred = self._is(first + 1, ("hundred",), "glue") and self.atoms[first + 1].value == _HUNDRED
            if hundred and value in range(1, int(_TEN)):
                return first + 2, value * _HUNDRED, ""  # «5 مئة»
            return first + 1, value, ""
        hundreds = self._hundreds(first)
        if hundreds is None:
            return self._tens(first)
        at, value = hundreds
        glued = self._is(at, ("ten",), "glue")  # «سیصدپنجاه»
        if at < len(self.atoms) and (glued or self.atoms[at].joint == "and" or self.atoms[at].language == "ar"):
            rest = self._tens(at) if self.atoms[at].joint else None
            if rest and not self._is_mixed(rest[0], value + rest[1]):
                return rest[0], value + rest[1], ""
        return at, value, "chained" if self._is(first, ("chained",)) else ""

    def _is_mixed(self, at: int, numerator: Fraction) -> bool:
        """Whether a denominator parts the last word of a numerator from what is whole: «بیست و دو دهم» is 20.2."""
        return self._is(at, ("denominator",), "glue") and numerator * self.atoms[at].value >= 1

    def _hundreds(self, first: int) -> tuple[int, Fraction] | None:
        """Hundreds in one word or apart: «پانصد», «نه صد», «ثلاث مئة»."""
        if self._is(first, ("hundred",)) or (self._is(first, ("chained",)) and self.atoms[first].value >= _HUNDRED):
            return first + 1, self.atoms[first].value
        apart = self._is(first, ("one", "first")) or (
            self._is(first, ("ten",)) and self.atoms[first].value == _THIRTY and self.atoms[first].language == "fa"
        )
        if apart and self._is(first + 1, ("hundred",), "glue") and self.atoms[first + 1].value == _HUNDRED:
            value = self.atoms[first].value
            return first + 2, _HUNDRED * (value if value < _TEN else value / 10)
        return None

    def _tens(self, first: int) -> tuple[int, Fraction, str] | None:
        if not self._is(first, ("one", "teen", "ten", "after_one", "first", "chained")):
            return None
        atom, after = self.atoms[first], first + 1
        if atom.kind in ("one", "first") and self._is(after, ("after_one",), "glue"):
            return after + 1, atom.value + _TEN, ""
        if atom.kind == "ten" and self._is(after, ("one",), "and"):
            both = atom.value + self.atoms[after].value
            apart = atom.language == "ar" or self._is_mixed(after + 1, both)
            return (after, atom.value, "") if apart else (after + 1, both, "")
        if atom.kind in _BEFORE_TENS and atom.language == "ar" and self._is(after, ("ten",), "and"):
            return after + 1, atom.value + self.atoms[after].value, ""
        if atom.kind == "first":
            return None
        return after, atom.value, "chained" if atom.kind == "chained" else ""
