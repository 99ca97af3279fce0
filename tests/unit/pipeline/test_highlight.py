import pytest

from corpora.document import Document, Span
from extractors.text.analyzer import analyze
from pipeline.index.highlight import Indexed, other_spellings, passages, places, spans
from pipeline.index.records import Streams
from pipeline.index.shown import excerpt, packed, unpacked
from pipeline.query.parser import parse

TEXT = (
    "منوی سایت\n" + "یکم " * 80 + "نشست سازمان هاي مردم‌نهاد در یزد.\n" + "دوم " * 200 + "سازمان مردمنهاد " + "سوم " * 50
)


def indexed(text: str) -> Indexed:
    streams = Streams.of(analyze(text))
    return Indexed(text, streams.stem.split(" "), *unpacked(packed(streams.starts, streams.ends)))


def marks(query: str, text: str = TEXT) -> list[str]:
    there = indexed(text)
    return [text[s.start : s.end] for s in spans(places(parse(query), there), there)]


def test_marks_cross_joints() -> None:
    assert marks("سازمان مردم نهاد") == ["سازمان هاي مردم‌نهاد", "سازمان مردمنهاد"]


def test_a_phrase_is_marked_only_where_it_stands_whole() -> None:
    assert marks('"مردم‌نهاد در یزد"') == ["مردم‌نهاد در یزد"]


def test_passages_hold_their_marks_and_stay_in_the_body() -> None:
    there = indexed(TEXT)
    found = spans(places(parse("سازمان"), there), there)
    shown = passages(TEXT, found, (Span(10, len(TEXT)),))
    assert [len(p.marks) for p in shown] == [1, 1]
    for passage in shown:
        assert TEXT[passage.span.start : passage.span.end] == passage.text
        assert len(passage.text) < 300
        assert all(passage.span.covers(mark) for mark in passage.marks)
        assert "منوی" not in passage.text


def test_without_a_mark_the_beginning_shows() -> None:
    (passage,) = passages("متن کوتاه", (), (Span(0, 9),))
    assert passage.text == "متن کوتاه"
    assert passages("متن", (), ()) == ()


def shown(query: str, text: str, title: str = "") -> str:
    there = indexed(text)
    found = spans(places(parse(query), there), there)
    document = Document("0" * 32, "a", "test:a", text, title=title, language="fa")
    return excerpt(passages(text, found, document.body()), document)


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("نشست آغاز شد.", "نشست", "شد."),
        ("باران بارید " * 60 + "نشست آغاز شد " + "برف آمد " * 60, "…", "…"),
        ("باران بارید " * 60 + "نشست آغاز شد.", "…", "شد."),
        ("نشست آغاز شد " + "برف آمد " * 60, "نشست", "…"),
        ("هوا سرد بود.\nنشست آغاز شد.\nبرف آمد.", "هوا", "شد."),
        ("باران بارید " * 60 + "\n«نشست آغاز شد.» " + "برف آمد " * 10 + "\nپایان", "«نشست", "برف آمد"),
    ],
)
def test_a_message_says_where_a_sentence_goes_on(text: str, begins: str, ends: str) -> None:
    """What was cut in the middle looked whole in mails."""
    told = shown("نشست", text)
    assert (told.startswith(begins), told.endswith(ends)) == (True, True), told
    assert "نشست" in told
    assert not told.endswith("آمد…") or ends == "…"


def test_what_follows_a_title_begins_a_text() -> None:
    assert shown("نشست", "نشست شورا\nنشست شورا آغاز شد.", "نشست شورا") == "نشست شورا آغاز شد."


@pytest.mark.parametrize(
    ("query", "text", "wanted"),
    [
        ("إعلام", "رفع أعلام الدول أمام وسائل الإعلام والاعلام", ["الإعلام", "الاعلام"]),
        ("سازمان*", "سازمان‌ها و سازماندهی و ساز", ["سازمان‌ها", "سازماندهی"]),
        ("گذارش~", "گزارش نشست", ["گزارش"]),
        ("=الأمانة", "الامانة والأمانة", ["الأمانة"]),
        ("وزیر NEAR/2 سفر", "سفر رسمی وزیر به یزد بود و پس از آن وزیر گفت", ["سفر", "وزیر"]),
        ('"وزیر کشور" NEAR/3 سفر', "وزیر کشور در سفر به یزد گفت وزیر نیرو نبود", ["وزیر کشور", "سفر"]),
        ("-سفر وزیر", "سفر وزیر", ["وزیر"]),
    ],
)
def test_what_is_marked(query: str, text: str, wanted: list[str]) -> None:
    assert marks(query, text) == wanted


def test_other_spellings_are_named_as_they_stand() -> None:
    there = indexed("تفاهم‌نامه و تفاهم نامه‌های تازه و تفاهمنامه")
    query = parse("تفاهم‌نامه")
    assert other_spellings(query, places(query, there), there) == ["تفاهم نامه‌های", "تفاهمنامه"]


def test_only_compounds_are_analysed_for_their_constituents() -> None:
    """A question whose words are common took twice as long on long texts: all words with a space were analysed."""
    there = indexed("هیئت وزیران در نشست خود کتاب ها و کتابخانه های شهر را ارج نهاد و می شود که هیات وزیران بیاید")
    wanted = parse("وزیران")
    found = [there.surface(at) for at in places(wanted, there)]
    assert found == ["هیئت وزیران", "هیات وزیران"]
    assert len(there.compounds) == 2
    assert places(parse('"وزیران در نشست"'), there) == [0, 1, 2]
