import pytest

from pipeline.errors import QuerySyntaxError
from pipeline.query import All, Any, Exact, Node, Not, Words, parse


def shape(node: Node | None) -> object:
    """A node as nested lists of exact terms."""
    match node:
        case Words(tokens, phrase, field):
            terms = " ".join(t.exact for t in tokens)
            return (field + ":" if field else "") + (f'"{terms}"' if phrase else terms)
        case Exact(field, value):
            return f"{field}={value}"
        case All(parts):
            return ["and", *map(shape, parts)]
        case Any(parts):
            return ["or", *map(shape, parts)]
        case Not(part):
            return ["not", shape(part)]
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
    ],
)
def test_a_query(text: str, wanted: object) -> None:
    assert shape(parse(text).root) == wanted


@pytest.mark.parametrize("text", ['نشست "یزد', "نشست (یزد", "نشست یزد؟"])
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
        ('نشست "یزد', 5, "نشست یزد"),
        ("(نشست یزد", 0, "(نشست یزد)"),
        ("x" * 5000, 4096, ""),
        ("(" * 60 + "یزد" + ")" * 60, None, None),
    ],
)
def test_what_does_not_parse_says_where(text: str, position: int | None, suggestion: str | None) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    if position is not None:
        assert (caught.value.position, caught.value.suggestion) == (position, suggestion)


def test_words_to_mark_leave_out_what_must_be_absent() -> None:
    query = parse("نشست -میبد org:کشور")
    assert [w.tokens[0].exact for w in query.words()] == ["نشست"]
