import math
from datetime import date

import pytest

from pipeline.errors import QuerySyntaxError
from pipeline.query.parser import And, Count, Days, Exact, Fuzzy, Near, Node, Not, Or, Phrase, Prefix, parse


def shape(node: Node | None) -> object:
    """A node as nested lists of exact terms."""
    match node:
        case Phrase(tokens, phrase, field):
            terms = " ".join(t.exact for t in tokens)
            return (field + ":" if field else "") + (f'"{terms}"' if phrase else terms)
        case Exact(field, value):
            return f"{field}={value}"
        case And(parts):
            return ["and", *map(shape, parts)]
        case Or(parts):
            return ["or", *map(shape, parts)]
        case Not(part):
            return ["not", shape(part)]
        case Prefix() | Fuzzy():
            return f"{node.text}~{node.max_edits}" if isinstance(node, Fuzzy) else f"{node.text}*"
        case Near(left, right, within):
            return ["near", within, shape(left), shape(right)]
        case Days(field, low, high):
            return [field, date.fromordinal(low).isoformat(), date.fromordinal(high).isoformat()]
        case Count(unit, low, high):
            return [unit, low, high]
        case _:
            return None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("تفاهم نامه", "تفاهمنامه"),
        ("نشست یزد", ["and", "نشست", "یزد"]),
        ("«سازمان هاي مردم نهاد»", '"سازمانهای مردمنهاد"'),
        ('"نشست یزد" -میبد', ["and", '"نشست یزد"', ["not", "میبد"]]),
        ("نشست OR همایش یزد", ["or", "نشست", ["and", "همایش", "یزد"]]),
        ("(نشست OR همایش) یزد", ["and", ["or", "نشست", "همایش"], "یزد"]),
        ('org:"وزارت کشور" lang:fa', ["and", 'org:"وزارت کشور"', "lang=fa"]),
        ("title:نشست", 'title:"نشست"'),
        ("گزارش، یزد؛ میبد؟", ["and", "گزارش", "یزد", "میبد"]),
        ("- (", None),
        (")(", None),
        ("*", None),
        ("", None),
        ("ساعت 21:47", ["and", "ساعت", "21", "47"]),
        ("-میبد", ["not", "میبد"]),
        ("a:b:", ["and", "a", "b"]),
        ("یزد )", "یزد"),
        ("گزارش* یزد", ["and", "گزارش*", "یزد"]),
        ("گزارش~ استانداری~ نشست~2", ["and", "گزارش~1", "استانداری~2", "نشست~2"]),
        ("تفاهم‌نا*", "تفاهمنا*"),
        ("گل‌گهر*", ["or", "گلگهر*", '"گل گهر"']),
        ("#دریاچه_ارومیه آب", ["and", '"دریاچه ارومیه"', "اب"]),
        ("وزیر NEAR/3 سفر", ["near", 3, "وزیر", "سفر"]),
        ("وزیر NEAR/9999 سفر", ["near", 999, "وزیر", "سفر"]),
        ("وزیر NEAR «سفر یزد» خبر", ["and", ["near", 5, "وزیر", '"سفر یزد"'], "خبر"]),
        ("وزیر NEAR/1 سفر NEAR/2 یزد", ["and", ["near", 1, "وزیر", "سفر"], ["near", 2, "سفر", "یزد"]]),
        ("year:۱۴۰۴", "year=1404"),
        ("month:١٤٤٧-٠٢", "month=1447-02"),
        ("date:1404-05", ["date", "2025-07-23", "2025-08-22"]),
        ("published:2025-08-13..", ["published", "2025-08-13", "9999-12-31"]),
        ("date:۱۴۰۴/۰۵/۲۲", ["date", "2025-08-13", "2025-08-13"]),
        ("date:hijri:1447-02-19", ["date", "2025-08-13", "2025-08-13"]),
        ("-date:1447", ["not", ["date", "2025-06-26", "2026-06-15"]]),
        ("count:نفر", ["نفر", -math.inf, math.inf]),
        ("count:درجه<=-5", ["درجه", -math.inf, -5.0]),
        ("count:تفاهم‌نامه>=۱٬۰۰۰", ["تفاهمنامه", 1000.0, math.inf]),
        ('count:"ستاد همکاری":2..3.5', ["ستاد_همکاری", 2.0, 3.5]),
    ],
)
def test_a_query(text: str, wanted: object) -> None:
    assert shape(parse(text).root) == wanted


@pytest.mark.parametrize("text", ['نشست "یزد', "نشست (یزد", "نشست یزد؟", "NEAR/3 نشست یزد", "نشست یزد NEAR"])
def test_a_question_need_not_be_well_formed(text: str) -> None:
    assert shape(parse(text, "or").root) == ["or", "نشست", "یزد"]


def test_words_of_a_question_are_left_out_where_others_tell() -> None:
    assert shape(parse("نشست کدام است؟", "or").root) == "نشست"
    assert shape(parse("چه است", "or").root) == ["or", "چه", "است"]


def test_or_is_asked_for_all_words() -> None:
    assert shape(parse("نشست یزد -میبد", "or").root) == ["and", ["or", "نشست", "یزد"], ["not", "میبد"]]


@pytest.mark.parametrize(
    ("text", "position", "suggestion"),
    [
        ('نشست "یزد', 5, 'نشست "یزد"'),
        ("(نشست یزد", 0, "(نشست یزد)"),
        ("x" * 5000, 4096, ""),
        ("(" * 60 + "یزد" + ")" * 60, None, None),
        ("یزد NEAR/5", 4, "یزد "),
        ("title:یزد NEAR نشست", 10, "title:یزد نشست"),
        ("ا* یزد", 0, "ا یزد"),
        ("date:1404-13", 5, "date:1404-12"),
        ("date:1100", 5, "date:1404-05..1404-07"),
        ("date:1405..1404", 5, "date:1404..1405"),
        ("count:نفر>=بسیار", 6, "count:تفاهم‌نامه>=100"),
        ("count:نفر:5..2", 6, "count:تفاهم‌نامه>=100"),
    ],
)
def test_what_does_not_parse_says_where(text: str, position: int | None, suggestion: str | None) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    if position is not None:
        assert (caught.value.position, caught.value.suggestion) == (position, suggestion)


def test_words_to_mark_leave_out_what_must_be_absent() -> None:
    query = parse("نشست -میبد org:کشور")
    assert [w.tokens[0].exact for w in query.phrases()] == ["نشست"]


def test_only_this_spelling_is_asked_of_every_word() -> None:
    query = parse("نشست «وزارت کشور» =یزد", spelling=True)
    assert [words.spelling for words in query.phrases()] == [True, True, True]
    assert [words.spelling for words in parse("نشست =یزد").phrases()] == [False, True]


def test_tokens_know_their_place_in_the_query() -> None:
    text = "نشست  «وزارت کشور» NEAR/2 title:سفر* خبر"
    query = parse("نشست  «وزارت کشور» NEAR/2 خبر")
    assert [text[t.start : t.end] for words in query.phrases() for t in words.tokens][:3] == ["نشست", "وزارت", "کشور"]
