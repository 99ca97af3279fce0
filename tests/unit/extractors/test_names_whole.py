"""Names whole and no longer than they are: persons without their titles, two bodies apart, short forms of one."""

import pytest

from extractors.extraction import mentions_of
from extractors.registry import build


def found(text: str, language: str, label: str = "ORG") -> list[str]:
    mentions = mentions_of(text, key="k", language=language, published=None, extractors=build(("names",)))
    return [m.surface for m in mentions if m.label == label]


def named(text: str, language: str) -> list[str]:
    mentions = mentions_of(text, key="k", language=language, published=None, extractors=build(("names",)))
    return [m.value["name"] for m in mentions if m.label == "ORG"]


@pytest.mark.parametrize(
    ("text", "whole", "short"),
    [
        (
            "أكد محافظ الهيئة العامة للاستثمار أن الخطة جاهزة. وأضاف أن هيئة الاستثمار ستعلنها.",
            "الهيئة العامة للاستثمار",
            "هيئة الاستثمار",
        ),
        (
            "وقعت الهيئة السعودية للمهندسين العقاريين مذكرة. وقالت هيئة المهندسين إنها سارية.",
            "الهيئة السعودية للمهندسين العقاريين",
            "هيئة المهندسين",
        ),
        ("«العدل» تطلق خدمة\nأعلنت وزارة العدل خدمة جديدة.", "وزارة العدل", "العدل"),
        (
            "الدفاع المدني يحذر من السيول\nدعت المديرية العامة للدفاع المدني السكان إلى الحذر.",
            "المديرية العامة للدفاع المدني",
            "الدفاع المدني",
        ),
    ],
)
def test_an_arabic_short_form_is_found(text: str, whole: str, short: str) -> None:
    surfaces = found(text, "ar")
    assert whole in surfaces
    assert short in surfaces


def test_a_persian_short_form_is_the_whole_body() -> None:
    text = "مجتمع عالی آموزشی و پژوهشی صنعت آب فارس دوره‌ای برگزار کرد. رئیس مجتمع آموزشی گفت دوره ادامه دارد."
    assert found(text, "fa")[-1] == "مجتمع آموزشی"
    assert len(set(named(text, "fa"))) == 1


@pytest.mark.parametrize(
    ("text", "language", "short"),
    [
        ("أعلنت وزارة الصحة خطتها. ونشر الطبيب كتاب «الصحة» أمس.", "ar", "الصحة"),
    ],
)
def test_a_title_is_no_short_form(text: str, language: str, short: str) -> None:
    assert short not in found(text, language)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("حضر عميد كلية العلوم البروفسورة سلوى حداد.", ["كلية العلوم"]),
        ("زار الوفد كلية الهندسة بجامعة البصرة أمس.", ["كلية الهندسة", "جامعة البصرة"]),
        ("أعلنت كلية علوم الحاسوب وتكنولوجيا المعلومات النتائج.", ["كلية علوم الحاسوب وتكنولوجيا المعلومات"]),
        ("قالت وزارة الدفاع الإماراتية إن السفينة وصلت.", ["وزارة الدفاع الإماراتية"]),
        ("التقى القنصل العام لسفارة إسبانيا الطلبة.", ["سفارة إسبانيا"]),
        ("وقال رئيس بلدية بن عروس سيف الله الشريف إن العمل مستمر.", ["بلدية بن عروس"]),
        ("أجري العمل في مستشفى الدكتور سليمان الحبيب بالرياض.", ["مستشفى الدكتور سليمان الحبيب"]),
    ],
)
def test_an_arabic_body_ends_where_it_ends(text: str, names: list[str]) -> None:
    assert found(text, "ar") == names


def test_a_local_office_needs_no_other_name() -> None:
    assert found("دادگستری استان با همکاری ضابطان این پرونده را بررسی می‌کند.", "fa") == ["دادگستری استان"]


@pytest.mark.parametrize(
    ("text", "language", "person"),
    [
        ("وقال رئيس بلدية بن عروس سيف الله الشريف إن العمل مستمر.", "ar", "سيف الله الشريف"),
        ("حضر السيد كميل باقرازده والقنصل الحفل.", "ar", "كميل باقرازده"),
        ("ملا هبت الله آخوندزاده رهبر طالبان بیانیه داد.", "fa", "هبت الله آخوندزاده"),
    ],
)
def test_a_person_keeps_the_whole_name_and_no_more(text: str, language: str, person: str) -> None:
    assert found(text, language, "PERSON") == [person]


def test_two_persons_that_and_joins_are_two() -> None:
    text = "شارك كانافارو وإيمرسون في المباراة، وحضرها عادل إمام ويسرا أمس."
    assert found(text, "ar", "PERSON") == ["كانافارو", "إيمرسون", "عادل إمام", "يسرا"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("این روزنامه آمریکایی نوشت که نفت گران شد، چنان که روزنامه آمریکایی نیویورک تایمز گفته بود.", "fa"),
        ("شركة الخليج للتأمين التعاوني أكبر شركة تأمين في السوق.", "ar"),
    ],
)
def test_a_kind_of_body_is_no_short_form(text: str, language: str) -> None:
    assert not {"روزنامه آمریکایی", "شركة تأمين"} & set(found(text, language))


def test_hospitals_after_their_plural_are_bodies_each() -> None:
    text = "بیمارستان‌های سینا و فارابی به مجروحان خدمت می‌دهند."
    assert found(text, "fa") == ["سینا", "فارابی"]
    assert named(text, "fa") == ["بیمارستان سینا", "بیمارستان فارابی"]


def test_universities_of_countries_are_no_bodies() -> None:
    assert found("دانشگاه‌های ایران و عراق همکاری می‌کنند.", "fa") == []
    assert found("زار الوفد جامعات العراق وسوريا في الشتاء.", "ar") == []
    assert found("اجتمعت وزارتا العراق وإيران أمس.", "ar") == []
    assert found("شارك طلاب جامعات البصرة والموصل والكوفة في الملتقى.", "ar") == ["البصرة", "الموصل", "الكوفة"]
    assert found("در استان‌های فارس و مازندران باران بارید.", "fa") == []


def test_a_courtesy_is_no_part_of_a_name() -> None:
    assert named("با سلام، شرکت محترم گاز خواهشمند است پاسخ دهد.", "fa") == named("شرکت گاز پاسخ داد.", "fa")
    assert named("شرکت محترم گاز استان یزد پاسخ داد.", "fa") == ["شرکت گاز استان یزد"]


@pytest.mark.parametrize(
    "text",
    [
        "أعلنت النقابة المحامية سعاد العلي فوزها",
        "يعمل هؤلاء لمصلحة إسرائيل",
        "أصبحت القضية مركز اهتمام الرأي العام",
    ],
)
def test_what_only_looks_like_an_arabic_body_is_none(text: str) -> None:
    assert found(text, "ar") == []


def test_an_arabic_body_ends_before_a_share_and_before_people() -> None:
    assert found("ارتفعت أرباح شركة الاتصالات بنسبة 5%.", "ar") == ["شركة الاتصالات"]
    assert found("كرّم العميد كلية الآداب والمنسقين في حفل.", "ar") == ["كلية الآداب"]


def test_a_surname_that_is_a_noun_stands_after_an_office() -> None:
    assert found("قال وزير الأشغال العامة والنقل علي حمية إن العمل مستمر.", "ar", "PERSON") == ["علي حمية"]
    assert found("قال النائب خالد شمال إن الحكومة تعمل.", "ar", "PERSON") == ["خالد شمال"]
    assert found("زار النائب خالد شمال بيروت أمس.", "ar", "PERSON") == ["خالد"]
