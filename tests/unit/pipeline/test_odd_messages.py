"""Twenty headlines that were made to harm, and twenty templates, written before anybody read how messages are made."""

import json
import re

import pytest

from pipeline.errors import RefusedDecision
from pipeline.monitors.channels import CHANNELS, utf16
from pipeline.monitors.templates import DEFAULT, template_of
from tests.unit.pipeline.test_told_outside import alert, message

OVERRIDE, ISOLATE = "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{RIGHT-TO-LEFT ISOLATE}"
LINK = "https://press.example/1"
TITLES = (
    "<!channel> همه بیایید",
    "<!here|here> خبر فوری",
    "<@U024BE7LH> متهم شد",
    "<#C024BE7LR> کانال",
    "رشد ۵٪ & کاهش",
    "<https://evil.example|وزارت نفت> گفت",
    "*پررنگ* و _کج_ و ~خط~",
    "`rm -rf` و ```کد```",
    "> نقل قول وزیر",
    "• فهرست\n• دوم",
    f"وزیر گفت {OVERRIDE}تخت تمام",
    f"{ISOLATE}بی‌پایان",
    "خبر :rotating_light: :smile:",
    "🇮🇷🎉 عید مبارک 👨‍👩‍👧",
    "ا" * 41_000,
    "أعلن الوزير «النتائج» <script>alert(1)</script>",
    "@channel @here @everyone توجه",
    "https://evil.example/login وارد شوید",
    "&lt;!channel&gt; خبر",
    "mailto:x@evil.example و evil.example و tel:+982112345",
)
LIVE = re.compile(r"<[^>]*>|&(?!amp;|lt;|gt;)|(?<!\w)@(?:channel|here|everyone)\b|^&gt;", re.MULTILINE)
"""What Slack, or who takes its messages, makes something of."""
STYLED = re.compile(r"(?<!\w)([*_~`])(?=\S)[^\n]*?(?<=\S)\1(?!\w)")
EMOJI = re.compile(r":[a-z0-9_+'-]*[a-z][a-z0-9_+'-]*:")
TURNS = re.compile(
    "[\N{LEFT-TO-RIGHT EMBEDDING}-\N{RIGHT-TO-LEFT OVERRIDE}\N{LEFT-TO-RIGHT ISOLATE}-\N{POP DIRECTIONAL ISOLATE}]"
)


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
@pytest.mark.parametrize("template", ["", "خبر: {title}\n{passage}\n{link}"], ids=["default", "own"])
def test_a_headline_is_shown_letter_by_letter_and_the_link_stays(title: str, template: str) -> None:
    made = message("slack", alert(title=title, passage=f"{title}\n{title}"), template=template)
    text = json.loads(made.body())["text"]
    for harm in (LIVE, STYLED, EMOJI, TURNS):
        assert not harm.search(text), harm.pattern
    assert text.endswith(LINK)
    assert utf16(text) <= CHANNELS["slack"].most


def test_marks_of_a_template_style_and_those_of_a_headline_do_not() -> None:
    made = message("slack", alert(title="*فوری* سیل"), template="*{title}*")
    assert made.text() == "*\N{ASTERISK OPERATOR}فوری\N{ASTERISK OPERATOR} سیل*"
    told = message("slack", alert(title="ساعت 12:30:45 پرونده a_b_c و 3*4*5")).text()
    assert "ساعت 12:30:45 پرونده a_b_c و 3*4*5" in told
    address = "https://press.example/_a_/*b*~"
    assert address in message("slack", alert(title=f"نشانی {address}")).text()


TOLD = (
    ("{title}\n{link}", f"سیل در گیلان\n{LINK}"),
    ("خبر تازه: {title}", "خبر تازه: سیل در گیلان"),
    ("{{title}} {title}", "{title} سیل در گیلان"),
    ("{title}\0", "سیل در گیلان"),
    ("منبع: {source}\n{title}", "منبع: press.example\nسیل در گیلان"),
    (f"{OVERRIDE}{{title}}", "سیل در گیلان"),
)
WRONG = (
    *("{titel}", "{title.__class__}", "{title!r}", "{title:>100000000}", "{0}", "{}", "{title", "title}", "{title[0]}"),
    *("{title}" * 2000, "{Title}", "{ title }", "{عنوان}", "بدون فیلد", "{title:{source}}"),
)


@pytest.mark.parametrize(("template", "told"), TOLD)
def test_what_a_template_tells(template: str, told: str) -> None:
    assert message("telegram", alert(), template=template).text() == told


@pytest.mark.parametrize("template", WRONG)
def test_what_is_no_template_is_refused_with_the_fields_that_there_are(template: str) -> None:
    with pytest.raises(RefusedDecision, match=r"\{title\}|brace|characters at most"):
        template_of(template)


@pytest.mark.parametrize("template", ["", " \n "])
def test_a_template_of_blanks_is_the_usual_one(template: str) -> None:
    assert template_of(template) == template_of(DEFAULT)


def test_a_source_that_is_not_known_takes_its_line_along() -> None:
    nowhere = alert(uri="file:///srv/a.txt")
    assert message("telegram", nowhere, template="منبع: {source}\n{title}").text() == "سیل در گیلان"


@pytest.mark.parametrize("title", ["{link} {title.__class__}", "{{0}}", "%s {passage!r}"])
def test_braces_of_a_headline_are_filled_by_nothing(title: str) -> None:
    assert message("telegram", alert(title=title), template="{title}").text() == title
