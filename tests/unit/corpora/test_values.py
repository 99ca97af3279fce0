"""The types of values: what each label takes and refuses, and that their schema is what the docs show."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpora.codec import decode, encode
from corpora.document import LABELS, Document, Mention, Span
from corpora.errors import InvalidDocument, InvalidValue
from corpora.values import TYPES, Count, Date, Money, validate
from extractors.extraction import mentions_of
from extractors.registry import build
from scripts.value_schema import text as schema_text

ROOT = Path(__file__).parent.parent.parent.parent
GOOD: dict[str, dict[str, Any]] = {
    "ORG": {"name": "حوزه‌های علمیه", "entity": "org:seminaries", "anaphors": [[40, 48]]},
    "DATE": {"calendar": "jalali", "value": "1404-09-14", "start": "2025-12-05", "end": "2025-12-05"},
    "COUNT": {"number": 177, "modifier": "exact", "unit": "تفاهم‌نامه", "units": ["تفاهم‌نامه", "توافق‌نامه"]},
    "PERSON": {"name": "زهرا احمدی", "role": "استاندار", "organisation_span": [4, 12]},
    "PLACE": {"name": "میبد", "kind": "city", "country": "IR", "english": "Meybod"},
    "AGREEMENT": {"kind": "mou"},
    "MONEY": {"amount": 50_000_000_000, "currency": "IRT", "modifier": "about"},
    "PERCENT": {"percent": 12.5, "modifier": "between", "min": 10, "max": 12.5},
    "QUOTE": {"kind": "direct", "speaker": "زهرا احمدی", "speaker_span": [4, 14], "office": "استاندار"},
}
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("QUOTE", {}, "kind is wanted"),
    ("QUOTE", {"kind": "loud"}, "kind is one of direct, indirect"),
    ("QUOTE", {"kind": "direct", "speaker_span": [4, 14]}, "speaker_span stands with a speaker"),
    ("ORG", {}, "name is wanted"),
    ("ORG", {"name": " "}, "name is a text that is not empty"),
    ("ORG", {"name": "\ud800 وزارت"}, "name is a text"),
    ("ORG", {"name": "وزارت کشور", "colour": "red"}, "'colour' is none of its parts"),
    ("ORG", {"name": "وزارت کشور", "anaphors": [[5, 5]]}, "anaphors is a list"),
    ("PLACE", {"name": 5}, "name is a text"),
    ("DATE", {"calendar": "roman", "duration": "P1D"}, "calendar is one of jalali, hijri, gregorian"),
    ("DATE", {"calendar": "jalali"}, "one of value, start and duration"),
    ("DATE", {"calendar": "jalali", "start": "2025-12-05"}, "start and end stand together"),
    ("DATE", {"calendar": "jalali", "start": "2025-12-05", "end": "2025-12-04"}, "end is before start"),
    ("DATE", {"calendar": "jalali", "start": "2025-02-30", "end": "2025-03-30"}, "start is a day"),
    ("DATE", {"calendar": "jalali", "value": "چهاردهم آذر"}, "value is a date as"),
    ("DATE", {"calendar": "jalali", "value": "۱۴۰۴-۰۹"}, "value is a date as"),
    ("DATE", {"calendar": "gregorian", "duration": "یک ماه"}, "duration is a duration"),
    ("DATE", {"calendar": "gregorian", "duration": "P1M", "relative": False}, "relative is true, or left out"),
    ("COUNT", {"number": 27, "unit": "ستاد"}, "modifier is wanted"),
    ("COUNT", {"number": "27", "unit": "ستاد", "modifier": "exact"}, "number is a number"),
    ("COUNT", {"number": True, "unit": "ستاد", "modifier": "exact"}, "number is a number"),
    ("COUNT", {"number": float("nan"), "unit": "ستاد", "modifier": "exact"}, "number is a number"),
    ("COUNT", {"number": 10**400, "unit": "ستاد", "modifier": "exact"}, "number is a number"),
    ("COUNT", {"number": 27, "unit": "ستاد", "modifier": "some"}, "modifier is one of"),
    ("COUNT", {"number": 27, "unit": "ستاد", "modifier": "between"}, "min and max stand together"),
    ("COUNT", {"number": 2, "unit": "نفر", "modifier": "between", "min": 5, "max": 2}, "max is less than min"),
    ("COUNT", {"number": 2, "unit": "نفر", "units": ["روز"], "modifier": "exact"}, "unit is the first"),
    ("MONEY", {"amount": 5, "currency": "toman", "modifier": "exact"}, "currency is a code"),
    ("MONEY", {"amount": 5, "currency": "", "modifier": "exact"}, "its unit is wanted"),
    ("PERCENT", {"percent": None, "modifier": "exact"}, "percent is a number"),
    ("AGREEMENT", {"kind": "treaty"}, "kind is one of mou, agreement"),
    ("EVENT", {"name": "نشست"}, "a label is one of"),
]


def test_every_label_has_a_type_and_takes_its_values() -> None:
    assert set(TYPES) == set(LABELS) == set(GOOD)
    for label, value in GOOD.items():
        assert isinstance(validate(label, value), TYPES[label])


@pytest.mark.parametrize(("label", "value", "wrong"), WRONG, ids=lambda part: str(part)[:40])
def test_what_is_not_of_the_type_is_refused_and_said(label: str, value: dict[str, Any], wrong: str) -> None:
    with pytest.raises(InvalidValue, match=wrong):
        validate(label, value)


def test_a_value_is_read_by_its_type() -> None:
    count, money = Count.of(GOOD["COUNT"]), Money.of(GOOD["MONEY"])
    assert (count.ends, count.all_units) == ((177, 177), ["تفاهم‌نامه", "توافق‌نامه"])
    assert (money.figure, money.unit, Date.of(GOOD["DATE"]).duration) == (50_000_000_000, None, None)
    assert Count.of({"number": 30, "modifier": "between", "min": 20, "max": 30, "unit": "نفر"}).ends == (20, 30)


TEXT = (
    "روز ۱۴ آذر ۱۴۰۴ بیش از ۲۷ ستاد همکاری در یزد تفاهم‌نامه امضا کردند و ۲۰ تا ۳۰ درصد از ۵۰ میلیارد تومان پرداخت شد. "
    "ظرف مدت یک ماه آینده زهرا احمدی، استاندار یزد، از دانشگاه یزد دیدن می‌کند. فصل بهار و ساعت ۱۴ سه روز."
)


def test_what_extractors_find_is_of_its_type() -> None:
    found = mentions_of(TEXT, key="k", language="fa", published=None, extractors=build())
    assert {"DATE", "COUNT", "MONEY", "PERCENT", "AGREEMENT", "PLACE"} <= {mention.label for mention in found}
    for mention in found:
        validate(mention.label, mention.value)


def test_a_line_with_a_wrong_value_is_no_document() -> None:
    wrong = Mention("m", "COUNT", Span(0, 2), "۲۷", {"number": "۲۷", "unit": "ستاد", "modifier": "exact"}, "test", "1")
    line = encode(Document(key="k", id="k", uri="file:///a", text="۲۷ ستاد", mentions=(wrong,)))
    with pytest.raises(InvalidDocument, match="mention m: the value of COUNT: number is a number"):
        decode(line)


def test_the_schema_in_the_docs_is_what_the_types_say() -> None:
    kept = (ROOT / "docs" / "values.schema.json").read_text(encoding="utf-8")
    assert kept == schema_text(), "python -m scripts.value_schema > docs/values.schema.json"
    properties = json.loads(kept)["$defs"]["COUNT"]
    assert properties["required"] == ["modifier", "number", "unit"]
    assert set(GOOD["COUNT"]) <= set(properties["properties"])
