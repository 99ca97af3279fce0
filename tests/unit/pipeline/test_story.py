"""What of a web page is its story: tables, captions, typed text and edited words too; menus and teasers not."""

import pytest

from pipeline.ingest.build import document_of
from pipeline.ingest.registry import read
from pipeline.records import Source

HEAD = "افتتاح کتابخانهٔ مرکزی سنندج"
FIRST = (
    "کتابخانهٔ مرکزی سنندج صبح پنجشنبه با حضور شهردار و جمعی از نویسندگان شهر گشایش یافت و از فردا در دسترس همگان است."
)
SECOND = "به گفتهٔ شهردار، ساخت این کتابخانه چهار سال طول کشید و هزینهٔ آن از بودجهٔ شهرداری و کمک خیران فراهم شد."
LAST = "این کتابخانه دو تالار مطالعه و یک بخش کودک دارد و تا پایان سال سی هزار جلد کتاب تازه به آن افزوده می‌شود."
MENU = "".join(f'<li><a href="/{n}">{n}</a></li>' for n in ("خانه", "سیاست", "ورزش", "اقتصاد", "استان‌ها"))
TEASER = "رئیس هواشناسی: بارش‌ها در غرب کشور تا آخر هفته ادامه دارد و دمای هوا چند درجه کم می‌شود"


def body(*blocks: str, heading: str = f"<h1>{HEAD}</h1>", before: str = "", after: str = "") -> str:
    """What is taken for the story of a page whose story has some blocks between its paragraphs."""
    page = (
        f"<html><head><title>{HEAD}</title><meta charset=utf-8></head><body><nav><ul>{MENU}</ul></nav>{before}"
        f"<article>{heading}<p>{FIRST}</p><p>{SECOND}</p>{''.join(blocks)}<p>{LAST}</p></article>{after}"
        "<footer><p>همهٔ حقوق محفوظ است</p></footer></body></html>"
    )
    source = Source("https://news.example/1", "1", page.encode())
    return document_of(source, read(source)).body_text()


CAPTION, ITEM, OTHER = "گنجایش تالارها", "بخش کودک در همکف جا دارد", "گشایش پل تازه در سقز"
TABLE = "<tr><th>تالار</th><th>گنجایش</th></tr><tr><td>شمالی</td><td>۱۲۰</td></tr><tr><td>جنوبی</td><td>۸۵</td></tr>"


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        (f"<table>{TABLE}</table>", ["تالار", "شمالی", "۱۲۰", "۸۵"]),
        (
            f"<figure><table>{TABLE}</table><figcaption>گنجایش تالارها</figcaption></figure>",
            ["شمالی", CAPTION],
        ),
        (f"<div class='wrap'><div><table>{TABLE}</table></div></div>", ["جنوبی", "۸۵"]),
        (
            "<figure><img src=a.jpg><figcaption>نمای تالار شمالی. عکس: ایوب</figcaption></figure>",
            ["نمای تالار شمالی. عکس: ایوب"],
        ),
        ("<pre>ردیف ۱: رمان\nردیف ۲: شعر\n  ردیف ۳: تاریخ</pre>", ["ردیف ۱: رمان", "ردیف ۲: شعر", "ردیف ۳: تاریخ"]),
        ("<dl><dt>ساعت کار</dt><dd>هشت تا بیست</dd></dl>", ["ساعت کار", "هشت تا بیست"]),
        ("<details><summary>بیشتر</summary>نشانی: خیابان فردوسی</details>", ["نشانی: خیابان فردوسی"]),
        ("<p>شمار عضوها <ins>هفت هزار</ins> نفر است.</p>", ["شمار عضوها هفت هزار نفر است."]),
        ("<p>شمار عضوها <del>شش</del> <ins>هفت</ins> هزار نفر است.</p>", ["هفت هزار نفر است."]),
        ("<blockquote>کتاب یار مهربان است.</blockquote>", ["کتاب یار مهربان است."]),
        (
            "<ul><li>بخش کودک در همکف جا دارد</li><li>بخش نابینایان در طبقهٔ دوم است</li></ul>",
            ["بخش کودک در همکف جا دارد"],
        ),
    ],
)
def test_what_stands_among_the_paragraphs_is_story(block: str, lines: list[str]) -> None:
    text = body(block)
    for line in [*lines, FIRST, SECOND, LAST]:
        assert line in text
    assert "ورزش" not in text
    assert "حقوق" not in text


@pytest.mark.parametrize(
    "block",
    [
        f'<ul class="related-news"><li>{OTHER}</li><li><a href=/3>نمایشگاه کتاب</a></li></ul>',
        '<ul><li><a href="/2">گشایش پل تازه در سقز</a></li><li><a href="/3">نمایشگاه کتاب</a></li></ul>',
        "<aside><dl><dt>گشایش پل تازه در سقز</dt><dd>دیروز</dd></dl></aside>",
        '<div id="share"><ul><li>گشایش پل تازه در سقز</li></ul></div>',
        '<ul class="tags"><li>گشایش پل تازه در سقز</li></ul>',
    ],
)
def test_lists_that_lead_elsewhere_are_no_story(block: str) -> None:
    text = body(block)
    assert "گشایش پل" not in text
    assert LAST in text


def test_a_table_at_the_end_of_the_story_is_story_and_one_outside_is_not() -> None:
    outside = "<table><tr><td>قیمت سکه</td><td>۴۰</td></tr></table>"
    text = body(after=outside)
    assert "قیمت سکه" not in text
    page = body("", heading=f"<h1>{HEAD}</h1>")
    assert FIRST in page


@pytest.mark.parametrize("heading", ["", "<h1>سنندج</h1>", f"<h1 style='display:none'>{HEAD}</h1>"])
def test_teasers_above_are_no_story_where_the_headline_cannot_be_seen(heading: str) -> None:
    before = "".join(f'<div class="top"><a href="/{n}"><p>{TEASER} ({n})</p></a></div>' for n in range(4))
    text = body(heading=heading, before=before)
    assert TEASER not in text
    assert FIRST in text


def test_teasers_above_a_story_whose_headline_is_no_line_are_no_story() -> None:
    said = [
        ("معدن تازهٔ مس", "کارشناسان از ذخیره‌ای کم‌مانند خبر دادند که سال‌ها می‌تواند خوراک کارخانه باشد."),
        ("بازگشت لک‌لک‌ها", "هم‌زمان با گرم شدن هوا نخستین دسته‌های لک‌لک بر فراز شهر دیده شدند."),
        ("جشنوارهٔ نان", "بیش از سی نانوا در این جشنواره هنر خود را به نمایش گذاشتند و نان پختند."),
    ]
    cards = "".join(
        f'<div class="card"><h3><a href="/{at}">{title}</a></h3><p>{text}</p></div>'
        for at, (title, text) in enumerate(said)
    )
    story = [
        "مدیرکل آب منطقه‌ای گفت طرح آب‌رسانی به روستاهای کوهپایه از هفتهٔ آینده آغاز می‌شود و یک سال می‌انجامد.",
        "به گفتهٔ او لوله‌گذاری در سه مرحله انجام می‌شود و پیمانکاران بومی در این کار اولویت خواهند داشت.",
        "وی یادآور شد کاهش بارندگی در سال‌های گذشته چشمه‌ها را خشکانده و تانکرها پاسخ‌گوی نیاز مردم نیست.",
    ]
    body = "".join(f"<p>{text}</p>" for text in story)
    page = (
        f"<html><head><title>آب‌رسانی</title></head><body><main><div>{cards}</div><div>{body}</div></main></body></html>"
    )
    found = read(Source("file:///a.html", "a.html", page.encode()))
    shown = {found.text[span.start : span.end] for span in found.furniture}
    assert shown == {line for pair in said for line in pair}
