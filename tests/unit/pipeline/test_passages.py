"""Links to a passage: the same words are found again in another version, and other words are never taken for them."""

from hypothesis import given
from hypothesis import strategies as st

from corpora.document import Span
from pipeline.originals.passages import Passage, cuts_a_word

TEXT = "نشست شورای شهر یزد\nبودجهٔ آب تصویب شد.\n\nاعضای شورا به میبد رفتند."
WORDS = TEXT.split()


def of(text: str, words: str) -> Passage:
    start = text.index(words)
    return Passage.of(Span(start, start + len(words)), words)


def test_words_are_found_where_they_stand_and_where_they_moved() -> None:
    asked = of(TEXT, "بودجهٔ آب تصویب شد")
    assert asked.found(TEXT) == (asked.span, "there")
    later = "بند تازه‌ای آمد.\n" + TEXT
    span, state = asked.found(later)
    assert state == "moved"
    assert span
    assert later[span.start : span.end] == "بودجهٔ آب تصویب شد"


def test_lines_may_be_broken_elsewhere() -> None:
    asked = of(TEXT, "تصویب شد.\n\nاعضای شورا")
    later = TEXT.replace("\n\n", " ").replace(" ", "\n")
    span, state = asked.found(later)
    assert state != "gone"
    assert span
    assert later[span.start : span.end].split() == ["تصویب", "شد.", "اعضای", "شورا"]


def test_words_that_are_gone_are_nowhere() -> None:
    asked = of(TEXT, "بودجهٔ آب")
    assert asked.found(TEXT.replace("آب", "برق")) == (None, "gone")
    assert asked.found("") == (None, "gone")
    assert Passage(Span(3, 900)).found(TEXT) == (None, "gone")


def test_few_letters_are_no_part_of_another_word() -> None:
    """«آب» of a link is not the beginning of «آبان»."""
    asked = of(TEXT, "آب")
    assert asked.found(TEXT.replace("آب تصویب", "تصویب").replace("نشست", "آبان")) == (None, "gone")


def test_of_several_places_it_is_the_nearest() -> None:
    text = " ".join(["شورا", *["یزد"] * 9, "شورا", *["یزد"] * 3])
    asked = Passage.of(Span(text.rindex("شورا"), text.rindex("شورا") + 4), "شورا")
    span, state = asked.found("آب " + text)
    assert (span, state) == (Span(asked.span.start + 3, asked.span.end + 3), "moved")


def test_an_address_is_read_as_it_was_written_and_old_ones_as_they_were() -> None:
    asked = of(TEXT, "شهر یزد")
    assert Passage.parsed(str(asked)) == asked
    assert Passage.parsed("5-9") == Passage(Span(5, 9))
    assert Passage(Span(5, 9)).found(TEXT) == (Span(5, 9), "unchecked")
    wrong = ("", "9-5", "5", "5-9-4", "5-9-4-zzzzzzzz", "5-9-4-0000000", "-5-9", "1234567890-9")
    assert [at for at in wrong if Passage.parsed(at)] == []


def test_words_that_are_not_all_of_a_span_give_no_check() -> None:
    """As where a page shows the beginning of a long sentence."""
    assert str(Passage.of(Span(5, 90), "شورا")) == "5-90"


def test_a_word_that_is_cut() -> None:
    assert [cuts_a_word(TEXT, span) for span in (Span(0, 4), Span(1, 4), Span(0, 3), Span(0, len(TEXT)))] == [
        False,
        True,
        True,
        False,
    ]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30), st.data())
def test_whatever_is_said_to_be_the_words_are_they(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    first = data.draw(st.integers(0, len(TEXT) - 1))
    span = Span(first, data.draw(st.integers(first + 1, len(TEXT))))
    wanted = TEXT[span.start : span.end]
    found, state = Passage.of(span, wanted).found(text)
    assert (found is None) == (state == "gone")
    if found:
        assert "".join(text[found.start : found.end].split()) == "".join(wanted.split())
