"""The value of a field of an entry as a person types it."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from corpora.sentences import sentence_of
from corpora.values import AGREEMENTS
from extractors.agreements.candidates import RENEWALS, STATES, Amount, Renewal, Signatory, When
from extractors.dates.moons import as_seen
from extractors.decrees.candidates import ACTS, ROLES
from extractors.decrees.candidates import MODALITIES as CERTAINTIES
from extractors.meetings.candidates import KINDS, MODALITIES, Headcount
from extractors.numerals import whole
from pipeline.errors import RefusedValue
from pipeline.query.dates import NoValue, date_in, typed_form
from pipeline.registry.codec import encoded
from pipeline.registry.deadlines import Length
from pipeline.registry.entries import EntryParty, Value
from pipeline.registry.fields import with_value
from pipeline.registry.gatherings import Present, Task
from pipeline.registry.said import amount_in, currencies, length_in
from pipeline.store.decisions import Kind

_LONGEST = 500
_MOST_LINES = 50
_PARTS = 3
LISTED = ("parties", "chair", "hosts", "attendees", "counts", "decisions", "follow_ups")
"""Fields that have one a line."""
_MOST_FIGURES = 24
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_HEADCOUNT = re.compile(r"(\d+)\s+(\S.*)")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Z]{3})")


def typed(name: str, text: str, kind: Kind = "entry", language: str = "") -> Any:
    """The value that a text is of a field of an entry of some kind, as JSON has it; raises RefusedValue.

    Days are written as queries write them; Hijri ones are those of documents in ``language``.

    >>> typed("duration", "P2Y"), typed("parties", "دانشگاه میبد\\nشهرداری میبد")
    ('P2Y', [{'name': 'دانشگاه میبد'}, {'name': 'شهرداری میبد'}])
    >>> typed("signed", "1404-06-16")["start"], typed("amount", "120000 IRT")
    ('2025-09-07', {'amount': 120000, 'currency': 'IRT'})
    >>> [typed("date", "1447-01-05", "decree", language)["start"] for language in ("fa", "ar")]
    ['2025-07-01', '2025-06-30']
    >>> typed("counts", "۳۱ نفر", "meeting"), typed("follow_ups", "شهرداری | تعمیر قنات |", "meeting")
    ([{'number': 31, 'unit': 'نفر'}], [{'what': 'تعمیر قنات', 'who': 'شهرداری'}])
    """
    if not text.strip():
        raise RefusedValue("a value is needed")
    if len(text) > _LONGEST * (_MOST_LINES if name in LISTED else 1):
        raise RefusedValue("the value is too long")
    return _as_in(language, _READ[kind].get(name, _line)(text))


def _line(text: str) -> str:
    """One line without control characters."""
    shown = "".join(char for char in " ".join(text.split()) if unicodedata.category(char) not in ("Cc", "Cs"))
    if not shown:
        raise RefusedValue("a value is needed")
    if len(shown) > _LONGEST:
        raise RefusedValue("the value is too long")
    return shown


def _digits(text: str) -> str:
    """A line with its digits as ASCII has them."""
    return "".join(str(unicodedata.decimal(char, char)) for char in _line(text))


def _lines(read: Callable[[str], Any], text: str) -> list[Any]:
    """What each line is, once."""
    lines = list(dict.fromkeys(_line(line) for line in text.splitlines() if line.strip()))
    if not lines or len(lines) > _MOST_LINES:
        raise RefusedValue("there is one a line, {most} at most", most=_MOST_LINES)
    return [read(line) for line in lines]


def _name(text: str) -> dict[str, str]:
    return {"name": _line(text)}


_names = partial(_lines, _name)


def _when(text: str) -> Any:
    try:
        one = date_in(text)
    except NoValue as error:
        raise RefusedValue(sentence_of(error)) from error
    return encoded(When(one.first.isoformat(), one.last.isoformat(), one.precision, one.calendar, one.text))


def _as_in(language: str, value: Any) -> Any:
    """A value with its Hijri days as texts of a language have them: Iran's own in Persian ones."""
    if language != "fa":
        return value
    if isinstance(value, list):
        return [_as_in(language, one) for one in value]
    if isinstance(value, dict) and value.get("calendar") == "hijri":
        return as_seen(value)
    return {**value, "due": _as_in(language, value["due"])} if isinstance(value, dict) and "due" in value else value


def _length(text: str) -> str:
    written = length_in(_line(text)) or _digits(text).upper()
    if Length.of(written) is None:
        raise RefusedValue("a length is ISO 8601, as P2Y, P18M or P90D")
    return written


def _amount(text: str) -> Any:
    match = _AMOUNT.fullmatch(_digits(text).replace(",", "").replace("٬", "").upper())
    if match and len(match[1]) <= _MOST_FIGURES:
        number, code = float(match[1]), match[2]
    else:
        number, code = amount_in(_line(text)) or (math.nan, "")
    if not code:
        raise RefusedValue("an amount is a number and a currency, as 120000 IRR")
    if code not in currencies():
        raise RefusedValue("there is no currency {code}", code=code)
    return encoded(Amount(whole(number), code))


def _count(text: str) -> int:
    written = _digits(text)
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= 1_000_000:
        raise RefusedValue("a count is a whole number")
    return int(written)


def _headcount(line: str) -> Any:
    match = _HEADCOUNT.fullmatch(line)
    if not match:
        raise RefusedValue("a number of those present is figures and a word, as «31 experts»")
    return encoded(Headcount(_count(match[1]), match[2]))


def _follow_up(line: str) -> Any:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != _PARTS or not parts[1]:
        raise RefusedValue("what follows is «who | what | day»; who and day may be empty")
    who, what, due = parts
    return {"what": what, **({"who": who} if who else {}), **({"due": _when(due)} if due else {})}


def _clock(text: str) -> str:
    match = _TIME.fullmatch(_digits(text))
    if not match:
        raise RefusedValue("a time of day is HH:MM, as 09:30")
    return f"{int(match[1]):02}:{match[2]}"


def _renewal(text: str) -> Any:
    return encoded(Renewal(_one_of(RENEWALS)(text)))


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.strip() not in words:
            raise RefusedValue("the value is one of {words}", words=words)
        return text.strip()

    return read


_READ: Mapping[str, Mapping[str, Callable[[str], Any]]] = {
    "entry": {
        "kind": _one_of(tuple(AGREEMENTS)),
        "state": _one_of(STATES),
        "parties": _names,
        **dict.fromkeys(("signed", "valid_from", "valid_until"), _when),
        "duration": _length,
        "renewal": _renewal,
        "amount": _amount,
        "count": _count,
    },
    "decree": {
        "act": _one_of(ACTS),
        "role": _one_of(ROLES[1:]),
        "modality": _one_of(CERTAINTIES),
        **dict.fromkeys(("person", "issuer", "predecessor"), _name),
        **dict.fromkeys(("date", "until"), _when),
        "term": _length,
    },
    "meeting": {
        "kind": _one_of(KINDS),
        "modality": _one_of(MODALITIES),
        "date": _when,
        "time": _clock,
        "recurrence": _length,
        **dict.fromkeys(("chair", "hosts", "attendees"), _names),
        "counts": partial(_lines, _headcount),
        "decisions": partial(_lines, _line),
        "follow_ups": partial(_lines, _follow_up),
    },
}
"""Kind of an entry → field → what reads it; a field that is not here is a line of text."""


def told_value(entry: Any, name: str, value: Any) -> str:
    """A value of a field of an entry that a decision has, as JSON, as a person would type it; "" for none."""
    return "" if value is None else written(getattr(with_value(entry, name, value), name))


def written(value: Any) -> str:
    """What an entry has in a field as a person would type it.

    >>> written((Value("تعمیر قنات", ()), Value("ساخت پل", ()))), written(When("2025-09-07", "2025-09-07", "day"))
    ('تعمیر قنات\\nساخت پل', '2025-09-07')
    """
    match value:
        case Value(value=held):
            return written(held)
        case tuple():
            return "\n".join(map(written, value))
        case Task():
            return " | ".join(map(written, (value.who, value.what, value.due)))
        case Present():
            return value.attendee.name
        case EntryParty() | Signatory():
            return value.name
        case None:
            return ""
        case _:
            return _written(value)


def _written(value: Any) -> str:
    match value:
        case When():
            return typed_form(value.calendar, value.value) if value.value else value.iso.split("/")[0]
        case Renewal():
            return value.mode
        case Amount():
            return f"{value.amount:.15g} {value.currency}"
        case Headcount():
            return f"{value.number:.15g} {value.unit}"
        case _:
            return " ".join(str(value).split())
