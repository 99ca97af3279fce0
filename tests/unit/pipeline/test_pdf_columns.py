import pytest

from pipeline.ingest.formats.pdf import over_their_letters
from pipeline.ingest.formats.pdf_columns import Glyph, Row, blocks, gutter_of, rows_of

SIZE = 10.0


def line(text: str, right: float, baseline: float, width: float = 5.0) -> Row:
    """Letters set from the right edge to the left."""
    return [
        Glyph(letter, right - (at + 1) * width, right - at * width, baseline, SIZE) for at, letter in enumerate(text)
    ]


def page(*lines: Row) -> list[Row]:
    return rows_of(glyph for row in lines for glyph in row)


def told(found: list[list[Row]]) -> list[list[str]]:
    """The rows of each block as text, read from the right."""
    return [["".join(g.text for g in sorted(row, key=lambda g: -g.x0)) for row in block] for block in found]


RIGHT = [
    "سازمانهای مردم نهاد در استان",
    "نشست تازه ای در شهر یزد با",
    "حضور استاندار و نمایندگان",
    "برگزار شد و سپس پایان یافت",
]
LEFT = [
    "وزارت علوم و فناوری کشور هم",
    "گزارش سالانه خود را به مجلس",
    "فرستاد و نمایندگان آن را در",
    "کمیسیون آموزش بررسی کردند",
]
TITLE = "عنوان بلندی که از روی هر دو ستون صفحه میگذرد و تمام سطر را پر کرده است"


def columns(*, left_shift: float = 0.0) -> list[Row]:
    rows = []
    for at, (right, left) in enumerate(zip(RIGHT, LEFT, strict=True)):
        rows += [line(right, 400, 600 - 20 * at), line(left, 180, 600 - 20 * at - left_shift)]
    return page(*rows)


def test_the_right_column_is_read_first() -> None:
    rows = columns()
    assert told(blocks(rows, gutter_of(rows), rtl=True)) == [RIGHT, LEFT]
    assert told(blocks(rows, gutter_of(rows), rtl=False)) == [LEFT, RIGHT]


def test_a_title_over_both_columns_stays_before_them() -> None:
    rows = page(line(TITLE, 400, 640), *columns())
    assert told(blocks(rows, gutter_of(rows), rtl=True)) == [[TITLE], RIGHT, LEFT]


def test_a_page_of_one_column_is_one_block() -> None:
    rows = page(*(line(text, 400, 600 - 20 * at) for at, text in enumerate(RIGHT + LEFT)))
    assert gutter_of(rows) is None
    assert told(blocks(rows, None, rtl=True)) == [RIGHT + LEFT]


def test_the_cells_of_a_table_stay_in_their_row() -> None:
    cells = [("نام شهر", "جمعیت"), ("یزد", "۵۲۹"), ("میبد", "۸۰"), ("اردکان و حومه آن شهر", "۷۵"), ("بافق", "۴۵")]
    rows = page(
        *(
            side
            for at, (name, number) in enumerate(cells)
            for side in (line(name, 400, 600 - 20 * at), line(number, 180, 600 - 20 * at))
        )
    )
    assert gutter_of(rows) is None


def test_the_last_page_keeps_the_gutter_of_the_page_before() -> None:
    before = gutter_of(columns())
    rows = page(line(RIGHT[0], 400, 600), line(RIGHT[1], 400, 580), line("پایان", 180, 590))
    assert gutter_of(rows) is None
    assert told(blocks(rows, gutter_of(rows, before), rtl=True)) == [RIGHT[:2], ["پایان"]]
    full = page(line(TITLE, 400, 600))
    assert gutter_of(full, before) is None


def test_a_page_without_text() -> None:
    assert gutter_of([]) is None
    assert told(blocks([], None, rtl=True)) == [[]]


def narrow(gap: float, *, ragged: bool = False) -> list[Row]:
    """Two columns of six lines beside each other that are so many type sizes apart."""
    rows = []
    for at, (right, left) in enumerate(zip([*RIGHT, *RIGHT[:2]], [*LEFT, *LEFT[:2]], strict=True)):
        width = 150 / len(right)
        short = 0.7 if ragged and at % 2 else 1.0
        rows += [
            line(right, 400, 600 - 12 * at, short * width),
            line(left, 250 - gap * SIZE, 600 - 12 * at, 140 / len(left)),
        ]
    return page(*rows)


@pytest.mark.parametrize("ragged", [False, True])
def test_columns_with_a_narrow_gutter_are_parted(ragged: bool) -> None:
    rows = narrow(0.9, ragged=ragged)
    assert told(blocks(rows, gutter_of(rows), rtl=True)) == [[*RIGHT, *RIGHT[:2]], [*LEFT, *LEFT[:2]]]


def test_words_that_stand_wide_apart_are_no_columns() -> None:
    rows = narrow(0.5)
    assert gutter_of(rows) is None


def test_a_heading_in_the_middle_of_three_columns_stays_before_them() -> None:
    sides = [(560, RIGHT), (380, LEFT), (200, RIGHT)]
    texts = [line(text, at, 600 - 20 * row) for at, column in sides for row, text in enumerate(column)]
    heading = [Glyph(letter, 315 - 8 * at, 323 - 8 * at, 640, 2 * SIZE) for at, letter in enumerate("شهر ما")]
    rows = page(heading, *texts)
    assert told(blocks(rows, gutter_of(rows), rtl=True)) == [["شهر ما"], RIGHT, LEFT, RIGHT]


def staggered(gap: float, *sides: list[str]) -> list[Row]:
    """Columns whose lines stand half a line lower than those of the column before."""
    rows, right = [], 540.0
    for number, texts in enumerate(sides):
        for at, text in enumerate(texts):
            rows.append(line(text, right, 600 - 12 * at - 6 * number, 130 / max(map(len, texts))))
        right -= 130 + gap * SIZE
    return page(*rows)


@pytest.mark.parametrize("sides", [(RIGHT, LEFT), (LEFT, RIGHT[:3]), (RIGHT, LEFT, RIGHT)])
def test_columns_whose_lines_are_not_level_are_parted(sides: tuple[list[str], ...]) -> None:
    rows = staggered(0.9, *sides)
    assert told(blocks(rows, gutter_of(rows), rtl=True)) == list(sides)


def test_a_title_in_the_type_of_the_text_stays_before_columns_that_are_not_level() -> None:
    rows = page(line(TITLE, 540, 640, 400 / len(TITLE)), *staggered(0.9, RIGHT, LEFT))
    assert told(blocks(rows, gutter_of(rows), rtl=True)) == [[TITLE], RIGHT, LEFT]


def test_cells_that_are_not_level_are_no_columns() -> None:
    rows = staggered(3.0, ["یزد", "میبد", "بافق", "تفت"], ["۵۲۹", "۸۰", "۴۵", "۱۲"])
    assert gutter_of(rows) is None


def test_marks_without_a_width_go_to_the_letter_that_is_drawn_after_them() -> None:
    """As Chromium draws «تا» with a fatha, from the left: its place is that of the alef, and on another baseline."""
    alef, fatha, teh = (
        Glyph("ا", 540.0, 544.3, 588.8, 14),
        Glyph("َ", 542.9, 542.9, 583.4, 14),
        Glyph("ت", 544.3, 548.5, 588.8, 14),
    )
    _, moved, _ = over_their_letters([alef, fatha, teh])
    assert teh.x0 < moved.x0 < teh.x1
    assert moved.baseline == teh.baseline
    logical = [teh, fatha, alef]
    assert over_their_letters(logical) == logical


def test_marks_alone_make_no_gutter() -> None:
    rows = [[Glyph("ْ", 100.0, 100.0, 700.0 - 20 * at, 14)] for at in range(12)]
    assert gutter_of(rows) is None
