"""The types of the values of mentions, one frozen class a label, with what checks them and their JSON Schema.

A mention keeps its value as JSON has it; code that reads one does so by its type: ``Count.of(mention.value).unit``.
A type may get further optional parts; to rename or drop one needs a migration of what is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cache
from inspect import cleandoc
from typing import Annotated, Any, ClassVar, Self, get_args, get_type_hints

from corpora.errors import InvalidValue
from corpora.sentences import Sentence
from corpora.shapes import CLOCK, DAY, DURATION, NUMBER, RANGE, RANGES, TEXT, TEXTS, TRUE, Shape, matching, one_of

CALENDARS = ("jalali", "hijri", "gregorian")
PRECISIONS = ("time", "day", "week", "month", "season", "year", "decade", "century")
ROLES = ("published", "signed", "meeting", "deadline", "valid_from", "valid_until")
MODIFIERS = ("exact", "about", "more_than", "at_least", "less_than", "at_most", "between")
AGREEMENTS = ("mou", "agreement", "contract", "annex", "decree")
QUOTATIONS = ("direct", "indirect")

type Text = Annotated[str, TEXT]
type Texts = Annotated[Sequence[str], TEXTS]
type Number = Annotated[float, NUMBER]
type Day = Annotated[str, DAY]
type Range = Annotated[Sequence[int], RANGE]
type Ranges = Annotated[Sequence[Sequence[int]], RANGES]
type Modifier = Annotated[str, one_of(*MODIFIERS)]
type Yes = Annotated[bool, TRUE]

_PART = r"\d{2}(?:-\d{2})?|SP|SU|AU|WI|[QH]\d|W\d{1,2}|M\d{1,2}-\d{1,2}"
_WRITTEN = rf"-?[\dX]{{2,4}}(?:-(?:{_PART}))?|--\d{{2}}(?:-\d{{2}})?|T\d{{2}}:\d{{2}}"


@dataclass(frozen=True, slots=True)
class Value:
    """What all types of values share. ``None`` stands for a part that is not said; JSON leaves it out."""

    LABEL: ClassVar[str]

    @classmethod
    def validate(cls, value: Mapping[str, Any]) -> Self:
        """The value, once it was seen to be of this type; raises InvalidValue, which says what is wrong."""
        shapes = _shapes(cls.LABEL)
        for name, part in value.items():
            shape = shapes.get(name)
            if shape is None:
                raise InvalidValue(
                    cls.LABEL, Sentence("{part!r} is none of its parts ({parts})", part=name, parts=shapes)
                )
            if not shape.holds(part):
                raise InvalidValue(cls.LABEL, Sentence("{part} is {called}", part=name, called=shape.called))
        made = cls.of(value)
        wrong = made._wrong()
        if wrong:
            raise InvalidValue(cls.LABEL, wrong)
        return made

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Self:
        """A value that was validated before, as when it was stored; raises InvalidValue where a part is missing."""
        try:
            return cls(**value)
        except TypeError as error:
            lacking = [name for name in _required(cls.LABEL) if name not in value]
            told = Sentence("{part} is wanted", part=" and ".join(lacking)) if lacking else str(error)
            raise InvalidValue(cls.LABEL, told) from error

    @classmethod
    def schema(cls) -> dict[str, Any]:
        """Its JSON Schema; ``description`` is the docstring, which also says what no schema can."""
        return {
            "title": cls.LABEL,
            "description": cleandoc(cls.__doc__ or ""),
            "type": "object",
            "properties": {name: dict(shape.schema) for name, shape in _shapes(cls.LABEL).items()},
            "required": list(_required(cls.LABEL)),
            "additionalProperties": False,
        }

    def _wrong(self) -> str:
        """What parts that hold one by one say against each other; "" where nothing."""
        return ""


@cache
def _shapes(label: str) -> Mapping[str, Shape]:
    hints = get_type_hints(TYPES[label], include_extras=True)
    return {part.name: _shape(hints[part.name]) for part in fields(TYPES[label])}


def _shape(hint: Any) -> Shape:
    """The shape in an annotation: that of an alias, or of the alias that may be None."""
    hint = next((arm for arm in get_args(hint) if arm is not type(None) and hasattr(arm, "__value__")), hint)
    return next(part for part in get_args(hint.__value__) if isinstance(part, Shape))


@cache
def _required(label: str) -> tuple[str, ...]:
    return tuple(part.name for part in fields(TYPES[label]) if part.default is MISSING)


type _Calendar = Annotated[str, one_of(*CALENDARS)]
type _Precision = Annotated[str, one_of(*PRECISIONS)]
type _Role = Annotated[str, one_of(*ROLES)]
type _Written = Annotated[
    str, matching(rf"(?:{_WRITTEN})(?:/(?:{_WRITTEN}))?", Sentence("a date as 1404-09-14, 1404-05 or --05-22"))
]
type _Duration = Annotated[str, DURATION]
type _Clock = Annotated[str, CLOCK]


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Value):
    """A date, a time of day, or a length of time.

    ``start`` and ``end`` are Gregorian days, both included; where nothing anchors a relative date they are absent and
    only ``duration`` stands. ``value`` is the date in ``calendar`` with the precision that the text gives it, a range
    as two with a slash. ``set`` marks what comes again, ``same_as`` and ``conflicts_with`` name another mention.
    """

    LABEL: ClassVar[str] = "DATE"
    calendar: _Calendar
    value: _Written | None = None
    start: Day | None = None
    end: Day | None = None
    precision: _Precision | None = None
    duration: _Duration | None = None
    time: _Clock | None = None
    relative: Yes | None = None
    set: Yes | None = None
    role: _Role | None = None
    same_as: Text | None = None
    conflicts_with: Text | None = None

    def _wrong(self) -> str:
        if (self.start is None) != (self.end is None):
            return Sentence("start and end stand together")
        if self.start is not None and self.end is not None and self.end < self.start:
            return Sentence("end is before start")
        return (
            "" if self.value or self.start or self.duration else Sentence("one of value, start and duration is wanted")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Value):
    """What amounts share: how exact it is, the ends of a range, and what figures say where words say otherwise."""

    modifier: Modifier
    min: Number | None = None
    max: Number | None = None
    conflict: Number | None = None

    def _wrong(self) -> str:
        if (self.min is None) != (self.max is None) or (self.modifier == "between") != (self.min is not None):
            return Sentence("min and max stand together, with the modifier between")
        return (
            Sentence("max is less than min")
            if self.min is not None and self.max is not None and self.max < self.min
            else ""
        )

    @property
    def figure(self) -> float:
        """The number; of a range its higher end."""
        raise NotImplementedError

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most that it may be; twice the number where it is no range."""
        if self.min is None or self.max is None:
            return self.figure, self.figure
        return self.min, self.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Quantity):
    """How many of what.

    ``unit`` is the counted noun, ``units`` all of coordinated ones, of which it is the first. ``number_span`` is where
    the numeral stands, in code points of the whole text; for a dual noun it is the noun.
    """

    LABEL: ClassVar[str] = "COUNT"
    number: Number
    unit: Text
    units: Texts | None = None
    number_span: Range | None = None

    def _wrong(self) -> str:
        if self.units is not None and self.units[0] != self.unit:
            return Sentence("unit is the first of units")
        return Quantity._wrong(self)

    @property
    def figure(self) -> float:
        """The number; of a range its higher end."""
        return self.number

    @property
    def all_units(self) -> Sequence[str]:
        """All that is counted."""
        return self.units or (self.unit,)


type _Currency = Annotated[str, matching(r"[A-Z]{3}|", Sentence('a code of ISO 4217, IRT for toman, or ""'))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Money(Quantity):
    """An amount of money; ``currency`` is of ISO 4217, IRT for toman; "" where only its noun is known: ``unit``."""

    LABEL: ClassVar[str] = "MONEY"
    amount: Number
    currency: _Currency
    unit: Text | None = None

    def _wrong(self) -> str:
        if not self.currency and not self.unit:
            return Sentence("without a currency its unit is wanted")
        return Quantity._wrong(self)

    @property
    def figure(self) -> float:
        """The amount; of a range its higher end."""
        return self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent(Quantity):
    """A share in per cent."""

    LABEL: ClassVar[str] = "PERCENT"
    percent: Number

    @property
    def figure(self) -> float:
        """The share; of a range its higher end."""
        return self.percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Value):
    """What names share: how it is called, and the key or id of who it is, which an extractor does not set."""

    name: Text
    entity: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Named):
    """A body. ``kind``, ``place`` and ``english`` are known of well-known ones, ``parent`` is the body it is part of.

    ``anaphors`` is where the text comes back to it by a word that is no name.
    """

    LABEL: ClassVar[str] = "ORG"
    kind: Text | None = None
    place: Text | None = None
    english: Text | None = None
    parent: Text | None = None
    anaphors: Ranges | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Named):
    """A person, with the title, the office and the body of the office that stand beside the name."""

    LABEL: ClassVar[str] = "PERSON"
    title: Text | None = None
    role: Text | None = None
    organisation: Text | None = None
    organisation_span: Range | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Named):
    """A place. ``country`` is its code of ISO 3166, ``english`` its name, both of well-known ones."""

    LABEL: ClassVar[str] = "PLACE"
    kind: Text | None = None
    country: Text | None = None
    english: Text | None = None


type _Agreement = Annotated[str, one_of(*AGREEMENTS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Value):
    """A word for an agreement, by the kind it names."""

    LABEL: ClassVar[str] = "AGREEMENT"
    kind: _Agreement


type _Speech = Annotated[str, one_of(*QUOTATIONS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Value):
    """Words that somebody is said to have said: in his own words (direct) or in those of the text (indirect).

    ``speaker`` is the name of who spoke, in full where the document has it so, and ``speaker_span`` where the name
    stands that tells it, often before the quotation; a person or an organisation is mentioned there where one was
    found. ``office`` is what the speaker is, in the words of the text. What the text does not say surely is left out.
    """

    LABEL: ClassVar[str] = "QUOTE"
    kind: _Speech
    speaker: Text | None = None
    speaker_span: Range | None = None
    office: Text | None = None

    def _wrong(self) -> str:
        return (
            Sentence("speaker_span stands with a speaker")
            if self.speaker_span is not None and self.speaker is None
            else ""
        )


TYPES: Mapping[str, type[Value]] = {
    kind.LABEL: kind for kind in (Organisation, Date, Count, Person, Place, Agreement, Money, Percent, Quote)
}
"""Label → the type of its values."""
NAMES: Mapping[str, type[Named]] = {kind.LABEL: kind for kind in (Organisation, Person, Place)}
QUANTITIES: Mapping[str, type[Quantity]] = {kind.LABEL: kind for kind in (Count, Money, Percent)}
"""The same of labels whose values have something in common."""


def validate(label: str, value: Mapping[str, Any]) -> Value:
    """The value of a mention as its type has it; raises InvalidValue, also for a label that is none."""
    kind = TYPES.get(label)
    if kind is None:
        raise InvalidValue(label, Sentence("a label is one of {labels}", labels=TYPES))
    return kind.validate(value)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of all values, one definition a label."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Values of mentions",
        "description": "Written by scripts/value_schema.py from corpora/values.py.",
        "$defs": {label: kind.schema() for label, kind in TYPES.items()},
    }


ELSEWHERE = ("anaphors", "organisation_span", "speaker_span", "same_as")
"""Parts of a value that point to other places of the text."""


_PLACED = frozenset((*ELSEWHERE, "number_span", "entity"))


def plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """A value without what says where something stands, or who it is: what two extractions can be compared by."""
    return {name: part for name, part in value.items() if name not in _PLACED}
