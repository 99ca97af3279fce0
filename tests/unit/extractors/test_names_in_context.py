"""Organisations that their place gives away, and what looks like a name and is none."""

import pytest

from extractors.extraction import mentions_of
from extractors.registry import build
from extractors.text.language import language_of

_REVIEW = """مرور روزنامه‌های امروز
قانون: دیوان عدالت رأی شورا را باطل کرد
شرق: آب سد کرج به نیمه رسید
به گزارش همین روزنامه، بارندگی کم شده است"""


def organisations(text: str, language: str = "") -> list[str]:
    mentions = mentions_of(
        text, key="k", language=language or language_of(text), published=None, extractors=build(("names",))
    )
    return [m.surface for m in mentions if m.label == "ORG"]


def test_a_line_of_a_press_review_begins_with_a_newspaper() -> None:
    found = organisations(_REVIEW)
    assert "شرق" in found
    assert "قانون" in found


def test_a_word_of_headings_is_no_newspaper_by_itself() -> None:
    assert "قانون" not in organisations("قانون: مجموعه مقرراتی است که مجلس تصویب می‌کند", "fa")
    assert organisations("قانون: مقررات کشور است\nامتیاز: حقی است که داده می‌شود", "fa") == []
    assert "شرق" not in organisations("شرق: ده متر", "fa")


def test_a_list_after_a_word_for_companies_is_one_of_companies() -> None:
    text = "شرکت‌های برنده مناقصه «پویا سازه البرز»، «آبان گستر خزر» و «نیک اندیشان توس» هستند."
    assert organisations(text) == ["پویا سازه البرز", "آبان گستر خزر", "نیک اندیشان توس"]


def test_other_quotations_in_a_row_are_no_companies() -> None:
    assert organisations("فیلم‌های «باد سرخ»، «شب آخر» و «راه خانه» در جشنواره نمایش داده شدند.", "fa") == []


def test_both_sides_of_a_score_are_teams() -> None:
    assert organisations("گیتی‌پسند اصفهان 6 ارژن شیراز 3", "fa") == ["گیتی‌پسند اصفهان", "ارژن شیراز"]
    assert organisations("آهن 6 سیمان 3", "fa") == []


def test_who_is_headed_as_a_company_is_one() -> None:
    text = "قال الرئيس التنفيذي لمدينة الأمير فهد الاقتصادية إن المدينة الاقتصادية ستفتح أبوابها قريبا"
    assert organisations(text) == ["مدينة الأمير فهد الاقتصادية", "المدينة الاقتصادية"]


def test_a_unit_may_be_called_by_its_number() -> None:
    found = organisations("رزمندگان تیپ 65 و لشکر 27 محمد رسول‌الله در این عملیات بودند", "fa")
    assert found[0] == "تیپ 65"
    assert found[1].startswith("لشکر 27")


def test_a_joint_in_a_known_name_may_be_a_space_or_nothing() -> None:
    for joint in ("\N{ZERO WIDTH NON-JOINER}", " ", ""):
        assert organisations(f"پرواز ایران{joint}ایر به تبریز لغو شد", "fa")[:1] == [f"ایران{joint}ایر"]


@pytest.mark.parametrize(
    "text",
    [
        "نرخ ریال سعودی امروز تغییر نکرد",
        "تماس با سردبیر: akhbar@khabar-e-ma.example.com",
        "ارتفعت المبيعات بين أبريل/نيسان ويونيو الماضيين",
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert organisations(text) == []


def test_a_quotation_in_a_name_is_closed() -> None:
    assert "شرکت «اپل»" in organisations("شرکت «اپل» گوشی تازه‌ای عرضه کرد", "fa")


def test_a_word_for_the_kind_of_body_stays_outside_where_the_corpora_leave_it() -> None:
    found = organisations("نقلت صحيفة واشنطن بوست عن مسؤول في وزارة العدل", "ar")
    assert found in (["واشنطن بوست", "وزارة العدل"], ["صحيفة واشنطن بوست", "وزارة العدل"])


def test_the_office_of_a_man_of_religion_is_a_body() -> None:
    assert organisations("دفتر آیت‌الله موسوی در قم این خبر را تایید کرد.") == ["دفتر آیت‌الله موسوی"]
    assert organisations("وی در دفتر آقای رضایی با خبرنگاران گفت‌وگو کرد.", "fa") == []
