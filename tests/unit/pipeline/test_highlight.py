from corpora.document import Span
from extractors.text.analyzer import analyze
from pipeline.index.highlight import matches, passages
from pipeline.index.records import Streams
from pipeline.query import parse

TEXT = (
    "منوی سایت\n" + "یکم " * 80 + "نشست سازمان هاي مردم‌نهاد در یزد.\n" + "دوم " * 200 + "سازمان مردمنهاد " + "سوم " * 50
)


def marks(query: str, text: str = TEXT) -> list[str]:
    streams = Streams.of(analyze(text))
    return [text[s.start : s.end] for s in matches(parse(query), streams.stem.split(" "), streams.starts, streams.ends)]


def test_marks_cross_joints() -> None:
    assert marks("سازمان مردم نهاد") == ["سازمان هاي مردم‌نهاد", "سازمان مردمنهاد"]


def test_a_phrase_is_marked_only_where_it_stands_whole() -> None:
    assert marks('"مردم‌نهاد در یزد"') == ["مردم‌نهاد در یزد"]


def test_passages_hold_their_marks_and_stay_in_the_body() -> None:
    streams = Streams.of(analyze(TEXT))
    found = matches(parse("سازمان"), streams.stem.split(" "), streams.starts, streams.ends)
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
