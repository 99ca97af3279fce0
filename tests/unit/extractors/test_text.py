"""Spellings that a reader takes for one word meet; different words stay apart."""

import pytest

from extractors.extraction import mentions_of
from extractors.registry import build
from extractors.text.aligned import AlignedText
from extractors.text.analyzer import TERM_BYTES, analyze
from extractors.text.explain import compare
from extractors.text.language import language_of
from extractors.text.segmenter import words
from extractors.text.spelling import phrase
from extractors.text.stemmer import stem

ONE_WORD = [
    ("تفاهم‌نامه‌های", "تفاهم نامه های", "تفاهمنامههای", "تفاهم نامه هاي"),
    ("سازمان‌های مردم‌نهاد", "سازمانهای مردمنهاد", "سازمان هاي مردم نهاد"),
    ("می‌شود", "می شود", "ميشود"),
    ("حجت‌الاسلام", "حجتالاسلام", "حجت الاسلام"),
    ("برنامه‌ریزی", "برنامهریزی", "برنامه ریزی", "برنامه ريزي"),
    ("سه‌ماهه", "سه ماهه", "سهماهه"),
    ("مسئول", "مسؤول", "مسوول", "مسئــول"),
    ("الأمانة العامة", "الامانة العامة", "الامانه العامه"),
    ("۱۷۰", "170", "١٧٠"),
    ("مذكّرة", "مذكرة", "مذکره"),
    ("لا", "ﻻ"),
]


@pytest.mark.parametrize("spellings", ONE_WORD, ids=lambda s: s[0])
def test_spellings_of_one_word_meet(spellings: tuple[str, ...]) -> None:
    assert len({tuple(t.stem for t in analyze(s)) for s in spellings}) == 1


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("استان", "است"),
        ("تهران", "تهر"),
        ("تنها", "تن"),
        ("بها", "به"),
        ("میدان", "مید"),
        ("اداره‌ها", "اراده‌ها"),
        ("آنها", "آن"),
    ],
)
def test_different_words_stay_apart(word: str, other: str) -> None:
    assert [t.stem for t in analyze(word)] != [t.stem for t in analyze(other)]


@pytest.mark.parametrize(
    ("glued", "parts"),
    [
        ("درفرمانداری", ["در", "فرمانداری"]),
        ("از۲۷", ["از", "27"]),
        ("حوزه ونظام", ["حوزه", "و", "نظام"]),
        ("والامانة", ["و", "الامانه"]),
        ("درمان", ["درمان"]),
        ("وزارت", ["وزارت"]),
        ("وزارة", ["وزاره"]),
    ],
)
def test_words_that_were_glued_are_parted(glued: str, parts: list[str]) -> None:
    assert [w.exact for w in words(AlignedText.of(glued))] == parts


FORMS_OF_ONE_WORD = """
رسانه‌ای/رسانه خانه‌ی/خانه محله‌ای/محله ریشه‌ای/ریشه منطقه‌ای/منطقه منطقهای/منطقه پرونده‌ی/پرونده
نمای/نما دریای/دریا اعضای/عضو بازوی/بازو بانوی/بانو رویای/رویا دعوای/دعوا تقاضای/تقاضا
دانشجویان/دانشجو گدایان/گدا سخنگویان/سخنگو رانندگان/راننده کارخانجات/کارخانه میوه‌جات/میوه
روحانیون/روحانی انقلابیون/انقلابی زنان/زن پزشکان/پزشک اساتید/استاد کارشناسانی/کارشناس
کتابشان/کتاب کشورمان/کشور خانه‌مان/خانه زندگی‌ام/زندگی پدرش/پدر مدرسه‌اش/مدرسه راهش/راه متهمان/متهم
می‌نویسد/نوشت می‌نویسند/نوشته‌است می‌روند/رفت می‌بیند/دیده می‌سازند/ساخته‌اند بسازد/ساخت می‌آیند/نیامد
می‌گوید/گفته‌اند می‌نشیند/نشسته‌اند خودمان/خود می‌توان/توانست بچگان/بچه مشکلات/مشکل
میگویند/گفت برمی‌گردد/برگشت می‌اندازد/بیندازد نیفتاد/افتاد بایستد/ایستاد می‌نگرد/نگریست
مدارس/مدرسه علما/عالم شهدا/شهید قوانین/قانون بنادر/بندر شورای/شورا شوراهای/شورا سال‌هاست/سال
بزرگ‌ترین/بزرگ بزرگترین/بزرگ کوچک‌تر/کوچک امضاء/امضا
مدرستان/مدرسة المدرستين/مدرسة كتابين/كتاب لمدرستنا/مدرسة بمعلميها/معلم للجنة/لجنة لللجنة/اللجنة
وزراء/وزير القوات/قوة الشوارع/شارع للدول/دولة المدن/مدينة بمباريات/مباراة
"""
OTHER_WORDS = """
منطقه‌ای/منطق خانه‌ای/خان نامه‌ای/نام حرفه‌ای/حرف میزان/میز باران/بار کرمان/کرم درمان/درم سنگین/سنگ شیرین/شیر
ماشین/ماش گروگان/گروه میلیون/میلی بحرین/بحر سودان/سود زندان/زند انگشتر/انگشت ورزش/ورز مردم/مرد چهارم/چهار
بیستم/بیست درهم/در کلام/کلا رود/رفت مانند/ماند روند/رو مردان/مردن نهاد/می‌نهد نهادها/نهاده درآمد/می‌آید
معنوی/معنا تنها/تن طالبان/طالب آبادان/آباد مهمان/مهم ارزان/ارز ایرانی/ایران داده/می‌دهد بسته/می‌بندد
آن‌ها/آن سی‌ام/سی إخبار/أخبار إعلام/أعلام شیرین/شیر الحسین/الحس برجام/برجا لشکری/شکر باکتری/باک مجازات/مجاز
واردات/وارد انتخابات/انتخاب متدین/متد تخمین/تخم داروین/دارو عمارت/عمار الجزائر/جزيرة
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    return [(one, other) for one, _, other in (pair.partition("/") for pair in table.split())]


def _stems(text: str) -> list[str]:
    return [token.stem for token in analyze(text)]


@pytest.mark.parametrize(("form", "other"), _pairs(FORMS_OF_ONE_WORD))
def test_forms_of_one_word_have_one_stem(form: str, other: str) -> None:
    assert _stems(form) == _stems(other)


@pytest.mark.parametrize(("word", "other"), _pairs(OTHER_WORDS))
def test_no_inflection_is_seen_where_there_is_none(word: str, other: str) -> None:
    assert not compare(word, other).meet


def test_a_joint_tells_where_an_ending_begins() -> None:
    assert [_stems(word) for word in ("نامه‌ای", "نام‌های", "نامه ای")] == [["نامه"], ["نام"], ["نامه"]]


@pytest.mark.parametrize(
    "sign",
    [
        "\N{ZERO WIDTH NON-JOINER}",
        "\N{NOT SIGN}",
        "\x9d",
        "\N{LEFT-TO-RIGHT MARK}",
        "\N{RIGHT-TO-LEFT MARK}",
        "\N{THIN SPACE}",
        "\N{NARROW NO-BREAK SPACE}",
        "\N{HYPHEN}",
        "\N{NON-BREAKING HYPHEN}",
    ],
)
def test_a_sign_of_other_programs_is_a_joint_between_two_letters(sign: str) -> None:
    assert _stems(f"سازمان{sign}ها می{sign}روند") == ["سازمان", "رفت"]


def test_a_hyphen_between_two_words_parts_them() -> None:
    assert _stems("می-ژوئن تهران-مشهد") == ["می", "ژوین", "تهران", "مشهد"]


def test_two_accepted_spellings_of_a_word_meet() -> None:
    pairs = "جرأت/جرئت بلیط‌ها/بلیت امپراطوری/امپراتوری بخصوص/به‌خصوص داوود/داود هیأت‌ها/هیئت گفت‌وگو/گفتگو"
    assert [pair for pair in _pairs(pairs) if _stems(pair[0]) != _stems(pair[1])] == []


def test_persian_yeh_of_the_presentation_forms_is_a_yeh() -> None:
    assert _stems("اسلام\N{ARABIC LETTER FARSI YEH ISOLATED FORM}") == _stems("اسلامی")


def test_no_persian_ending_stands_after_an_arabic_word() -> None:
    assert _stems("كتابة أم قراءة") == ["کتابه", "ام", "قرایه"]


def test_offsets_are_of_the_text_as_written() -> None:
    text = "در ﻻئحه مُذَكِّرةُ تفاهم"
    assert [text[t.start : t.end] for t in analyze(text)] == ["در", "ﻻئحه", "مُذَكِّرةُ", "تفاهم"]


def test_one_position_a_lexical_word() -> None:
    assert [len(analyze(s)) for s in ("تفاهم نامه ها", "تفاهمنامهها", "تفاهم‌نامه‌ها")] == [1, 1, 1]


def test_terms_are_bounded_and_hold_no_space() -> None:
    (token,) = analyze("ک" * 500)
    assert all(len(term.encode()) <= TERM_BYTES and " " not in term for term in (token.raw, token.exact, token.stem))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("به گزارش روابط عمومی، نشست برگزار شد", "fa"),
        ("شارك ممثلي الاقسام في الورشة", "ar"),
        ("The minutes were signed in Tehran on Monday", "en"),
        ("۱۲۳ - ۴۵", "und"),
        ("", "und"),
    ],
)
def test_the_language_is_seen(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("inflected", "bare"),
    [
        ("سازمانها", "سازمان"),
        ("مسیولین", "مسیول"),
        ("نمایندگان", "نماینده"),
        ("الوزارات", "وزاره"),
        ("بالجامعه", "جامعه"),
    ],
)
def test_inflection_is_cut_off(inflected: str, bare: str) -> None:
    assert stem(inflected) == bare


def test_values_are_spelt_with_care() -> None:
    text = AlignedText.of("حوزه هاي علميه")
    assert phrase(text, tuple(words(text)), "fa") == "حوزه‌های علمیه"


@pytest.mark.parametrize(
    "text",
    [
        "یہ ایک اردو جملہ ہے جو لاہور کی یونیورسٹی کے بارے میں ہے اور وزارت نے اسے منظور کیا ہے۔",
        "ئەم دەقە بە زمانی کوردی نووسراوە و باس لە شاری هەولێر دەکات کە ڕۆژانە خوێندکاران تێیدا دەخوێنن.",
        "دا په پښتو ژبه یوه جمله ده چې د کابل پوهنتون په اړه ده او وزارت هغه منلې ده.",
    ],
    ids=["Urdu", "Kurdish", "Pashto"],
)
def test_other_languages_of_the_script_are_neither_persian_nor_arabic(text: str) -> None:
    assert language_of(text) == "und"
    persian = "دانشگاه یزد با دانشگاه لاہور تفاهم‌نامه‌ای امضا کرد و نام ڈاکٹر احمد هم در آن آمده است که رئیس آن است."
    assert language_of(persian) == "fa"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("صعود كوهنوردان به ارتفاعات", "fa"),
        ("اداره كل دفاتر اسناد", "fa"),
        ("امضای توافقنامه همکاری نظامی", "fa"),
        ("تراجع أسعار النفط", "ar"),
        ("مدة العقد خمس سنوات", "ar"),
    ],
)
def test_the_words_of_a_short_line_tell_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_line_in_two_languages_is_read_in_each() -> None:
    line = "مدة العقد ثلاث سنوات (سه سال) من تاريخ التوقيع"
    found = mentions_of(line, key="k", language="ar", published=None, extractors=build(("dates",)))
    assert [(m.surface, m.value["duration"]) for m in found] == [("ثلاث سنوات", "P3Y"), ("سه سال", "P3Y")]
