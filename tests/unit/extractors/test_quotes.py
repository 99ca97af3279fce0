"""Who said what: words in quotation marks and without, before and behind their speaker, and what nobody said."""

import pytest

from corpora.document import Mention
from extractors.extraction import mentions_of
from extractors.registry import build
from extractors.text.characters import ZWNJ


def quotes(text: str, language: str) -> list[Mention]:
    found = mentions_of(text, key="k", language=language, published=None, extractors=build())
    return [one for one in found if one.label == "QUOTE"]


def told(text: str, language: str) -> list[tuple[str, str, str]]:
    """Words, speaker and office of each quotation."""
    found = quotes(text, language)
    return [(one.surface, one.value.get("speaker", ""), one.value.get("office", "")) for one in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "دکتر مریم احمدی گفت: باران امسال بیشتر از پارسال است.",
            [("باران امسال بیشتر از پارسال است", "مریم احمدی", "")],
        ),
        (
            "علی رضایی، شهردار میبد، در نشست شورا اظهار داشت: بودجه امسال تصویب شد.",
            [("بودجه امسال تصویب شد", "علی رضایی", "شهردار")],
        ),
        (
            "محمد کریمی افزود که کارخانه از فردا باز می‌شود. مردم خوشحال‌اند.",
            [("کارخانه از فردا باز می‌شود", "محمد کریمی", "")],
        ),
        (
            "به گفته حسن موسوی، جاده تا پایان هفته بسته می‌ماند.",
            [("جاده تا پایان هفته بسته می‌ماند", "حسن موسوی", "")],
        ),
        (
            "وزیر نیرو گفت: «سدها پر نیستند. مردم باید کمتر مصرف کنند.» این نشست دو ساعت طول کشید.",
            [("سدها پر نیستند. مردم باید کمتر مصرف کنند", "", "وزیر نیرو")],
        ),
        (
            "در پایان این نشست، علی رضایی یادآور شد: کتابخانه شهر تا سال آینده ساخته می‌شود.",
            [("کتابخانه شهر تا سال آینده ساخته می‌شود", "علی رضایی", "")],
        ),
    ],
)
def test_persian_speakers_are_named_before_their_words(text: str, found: list[tuple[str, str, str]]) -> None:
    assert told(text, "fa") == found


def test_a_pronoun_or_nobody_is_who_spoke_last() -> None:
    text = (
        "علی رضایی گفت: مدرسه تازه باز شد.\n"
        "وی با بیان اینکه معلم کم داریم، تصریح کرد: سال آینده دویست معلم می‌آیند.\n"
        "او همچنین خاطرنشان کرد: خوابگاه هم ساخته می‌شود."
    )
    assert [(surface, speaker) for surface, speaker, _ in told(text, "fa")] == [
        ("مدرسه تازه باز شد", "علی رضایی"),
        ("معلم کم داریم", "علی رضایی"),
        ("سال آینده دویست معلم می‌آیند", "علی رضایی"),
        ("خوابگاه هم ساخته می‌شود", "علی رضایی"),
    ]
    assert [one.value["kind"] for one in quotes(text, "fa")] == ["direct", "indirect", "direct", "direct"]


def test_somebody_named_in_between_leaves_it_open_who_speaks() -> None:
    text = "علی رضایی گفت: مدرسه تازه باز شد.\nحسن موسوی هم در این مراسم حاضر بود.\nوی افزود: خوابگاه هم ساخته می‌شود."
    assert [speaker for _, speaker, _ in told(text, "fa")] == ["علی رضایی", ""]


def test_a_pronoun_without_anybody_before_it_is_nobody() -> None:
    assert told("وی افزود: خوابگاه هم ساخته می‌شود.", "fa") == [("خوابگاه هم ساخته می‌شود", "", "")]


def test_the_name_that_tells_who_speaks_is_where_the_value_says() -> None:
    text = "علی رضایی گفت: مدرسه تازه باز شد.\nوی افزود: خوابگاه هم ساخته می‌شود."
    for one in quotes(text, "fa"):
        start, end = one.value["speaker_span"]
        assert text[start:end] == "علی رضایی"


def test_a_reporter_takes_over_again() -> None:
    text = "علی رضایی گفت: مدرسه تازه باز شد. گفتنی است این مدرسه ده کلاس دارد."
    assert told(text, "fa") == [("مدرسه تازه باز شد", "علی رضایی", "")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "قال محمد العبادي إن المصنع سيفتح أبوابه غدا.",
            [("المصنع سيفتح أبوابه غدا", "محمد العبادي", "")],
        ),
        (
            "وأكد وزير الزراعة أحمد حسن أن محصول القمح وفير هذا العام.",
            [("محصول القمح وفير هذا العام", "أحمد حسن", "وزير الزراعة")],
        ),
        (
            "وقالت فاطمة علي: «نحن بحاجة إلى مدارس. لا نريد وعودا جديدة». وانتهى اللقاء.",
            [("نحن بحاجة إلى مدارس. لا نريد وعودا جديدة", "فاطمة علي", "")],
        ),
        (
            'صرح المتحدث باسم الشرطة: "الطريق مغلق حتى المساء".',
            [("الطريق مغلق حتى المساء", "", "المتحدث باسم الشرطة")],
        ),
        (
            "أحمد حسن يقول إن الجسر آمن تماما.",
            [("الجسر آمن تماما", "أحمد حسن", "")],
        ),
    ],
)
def test_arabic_speakers_stand_behind_the_verb_or_before_it(text: str, found: list[tuple[str, str, str]]) -> None:
    assert told(text, "ar") == found


def test_a_verb_without_a_subject_is_who_spoke_last() -> None:
    text = "قال أحمد حسن إن الجسر آمن. وأضاف أن العمل ينتهي غدا، مشيرا إلى أن الطريق سيفتح بعد أسبوع."
    assert told(text, "ar") == [
        ("الجسر آمن", "أحمد حسن", ""),
        ("العمل ينتهي غدا", "أحمد حسن", ""),
        ("الطريق سيفتح بعد أسبوع", "أحمد حسن", ""),
    ]


def test_the_verb_before_a_title_is_no_part_of_it() -> None:
    text = (
        "شدد الحكواتي الدكتور فارس العنزي، على حفظ الآثار، لافتا إلى أهمية دراسة تكشف قيمتها، "
        "وتنوه إلى أن القلعة القديمة مهملة منذ سنوات."
    )
    assert [(speaker, office) for _, speaker, office in told(text, "ar")] == [("فارس العنزي", "الحكواتي")]


def test_a_woman_does_not_go_on_where_a_man_spoke() -> None:
    text = "قال أحمد حسن إن الجسر آمن. وأضافت أن العمل ينتهي غدا."
    assert [speaker for _, speaker, _ in told(text, "ar")] == ["أحمد حسن", ""]


def test_a_headline_names_its_speaker() -> None:
    text = "حسن موسوی: کنکور امسال دو بار برگزار می‌شود\nاین خبر امروز منتشر شد."
    assert told(text, "fa") == [("کنکور امسال دو بار برگزار می‌شود", "حسن موسوی", "")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("رئیس سازمان روز معلم را تبریک گفت.", "fa"),
        ("خبرگزاری فارس: بازار امروز آرام بود و قیمت‌ها تغییر نکرد.", "fa"),
        ("به گزارش خبرگزاری ایسنا، باران در شمال کشور می‌بارد.", "fa"),
        ("این سامانه از نظر اقتصادی به‌صرفه است.", "fa"),
        ("نمایشگاه «روزهای کتاب در یزد» امروز باز شد.", "fa"),
        ("يذكر أن المعرض افتتح العام الماضي.", "ar"),
        ("سبق - القاهرة: افتتح المعرض أمس في حضور كبير.", "ar"),
        ("وقعت الجامعة اتفاقية بين الكلية والمصنع.", "ar"),
        ("أكد الوزير أهمية التعليم في القرى.", "ar"),
    ],
)
def test_what_nobody_says_is_no_quotation(text: str, language: str) -> None:
    assert told(text, language) == []


def test_joined_and_parted_verbs_are_the_same() -> None:
    for verb in ("خاطرنشان کرد", "خاطر نشان کرد", "خاطرنشان‌کرد", f"خاطر{ZWNJ}نشان کرد"):
        assert told(f"علی رضایی {verb}: مدرسه تازه باز شد.", "fa") == [("مدرسه تازه باز شد", "علی رضایی", "")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("وتوقعت المصادر أن يرتفع سعر القمح قريبا.", [("يرتفع سعر القمح قريبا", "", "المصادر")]),
        (
            "طالب عدد من المستأجرين بخفض الإيجار. وقالوا إن الأسعار ارتفعت كثيرا.",
            [("الأسعار ارتفعت كثيرا", "", "عدد من المستأجرين")],
        ),
        (
            "ورد أحمد حسن على الرسالة بالقول: «لن أبيع هذا البيت أبدا».",
            [("لن أبيع هذا البيت أبدا", "أحمد حسن", "")],
        ),
        (
            "وقال شيخ طائفة الصاغة سابقا أحمد حسن: أسعار الذهب سترتفع كثيرا.",
            [("أسعار الذهب سترتفع كثيرا", "أحمد حسن", "شيخ طائفة الصاغة سابقا")],
        ),
        (
            "وأوضح المشرف على مشروع النظافة بوزارة الصحة أحمد حسن، أن العمل ينتهي غدا.",
            [("العمل ينتهي غدا", "أحمد حسن", "المشرف على مشروع النظافة بوزارة الصحة")],
        ),
        (
            "أحمد حسن للطلاب: الامتحان غدا والنتائج بعد أسبوع\nوانتهى اللقاء.",
            [("الامتحان غدا والنتائج بعد أسبوع", "أحمد حسن", "")],
        ),
        (
            "وصف السكان القرار بأن فيه ظلما، فأفادت وزارة الصحة أن المشكلة لدى البلدية.",
            [("المشكلة لدى البلدية", "وزارة الصحة", "")],
        ),
    ],
)
def test_arabic_sources_without_a_name_and_further_forms_of_saying(
    text: str, found: list[tuple[str, str, str]]
) -> None:
    assert told(text, "ar") == found


def test_several_go_on_where_several_spoke_and_not_where_one_did() -> None:
    several = "وأوضح المستأجرون أن الإيجارات ارتفعت كثيرا. وقالوا إن الدخل لم يرتفع، مشيرين إلى أن العقود قديمة."
    one = "قال أحمد حسن إن الجسر آمن. وقالوا إن العمل ينتهي غدا."
    assert {speaker or office for _, speaker, office in told(several, "ar")} == {"المستأجرون"}
    assert [speaker for _, speaker, _ in told(one, "ar")] == ["أحمد حسن", ""]


@pytest.mark.parametrize(
    "text", ["ويتوقع أن يرتفع سعر القمح قريبا.", "طالب أحمد حسن بأن تفتح المدرسة.", "وذكر الأسباب التي منعته."]
)
def test_what_is_expected_or_demanded_by_nobody_in_words_is_no_quotation(text: str) -> None:
    assert told(text, "ar") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "جمعی از اهالی روستا گفتند: آب روستا سه روز قطع است.",
            [("آب روستا سه روز قطع است", "", "جمعی از اهالی روستا")],
        ),
        (
            "دروازه‌بان تیم ملی فوتبال ایران پس از بازی گفت: امروز خوب بازی کردیم.",
            [("امروز خوب بازی کردیم", "", "دروازه‌بان تیم ملی فوتبال ایران")],
        ),
        (
            "بنا بر این گزارش علی رضایی، شهردار میبد در گفت‌وگو با خبرنگاران گفت: بودجه تصویب شد.",
            [("بودجه تصویب شد", "علی رضایی", "شهردار")],
        ),
        (
            'علی رضایی گفت: " مدرسه تازه باز شد و خوابگاه هم ساخته می‌شود. " این مراسم تمام شد.',
            [("مدرسه تازه باز شد و خوابگاه هم ساخته می‌شود", "علی رضایی", "")],
        ),
        (
            "علی رضایی گفت: «مدرسه تازه باز شد.\nخوابگاه هم ساخته می‌شود.» این مراسم تمام شد.",
            [("مدرسه تازه باز شد.\nخوابگاه هم ساخته می‌شود", "علی رضایی", "")],
        ),
        (
            "علی رضایی گفت: «مدرسه تازه باز شد.\nحسن موسوی گفت: «خوابگاه هم ساخته می‌شود.»",
            [("مدرسه تازه باز شد", "علی رضایی", ""), ("خوابگاه هم ساخته می‌شود", "حسن موسوی", "")],
        ),
    ],
)
def test_persian_groups_nouns_of_a_body_and_marks_over_lines(text: str, found: list[tuple[str, str, str]]) -> None:
    assert told(text, "fa") == found


def test_what_stands_with_an_address_to_a_matter_is_said_by_who_spoke_last() -> None:
    text = "علی رضایی گفت: مدرسه تازه باز شد.\nبا اشاره به کمبود آب در روستاهای دور افزود: چاه تازه هم کنده می‌شود."
    assert [speaker for _, speaker, _ in told(text, "fa")] == ["علی رضایی", "علی رضایی"]
