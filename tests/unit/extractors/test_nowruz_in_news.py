"""Days of Nowruz and the holidays after it in news, by when these were published; written before anybody read how."""

from datetime import date

import pytest

from corpora.document import Mention
from extractors.extraction import mentions_of
from extractors.registry import build

AUTUMN, OCTOBER, ESFAND, SPRING = "2025-11-20", "2025-10-15", "2025-03-10", "2025-04-05"
DAYS = (  # published, the news, words that the date has, its first day
    (AUTUMN, "این طرح پیش از تعطیلات نوروزی به بهره‌برداری می‌رسد.", "نوروزی", "2026-03-21"),
    (AUTUMN, "رئیس سازمان گفت کار ساخت بیمارستان پس از نوروز آغاز می‌شود.", "نوروز", "2026-03-21"),
    (AUTUMN, "نوروز ۱۴۰۵ با برنامه‌های فرهنگی در شیراز همراه است.", "نوروز", "2026-03-21"),
    (SPRING, "در ایام نوروز بیش از دو میلیون مسافر به استان آمدند.", "نوروز", "2025-03-21"),
    ("2025-04-20", "تعطیلات نوروزی با کاهش تصادف‌ها به پایان رسید.", "نوروزی", "2025-03-21"),
    (OCTOBER, "در نوروز امسال سه میلیون گردشگر به اصفهان سفر کردند.", "نوروز", "2025-03-21"),
    (OCTOBER, "آمار سفر در نوروز سال گذشته اعلام شد.", "نوروز", "2024-03-20"),
    (OCTOBER, "بلیت قطارهای نوروز سال آینده از بهمن فروخته می‌شود.", "نوروز", "2026-03-21"),
    (ESFAND, "در آستانه نوروز بازارهای شهر شلوغ شده است.", "نوروز", "2025-03-21"),
    (ESFAND, "تعطیلات نوروز ۱۴۰۴ از روز جمعه آغاز می‌شود.", "نوروز", "2025-03-21"),
    (SPRING, "مراسم سیزده‌بدر در بوستان‌های تهران برگزار شد.", "بدر", "2025-04-02"),
    (AUTUMN, "از نوروز ۱۴۰۳ تاکنون سه مرکز درمانی افتتاح شده است.", "نوروز", "2024-03-20"),
    ("2025-12-25", "برنامه‌های شب یلدا در کتابخانه ملی برگزار شد.", "یلدا", "2025-12-21"),
    (None, "نوروز ۱۴۰۰ در قرنطینه گذشت.", "نوروز", "2021-03-21"),
    (None, "پس از تعطیلات نوروزی جلسه بعدی برگزار می‌شود.", "نوروزی", ""),
    (AUTUMN, "پروازهای نوروز 1405 و تابستان افزایش می‌یابد.", "نوروز", "2026-03-21"),
    ("2026-03-19", "تبدأ عطلة النوروز السبت المقبل في إقليم كردستان.", "النوروز", "2026-03-21"),
    (SPRING, "احتفل الأكراد بعيد نوروز في أربيل.", "نوروز", "2025-03-21"),
    (AUTUMN, "نوروز جهانی در سازمان ملل به ثبت رسید.", "نوروز", "2026-03-21"),
)
NONE = (
    ("2025-03-25", "طرح نظارت نوروزی تا ۱۵ فروردین ادامه دارد.", "نوروزی"),
    (AUTUMN, "حسن نوروزی، نماینده مجلس، این خبر را تأیید کرد.", "نوروزی"),
    (AUTUMN, "نوروز احمدی، شهردار رباط‌کریم، استعفا کرد.", "نوروز"),
    (AUTUMN, "دکتر نوروز ابراهیمی درباره این طرح سخن گفت.", "نوروز"),
    (AUTUMN, "وقال نوروز محمد إن اللجنة أنهت عملها.", "نوروز"),
)


def found(published: str | None, text: str, word: str) -> list[Mention]:
    language = "ar" if any(letter in text for letter in "ةكي") else "fa"
    day = date.fromisoformat(published) if published else None
    mentions = mentions_of(text, key="k", language=language, published=day, extractors=build())
    at = text.index(word)
    return [m for m in mentions if m.label == "DATE" and m.span.start < at + len(word) and m.span.end > at]


@pytest.mark.parametrize(("published", "text", "word", "first"), DAYS)
def test_the_year_is_that_of_the_news(published: str | None, text: str, word: str, first: str) -> None:
    assert [one.value.get("start", "") for one in found(published, text, word)] == [first]


@pytest.mark.parametrize(("published", "text", "word"), NONE)
def test_what_is_called_after_it_is_no_day(published: str, text: str, word: str) -> None:
    assert found(published, text, word) == []
