import pytest

from pipeline.ingest.bidi import brackets_are_visual, is_right_to_left, logical


@pytest.mark.parametrize(
    ("read_from_the_right", "reading_order"),
    [
        ("شماره ۷۱۲/۴۰۴۱ ثبت", "شماره ۱۴۰۴/۲۱۷ ثبت"),
        ("نسخه 11.3 nohtyP است", "نسخه Python 3.11 است"),
        ("نشست ۷۴:۱۲ بود", "نشست ۲۱:۴۷ بود"),
        ("۵٫۳ میلیون", "۳٫۵ میلیون"),
        ("تلفن 120-66778 است", "تلفن 021-87766 است"),
        ("متن ساده", "متن ساده"),
    ],
)
def test_numbers_and_latin_are_turned_back(read_from_the_right: str, reading_order: str) -> None:
    assert "".join(logical(list(read_from_the_right), mirrored=False)) == reading_order


def test_brackets_that_were_stored_as_they_look_turn_round() -> None:
    line = list("سند )پیوست( است")
    assert brackets_are_visual([line])
    assert "".join(logical(line, mirrored=True)) == "سند (پیوست) است"
    assert not brackets_are_visual([list("سند (پیوست) است")])


def test_the_side_of_a_line() -> None:
    assert is_right_to_left(list("متن a"))
    assert not is_right_to_left(list("plain ۱۲"))
    assert not is_right_to_left(list("12"))
    assert is_right_to_left(list("وب: www.example.org"), within=True)
    assert is_right_to_left(list("12"), within=True)
    assert not is_right_to_left(list("plain"), within=True)


def test_a_percent_sign_right_of_its_number_in_a_cell_stands_behind_it() -> None:
    assert "".join(logical(list("۸٪\t٪۴۱"), mirrored=False)) == "۸٪\t۱۴٪"
    assert "".join(logical(["٪", "۵", "٫", "۹"], mirrored=False)) == "۹٫۵٪"
    assert "".join(logical([*"مهس", " ", "٪", "۴", "۱"], mirrored=False)) == "مهس ٪۱۴"
