"""Two versions of a text: paragraphs that moved are told from those that went and came, words from their marks."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.originals.comparing import Paragraph, compared, shortened
from pipeline.originals.words import words

ARTICLES = (
    "ماده ۱. طرفین می پذیرند که سالانه ۲۵ پژوهش مشترک انجام دهند.",
    "ماده ۲. هزینه هر پژوهش ۴۵۰ میلیون تومان است و از بودجه شهرداری پرداخت می شود.",
    "ماده ۳. مدت این قرارداد سه سال است و با رضایت دو طرف تمدید می شود.",
    "ماده ۴. رسیدگی به اختلاف ها بر عهده استانداری اصفهان است.",
)


def changes(one: Paragraph) -> list[tuple[str, str]]:
    return [(piece.how, piece.text) for piece in one.pieces if piece.how != "same"]


def told(old: str, new: str) -> list[tuple[bool, list[tuple[str, str]]]]:
    return [(one.moved, changes(one)) for one in compared(old, new)]


def test_a_paragraph_that_moved_is_compared_with_what_it_was() -> None:
    """Word by word with the one that stands in its place now, an article about money became one about time."""
    first, money, term, last = ARTICLES
    new = [first.replace("می پذیرند", "می\N{ZERO WIDTH NON-JOINER}پذیرند"), term.replace("سه", "پنج"), money, last]
    assert told("\n\n".join(ARTICLES), "\n\n".join(new)) == [
        (False, []),
        (True, [("gone", "سه"), ("new", "پنج")]),
        (False, []),
        (False, []),
    ]


def test_the_one_that_was_carried_is_the_one_that_moved() -> None:
    assert [moved for moved, _ in told("\n".join(ARTICLES), "\n".join([ARTICLES[3], *ARTICLES[:3]]))] == [
        True,
        False,
        False,
        False,
    ]


def test_what_went_is_told_where_it_stood_and_nothing_is_lost() -> None:
    first, money, term, last = ARTICLES
    added = "ماده ۵. این تفاهم‌نامه در دو نسخه تنظیم شد."
    assert told("\n".join(ARTICLES), "\n".join([first, term, last, added])) == [
        (False, []),
        (False, [("gone", money)]),
        (False, []),
        (False, []),
        (False, [("new", added)]),
    ]


def test_lines_that_are_broken_elsewhere_are_no_change() -> None:
    """As a second scan of a page or another width of a column has them."""
    words = " ".join(ARTICLES).split()
    old = "\n".join(" ".join(words[n : n + 7]) for n in range(0, len(words), 7))
    new = "\n".join(" ".join(words[n : n + 5]) for n in range(0, len(words), 5))
    assert told(old, new) == [(False, [])]
    assert told(old, new.replace("تومان", "ریال")) == [(False, [("gone", "تومان"), ("new", "ریال")])]


def test_another_spelling_is_no_change_and_what_stayed_is_as_it_is_written_now() -> None:
    """As where two agreements are compared: old newspapers have every ی as ي, and a new version would be all red."""
    old, new = "مركز جهاني گفتگو در سال1373 تاسيس مي شود.", "مرکز جهانی گفتگو در سال ۱۳۷۴ تاسیس می‌شود."
    (one,) = compared(old, new)
    assert changes(one) == [("gone", "1373"), ("new", " ۱۳۷۴")]
    assert "".join(piece.text for piece in one.pieces if piece.how != "gone") == new
    assert [piece.text for piece in compared("مركز جهاني", "مرکز جهانی")[0].pieces] == ["مرکز جهانی"]


WORDS = (
    "والتدريب",
    "و",
    "التطوير",
    "سال1373",
    "۱۳۷۴",
    "(سفارت)",
    "سفارت",
    "می‌شود",
    "مي شود",
    "پیش",
    "پيش",
    ".",
    " ",
    "،",
)


@given(*[st.lists(st.sampled_from(WORDS), max_size=14)] * 2, st.sampled_from(["", " "]))
def test_nothing_of_either_text_is_lost_and_no_letters_join_across_a_change(
    old: list[str], new: list[str], gap: str
) -> None:
    before, after = (" ".join(gap.join(side).split()) for side in (old, new))
    for one in compared(before, after):
        for left, right in pairwise(one.pieces):
            assert (left.how, right.how) == ("gone", "new") or not (left.text[-1].isalpha() and right.text[0].isalpha())
    told = [[p for one in compared(before, after) for p in one.pieces if p.how != other] for other in ("new", "gone")]
    assert "".join(piece.text for piece in told[1]).split() == after.split()
    assert [w.form for w in words("".join(p.text for p in told[0]))] == [w.form for w in words(before)]


def test_paragraphs_stay_apart_where_words_of_one_stand_in_another() -> None:
    """One that came and one that went had a full stop in common, and everything before them was run together."""
    lines = [f"بند {number}. كارگروه آب دربارهٔ قنات شماره {number} گفتگو كرد." for number in range(9)]
    old = [*lines, "اعضا به میبد رفتند."]
    new = [line.replace("ك", "ک") for line in lines] + ["نشست دیگری هم هست.", "پیوست"]
    new[4] = new[4].replace("قنات", "چشمه")
    found = compared("\n".join(old), "\n".join(new))
    now = ["".join(piece.text for piece in one.pieces if piece.how != "gone") for one in found]
    assert list(filter(None, now)) == new
    shown = shortened(found)
    assert [changes(one) for one in shown[:3]] == [[], [("gone", "قنات"), ("new", "چشمه")], []]
    assert [one.after_cut for one in shown[:4]] == [True, False, False, True]


def test_a_mark_is_no_part_of_a_word_and_a_number_is_one_piece() -> None:
    assert told("لتطوير البحث العلمي.", "لتطوير البحث العلمي والتدريب.") == [(False, [("new", " والتدريب")])]
    assert told("نرخ ۱۲٫۵ درصد در ۱۴۰۴/۰۶/۱۶ بود.", "نرخ ۱۲٫۷ درصد در ۱۴۰۴/۰۶/۱۷ بود.") == [
        (False, [("gone", "۱۲٫۵"), ("new", "۱۲٫۷"), ("gone", "۱۴۰۴/۰۶/۱۶"), ("new", "۱۴۰۴/۰۶/۱۷")])
    ]


def test_white_space_is_no_change() -> None:
    assert told("نشست  شورا\n\n\nبرگزار شد", " نشست شورا \nبرگزار شد") == [(False, []), (False, [])]
    assert shortened(compared("نشست شورا", "نشست  شورا")) == []


def test_of_what_stayed_a_paragraph_on_either_side_is_shown() -> None:
    lines = [f"بند {number} از آیین‌نامهٔ باغ دولت‌آباد" for number in range(20)]
    new = [*lines[:10], lines[10].replace("دولت‌آباد", "فین"), *lines[11:]]
    shown = shortened(compared("\n".join(lines), "\n".join(new)))
    assert ["".join(piece.text for piece in one.pieces if piece.how != "gone") for one in shown] == [*new[9:12], ""]
    assert [one.after_cut for one in shown] == [True, False, False, True]
    (*_, last) = shortened(compared("\n".join(lines), "\n".join([*lines[:19], "بند تازه"])))
    assert not last.after_cut


def test_of_a_long_paragraph_words_beside_a_change_are_shown() -> None:
    words = [f"واژهٔ{number}" for number in range(300)]
    (one,) = shortened(compared(" ".join(words), " ".join([*words[:150], "باغ", *words[151:]])))
    shown = [(piece.how, piece.cut) for piece in one.pieces]
    assert shown == [("same", True), ("gone", False), ("new", False), ("same", False), ("same", True)]
    assert "واژهٔ149" in one.pieces[0].text
    assert "واژهٔ100" not in one.pieces[0].text


def test_long_texts_with_nothing_in_common_are_compared_too() -> None:
    old = "\n".join(f"سطر{number} کتاب{number} باغ{number}" for number in range(3000))
    new = "\n".join(f"خانه{number} کوچه{number} شهر{number}" for number in range(3000))
    found = compared(old, new)
    assert sum(one.changed for one in found) == len(old.replace("\n", "")) + len(new.replace("\n", ""))
