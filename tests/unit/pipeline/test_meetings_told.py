"""What texts and minutes tell of meetings: which there are, when, where, who was there, what was decided."""

from typing import NamedTuple

import pytest

from corpora.document import Document
from corpora.tables import table
from extractors.meetings.candidates import Meeting
from extractors.meetings.reader import meetings
from extractors.meetings.words import may_tell
from pipeline.annotate import annotated

PUBLISHED = "2025-06-02"


def document(text: str, language: str = "fa", published: str = PUBLISHED) -> Document:
    return annotated(Document("k", "k", "", text, language=language, published=published))


def read(text: str, language: str = "fa", published: str = PUBLISHED) -> list[Meeting]:
    return meetings(document(text, language, published))


def only(text: str, language: str = "fa", published: str = PUBLISHED) -> Meeting:
    (one,) = read(text, language, published)
    return one


class Told(NamedTuple):
    """What is read of a meeting, as far as these tests look at it."""

    kind: str
    day: str | None
    place: str
    mode: str


def told(one: Meeting) -> Told:
    place = " ".join(held.value for held in (one.venue, one.town) if held)
    mode = one.modality.value if one.modality else ""
    return Told(one.kind.value, one.date.value.iso if one.date else None, place, mode)


LIBRARIES = (
    "نشست شورای سیاست‌گذاری کتابخانه‌های عمومی استان یزد برگزار شد\n"
    "به گزارش روابط عمومی، نشست شورای سیاست‌گذاری کتابخانه‌های عمومی استان یزد روز سه‌شنبه ۲۱ مرداد ۱۴۰۴ به ریاست "
    "محمدرضا بابایی استاندار یزد و با حضور ۳۱ نفر از مسئولین و نمایندگان ۲۹ سازمان در سالن اجتماعات استانداری یزد "
    "برگزار شد. در این نشست مقرر شد اداره کل کتابخانه‌های عمومی استان یزد ظرف مدت یک ماه آینده فهرست کمبودها را به "
    "استانداری یزد بدهد."
)
COMMITTEE = (
    "اجتماع اللجنة العليا للتعليم\n"
    "عقدت اللجنة العليا للتعليم اجتماعها الدوري يوم الثلاثاء 12 أغسطس 2025 في مقر وزارة التربية والتعليم بصنعاء "
    "برئاسة الدكتور عزمي محافظة. وحضر الاجتماع ممثلو 15 جامعة. وتقرر أن ترفع وزارة التربية والتعليم خطة العمل خلال "
    "أسبوعين."
)


def test_a_meeting_has_its_day_place_chair_numbers_decision_and_what_follows() -> None:
    one = only(LIBRARIES, published="2025-08-13")
    assert told(one) == ("meeting", "2025-08-12", "سالن اجتماعات استانداری یزد", "held")
    assert [(count.value.number, count.value.unit) for count in one.counts] == [(31, "نفر"), (29, "سازمان")]
    assert [chair.name for chair in one.chair] == ["محمدرضا بابایی"]
    (follow_up,) = one.follow_ups
    assert follow_up.due
    assert (follow_up.due.value.iso, follow_up.due.derived_from) == ("2025-09-12", ("date",))
    assert follow_up.who
    assert follow_up.who.value.startswith("اداره")
    assert [decision.value for decision in one.decisions] == [follow_up.what.value]


def test_an_arabic_meeting_has_them_too() -> None:
    one = only(COMMITTEE, "ar", "2025-08-13")
    assert told(one)[1:] == ("2025-08-12", "مقر وزارة التربية والتعليم صنعاء", "held")
    assert [count.value.number for count in one.counts] == [15]
    assert "محافظة" in one.chair[0].name
    assert [host.name for host in one.hosts] == ["اللجنة العليا للتعليم"]
    assert [each.due and each.due.value.iso for each in one.follow_ups] == ["2025-08-26"]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        (
            "همایش ملی آب و کشاورزی پایدار سه‌شنبه ۱۳ خرداد در دانشگاه شیراز آغاز می‌شود.",
            "fa",
            Told("conference", "2025-06-03", "دانشگاه شیراز", "planned"),
        ),
        (
            "وزیر نیرو دیروز در تهران با سفیر ارمنستان دیدار و گفت‌وگو کرد. او در این دیدار از برق گفت.",
            "fa",
            Told("talks", "2025-06-01", "تهران", "held"),
        ),
        (
            "جلسه شورای شهر میبد که قرار بود امروز برگزار شود به علت نرسیدن به حد نصاب به هفته آینده موکول شد.",
            "fa",
            Told("meeting", "2025-06-02", "", "postponed"),
        ),
        (
            "نشست هم‌اندیشی ناشران با موضوع «کاغذ و بازار کتاب» لغو شد. قرار بود این نشست دوشنبه ۱۲ خرداد در خانه "
            "کتاب برگزار شود.",
            "fa",
            Told("meeting", "2025-06-02", "خانه کتاب", "cancelled"),
        ),
        (
            "تنطلق في الدوحة الأحد المقبل أعمال المؤتمر الدولي للطاقة الشمسية بمشاركة 40 شركة من مختلف الدول.",
            "ar",
            Told("conference", "2025-06-08", "الدوحة", "planned"),
        ),
        (
            "استقبل رئيس مجلس الوزراء الدكتور مصطفى مدبولي اليوم في القاهرة وزير الخارجية الأردني أيمن الصفدي وبحثا "
            "العلاقات الثنائية.",
            "ar",
            Told("talks", "2025-06-02", "القاهرة", "held"),
        ),
        (
            "تأجل اجتماع مجلس إدارة البنك المركزي الذي كان مقررا غدا إلى الأسبوع المقبل.",
            "ar",
            Told("meeting", "2025-06-03", "", "postponed"),
        ),
        (
            "وقال الأمين العام خلال الجلسة الافتتاحية للقمة العربية في بغداد أمس إن التعاون ضرورة.",
            "ar",
            Told("meeting", "2025-06-01", "بغداد", "held"),
        ),
    ],
)
def test_meetings_are_told_in_many_ways(text: str, language: str, wanted: Told) -> None:
    assert told(only(text, language)) == wanted


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "تیم ملی والیبال در دیدار مقابل ایتالیا پیروز شد. سرمربی از بازیکنان فوتبال تشکر کرد. لیگ برتر آغاز شد.",
            "fa",
        ),
        ("جلسه دادگاه رسیدگی به پرونده بانک سرمایه صبح امروز در تهران برگزار شد.", "fa"),
        ("فرونشست زمین در دشت کاشان ادامه دارد. نشست زمین در این منطقه سالانه ده سانتی‌متر است.", "fa"),
        ("جلسه امتحان نهایی دانش‌آموزان روز شنبه در همه مدارس کشور برگزار می‌شود.", "fa"),
        ("سخنگوی دولت در نشست خبری امروز گفت: بودجه سال آینده به مجلس می‌رود.", "fa"),
        ("جلسات هفتگی هیئت دولت معمولاً چهارشنبه‌ها برگزار می‌شود و وزیران در آن حاضرند.", "fa"),
        ("در یک کارگاه نجاری در قم آتش‌سوزی شد و دو نفر زخمی شدند. او روی صندلی نشست.", "fa"),
        ("نمایندگان کنگره آمریکا دیروز در واشنگتن به این طرح رأی دادند.", "fa"),
        ("نماینده مردم سیرجان در مجلس شورای اسلامی گفت: این جشنواره دیروز در کرمان برگزار شد.", "fa"),
        ("فاز الهلال على النصر في لقاء القمة أمس بهدفين في الدوري. وقال المدرب إن اللاعب أصيب قبل المباراة.", "ar"),
        ("عقدت المحكمة الجزائية أمس جلسة محاكمة المتهمين في قضية الرشوة.", "ar"),
        ("أكد وزير المالية في مؤتمر صحفي عقده اليوم أن الموازنة ستقر قريبا.", "ar"),
        ("اجتماعات مجلس الجامعة تعقد عادة كل شهر، وكل اجتماع له جدول أعمال.", "ar"),
        ("جلسة تصوير وحفل شاي في بيت الفنانة، وورشة لإصلاح السيارات في الحي القديم تعرضت للسرقة أمس.", "ar"),
        ("دعا الرئيس إلى عقد مؤتمر دولي لدعم العراق.", "ar"),
    ],
)
def test_what_is_no_meeting_of_an_office_is_left_out(text: str, language: str) -> None:
    assert read(text, language) == []


def test_two_meetings_of_one_day_are_two() -> None:
    text = (
        "صبح دیروز جلسه شورای شهر میبد در شهرداری میبد برگزار شد. عصر دیروز نشست ستاد بحران استان یزد در "
        "استانداری یزد برگزار شد."
    )
    assert [told(one).place for one in read(text)] == ["شهرداری میبد", "استانداری یزد"]


def test_minutes_are_read_by_their_labels() -> None:
    one = only(
        "صورت‌جلسه کمیته ایمنی شهرداری میبد\nتاریخ: ۱۴۰۴/۰۳/۱۰\nساعت: ۱۰\nمحل: سالن جلسات شهرداری میبد\n"
        "حاضرین: علی رضایی، مریم احمدی، حسن کریمی\nدستور جلسه: بررسی ایمنی گذرگاه‌ها\nمصوبات:\n"
        "۱. نصب تابلوهای هشدار در خیابان امام\n۲. خرید ده کپسول آتش‌نشانی\n"
        "مسئول پیگیری: اداره آتش‌نشانی میبد\nمهلت: ظرف دو هفته"
    )
    assert (one.form, told(one)) == ("minutes", ("meeting", "2025-05-31", "سالن جلسات شهرداری میبد", "held"))
    assert [decision.value for decision in one.decisions] == [
        "نصب تابلوهای هشدار در خیابان امام",
        "خرید ده کپسول آتش‌نشانی",
    ]
    assert [each.due and each.due.value.iso for each in one.follow_ups] == ["2025-06-14"]
    assert one.subject
    assert one.subject.value == "بررسی ایمنی گذرگاه‌ها"
    assert {attendee.name for attendee in one.attendees} >= {"مریم احمدی", "حسن کریمی"}


def test_arabic_minutes_are_too() -> None:
    one = only(
        "محضر اجتماع مجلس قسم الهندسة المدنية\nالتاريخ: 10/8/2025\nالمكان: قاعة المجلس بكلية الهندسة\n"
        "الحضور: الدكتور سامي الخطيب، الدكتورة ليلى حداد\nجدول الأعمال: الخطة الدراسية\nالقرارات:\n"
        "1- اعتماد الخطة الدراسية للفصل الأول.\n2- شراء أجهزة لمختبر المواد.\n"
        "الجهة المسؤولة: عمادة كلية الهندسة\nالموعد: 1/9/2025",
        "ar",
        "2025-08-13",
    )
    assert (one.form, one.date and one.date.value.iso, len(one.decisions)) == ("minutes", "2025-08-10", 2)
    assert [each.due and each.due.value.iso for each in one.follow_ups] == ["2025-09-01"]


def test_a_quarterly_meeting_says_so() -> None:
    one = only(
        "سومین نشست سه‌ماهه رؤسای دانشگاه‌های غرب کشور هفته آینده به میزبانی دانشگاه رازی در کرمانشاه برگزار خواهد شد."
    )
    assert one.recurrence
    assert one.recurrence.value == "P3M"
    assert [host.name for host in one.hosts] == ["دانشگاه رازی"]


def test_every_value_stands_where_its_span_says() -> None:
    made = document(LIBRARIES, published="2025-08-13")
    (one,) = meetings(made)
    named = [*dict(one.stated()).values(), *one.counts, *one.decisions]
    assert all(made.text[span.start : span.end].strip() for field in named for span in field.spans)
    assert one.name
    assert made.text[one.name.span.start : one.name.span.end] == one.name.value


def test_a_text_without_a_word_for_meetings_is_not_cut() -> None:
    assert not may_tell(document("قیمت نفت دیروز در بازار جهانی بالا رفت."))
    assert not may_tell(Document("k", "k", "", "The meeting was held.", language="en"))


def test_a_length_beyond_the_calendar_takes_nothing_else_away() -> None:
    text = LIBRARIES.replace("یک ماه", "۹۰۰۰ سال")
    (one,) = meetings(document(text, "fa", "2025-08-13"))
    assert text != LIBRARIES
    assert [task.due for task in one.follow_ups] == [None]


def test_who_meets_chiefs_of_offices_is_at_no_summit() -> None:
    one = only("آیت‌الله حسین کریمی ظهر امروز در دیدار شهردار و مدیران شهرداری یزد گفت بودجه کافی است.")
    assert one.kind.value == "talks"
    assert only("نشست سران کشورهای همسایه فردا در تهران برگزار می‌شود.").kind.value == "summit"


def test_a_province_is_no_hall() -> None:
    one = only("حسن رضایی ظهر امروز در نشست بررسی فعالیت مدارس در استان مرکزی گفت آمار خوب است.")
    assert (one.venue, one.town and one.town.value) == (None, "استان مرکزی")


def test_cues_of_meetings_are_not_those_of_agreements() -> None:
    """Both tables are read together: a cue of both would say one thing and another."""
    mine, theirs = ({row["cue"] for row in table(name)} for name in ("meeting_statements", "agreement_statements"))
    assert mine.isdisjoint(theirs)
