"""Appointments in news and decrees: who, to what, by whom; and what is none."""

import pytest

from corpora.document import Document
from extractors.decrees.candidates import Decree
from extractors.decrees.reader import decrees
from extractors.registry import build
from pipeline.annotate import annotate

PUBLISHED = "2025-10-08"


def read(text: str, language: str = "fa", published: str = PUBLISHED) -> list[Decree]:
    made = Document("0" * 32, "", "", text, language=language, published=published)
    return decrees(annotate(made, build()))


def told(one: Decree) -> tuple[str, str, str, str]:
    """Act, person, office and body."""
    return (
        one.act.value,
        one.person.value.name,
        one.office.value if one.office else "",
        one.body.value if one.body else "",
    )


PERSIAN = [
    (
        "رئیس دانشگاه میبد طی حکمی دکتر علی رضایی را به عنوان معاون پژوهشی این دانشگاه منصوب کرد.",
        ("appointed", "علی رضایی", "معاون پژوهشی", "دانشگاه میبد"),
    ),
    (
        "با حکم وزیر کشور، محمد کریمی به سمت فرماندار یزد منصوب شد.",
        ("appointed", "محمد کریمی", "فرماندار", "فرمانداری یزد"),
    ),
    (
        "طی حکمی از سوی استاندار کرمان، مهدی رضایی به عنوان سرپرست فرمانداری رفسنجان منصوب شد.",
        ("appointed", "مهدی رضایی", "سرپرست", "فرمانداری رفسنجان"),
    ),
    (
        "ناصر موسوی از سمت مدیرعاملی بانک ملت استعفا داد.",
        ("resigned", "ناصر موسوی", "مدیرعاملی", "بانک ملت"),
    ),
    (
        "اعضای شورای شهر تبریز، یعقوب هوشیار را به عنوان شهردار تبریز انتخاب کردند.",
        ("elected", "یعقوب هوشیار", "شهردار", "شهرداری تبریز"),
    ),
    (
        "حکم انتصاب مریم جلالی به عنوان دبیر شورای اطلاع‌رسانی صادر شد.",
        ("appointed", "مریم جلالی", "دبیر", "شورای اطلاع‌رسانی"),
    ),
    (
        "علی‌اکبر صالحی در سمت رئیس سازمان انرژی اتمی ابقا شد.",
        ("reappointed", "علی‌اکبر صالحی", "رئیس", "سازمان انرژی اتمی ایران"),
    ),
    (
        "رضا قاسمی به عنوان رئیس جدید اداره ورزش و جوانان شهرستان بافق معرفی شد.",
        ("appointed", "رضا قاسمی", "رئیس", "اداره ورزش و جوانان شهرستان بافق"),
    ),
    ("حسین رستمی جایگزین ناصر کاظمی در شهرداری ارومیه شد.", ("replaced", "حسین رستمی", "", "")),
    ("کمال خرازی پس از سال‌ها خدمت بازنشسته شد.", ("retired", "کمال خرازی", "", "")),
    (
        "رئیس قوه قضائیه در حکمی حجت‌الاسلام جعفر منتظری را به ریاست دیوان عالی کشور منصوب کرد.",
        ("appointed", "جعفر منتظری", "ریاست", "دیوان عالی کشور"),
    ),
    (
        "برخی رسانه‌ها از انتصاب حسن نوروزی به عنوان رئیس سازمان زندان‌ها خبر دادند.",
        ("appointed", "حسن نوروزی", "رئیس", "سازمان زندان‌ها"),
    ),
]
ARABIC = [
    (
        "أصدر رئيس الجمهورية مرسوما بتعيين العميد جوزيف عون قائدا للجيش اللبناني.",
        ("appointed", "جوزيف عون", "قائد", "الجيش اللبناني"),
    ),
    (
        "عين مجلس الوزراء المهندس سعد الشمري وكيلا لوزارة الكهرباء.",
        ("appointed", "سعد الشمري", "وكيل", "وزارة الكهرباء"),
    ),
    (
        "صدر أمر ملكي بتعيين الأمير فيصل بن فرحان وزيرا للخارجية.",
        ("appointed", "فيصل بن فرحان", "وزير الخارجية", "وزارة الخارجية"),
    ),
    (
        "تم تعيين الدكتورة هدى العبدالله عميدة لكلية الطب بجامعة الملك سعود.",
        ("appointed", "هدى العبدالله", "عميدة", "كلية الطب"),
    ),
    (
        "أعفى الملك سلمان وزير الإسكان شويش الضويحي من منصبه.",
        ("dismissed", "شويش الضويحي", "وزير الإسكان", "وزارة الإسكان"),
    ),
    (
        "قدم رئيس الوزراء المصري إبراهيم محلب استقالته إلى الرئيس عبد الفتاح السيسي.",
        ("resigned", "إبراهيم محلب", "رئيس الوزراء المصري", ""),
    ),
    (
        "انتخب النائب نبيه بري رئيسا لمجلس النواب اللبناني.",
        ("elected", "نبيه بري", "رئيس", "مجلس النواب اللبناني"),
    ),
    (
        "تسلم الدكتور سعيد الحميد مهام عميد كلية الهندسة خلفا للدكتور علي الزهراني.",
        ("appointed", "سعيد الحميد", "عميد", "كلية الهندسة"),
    ),
    (
        "استقالة وزير الدفاع الأسترالي كيفن أندروز.",
        ("resigned", "كيفن أندروز", "وزير الدفاع الأسترالي", "وزارة الدفاع"),
    ),
    ("أحيل اللواء ركن محمد القحطاني إلى التقاعد.", ("retired", "محمد القحطاني", "", "")),
    (
        "تولى الدكتور أحمد الطيب رئاسة جامعة الأزهر عام 2003.",
        ("appointed", "أحمد الطيب", "رئاسة", "جامعة الأزهر"),
    ),
    (
        "أدى وزير المالية الجديد محمد معيط اليمين الدستورية أمام رئيس الجمهورية.",
        ("appointed", "محمد معيط", "وزير المالية", "وزارة المالية"),
    ),
    (
        "تعيين سعد بن فهد الحارثي على وظيفة (مدير عام الشؤون الإدارية) بالمرتبة الرابعة عشرة بوزارة المالية.",
        ("appointed", "سعد بن فهد الحارثي", "مدير عام الشؤون الإدارية", "وزارة المالية"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), PERSIAN)
def test_a_persian_sentence_tells_who_was_appointed_to_what(text: str, expected: tuple[str, ...]) -> None:
    assert [told(one) for one in read(text)] == [expected]


@pytest.mark.parametrize(("text", "expected"), ARABIC)
def test_an_arabic_sentence_tells_who_was_appointed_to_what(text: str, expected: tuple[str, ...]) -> None:
    assert [told(one) for one in read(text, "ar")] == [expected]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("یحیی گل‌محمدی به عنوان سرمربی جدید تیم فولاد خوزستان انتخاب شد.", "fa"),
        ("فرهاد مجیدی از سرمربیگری استقلال استعفا داد.", "fa"),
        ("شهاب حسینی برای بازی در نقش رئیس‌جمهور در فیلم تازه انتخاب شد.", "fa"),
        ("اگر علی کریمی به عنوان رئیس فدراسیون انتخاب شود برنامه‌های خوبی دارد.", "fa"),
        ("نمایندگان خواستار برکناری محمد رضایی شدند.", "fa"),
        ("محسن رضایی به عنوان نامزد انتخابات ریاست جمهوری معرفی شد.", "fa"),
        ("همدان به عنوان شهر نمونه گردشگری انتخاب شد.", "fa"),
        ("رئیس شورای شهر شیراز از سمت خود استعفا کرد.", "fa"),
        ("در این نشست درباره استعفای علی کفاشیان گفت‌وگو شد.", "fa"),
        ("تکلیف المعيبد رئيسا للموسم المقبل في حال فشل الانتخابات.", "ar"),
        ("تم عزل المرضى في غرفة خاصة لمدة خمسة أيام.", "ar"),
        ("سيؤدي الممثل إدي ردماين دور العالم في الفيلم.", "ar"),
        ("يشترط البرلمان إقالة خليفة حفتر قبل الحوار.", "ar"),
        ("طالب الأهالي بتعيين خالد الحربي مديرا للمستشفى.", "ar"),
        ("تعيين حكم إنجليزي لقيادة مباراة السوبر.", "ar"),
        ("عين نادي الهلال البرتغالي جورجي جيسوس مدربا للفريق الأول.", "ar"),
        ("اختار الحزب منى الطويل مرشحة للانتخابات.", "ar"),
        ("عين الوزير لجنة للتحقيق في الحادث.", "ar"),
        ("صدر الأمر الكريم بتكليف الهيئة الملكية للجبيل وينبع بإدارة مدينة جازان الاقتصادية.", "ar"),
    ],
)
def test_what_is_no_appointment_of_a_named_person_is_none(text: str, language: str) -> None:
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "modality"),
    [
        ("قرار است احمد توکلی به عنوان رئیس سازمان برنامه و بودجه معرفی شود.", "fa", "planned"),
        ("گفته می‌شود علی لاریجانی به عنوان دبیر شورای عالی امنیت ملی منصوب شده است.", "fa", "reported"),
        ("وزارت نفت خبر برکناری کاظم وزیری را تکذیب کرد.", "fa", "denied"),
        ("من المقرر تعيين ياسر الرميان محافظا لصندوق الاستثمارات العامة.", "ar", "planned"),
        ("نفى المتحدث باسم الوزارة تعيين سالم العتيبي مديرا للمرور.", "ar", "denied"),
    ],
)
def test_how_it_is_said_is_kept(text: str, language: str, modality: str) -> None:
    assert [one.modality for one in read(text, language)] == [modality]


def test_the_text_of_a_decree_names_its_addressee_its_term_and_who_signs() -> None:
    text = (
        "جناب آقای دکتر حسین احمدی\n"
        "به موجب این حکم جنابعالی را به مدت چهار سال به سمت عضو هیئت مدیره شرکت آب منطقه‌ای یزد منصوب می‌نمایم.\n"
        "از خداوند متعال توفیق شما را خواستارم.\n"
        "علی‌اکبر محرابیان\n"
        "وزیر نیرو"
    )
    (one,) = read(text)
    assert told(one) == ("appointed", "حسین احمدی", "عضو هیئت‌مدیره", "شرکت آب منطقه‌ای یزد")
    assert one.role == "member"
    assert one.term
    assert one.term.value == "P4Y"
    assert one.issuer
    assert (one.issuer.value.name, one.issuer.value.title) == ("علی‌اکبر محرابیان", "وزیر نیرو")


def test_several_persons_of_one_decree_are_an_entry_each_with_a_place_of_its_own() -> None:
    found = read("رضا احمدی، پیمان قربانی و لیلا مرادی به عنوان اعضای هیئت مدیره شرکت فولاد خوزستان منصوب شدند.")
    assert [one.person.value.name for one in found] == ["رضا احمدی", "پیمان قربانی", "لیلا مرادی"]
    assert {one.role for one in found} == {"member"}
    assert len({one.anchor for one in found}) == 3


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("رئیس‌جمهور، سید عباس عراقچی را به عنوان سفیر ایران در ژاپن منصوب کرد.", "fa", ("ایران", "ژاپن")),
        ("عين الرئيس التونسي أحمد بن صالح سفيرا لتونس لدى فرنسا.", "ar", ("تونس", "فرنسا")),
    ],
)
def test_a_representative_stands_for_a_body_somewhere(text: str, language: str, expected: tuple[str, str]) -> None:
    (one,) = read(text, language)
    assert one.role == "representative"
    assert one.body
    assert one.place
    assert (one.body.value, one.place.value) == expected


def test_several_in_one_row_have_each_his_office_and_day() -> None:
    text = "صدر مرسوم جمهوري بتعيين كل من سامي عنان مستشارا للرئيس ومراد موافي محافظا لشمال سيناء."
    assert [told(one)[1:] for one in read(text, "ar")] == [
        ("سامي عنان", "مستشار الرئيس", ""),
        ("مراد موافي", "محافظ", "محافظة شمال سيناء"),
    ]
    text = (
        "در انتخابات امروز، نادر شکوری از انجمن یزد با ۳۰ رأی، بهمن رستگار از انجمن کرمان با ۲۸ رأی "
        "و پروین جلالی با ۲۰ رأی به عنوان اعضای هیئت مدیره کانون کارفرمایان انتخاب شدند."
    )
    found = read(text)
    assert [one.person.value.name for one in found] == ["نادر شکوری", "بهمن رستگار", "پروین جلالی"]
    assert {one.date.value.iso for one in found if one.date} == {PUBLISHED}
    assert all(one.date for one in found)


def test_who_comes_after_somebody_has_the_office_that_he_left() -> None:
    text = "تم إعفاء مدير شرطة النجف اللواء عبد الكريم مصطفى من منصبه وتعيين العميد ماجد كاظم بدلا عنه."
    left, came = read(text, "ar")
    assert told(left) == ("dismissed", "عبد الكريم مصطفى", "مدير", "شرطة النجف")
    assert told(came) == ("appointed", "ماجد كاظم", "مدير", "شرطة النجف")
    assert came.predecessor
    assert came.predecessor.value.name == "عبد الكريم مصطفى"


def test_news_of_sports_tells_of_offices_and_of_nobody_else() -> None:
    text = (
        "تیم فوتبال پرسپولیس در لیگ برتر با سه گل پیروز شد و بازیکنان خوشحال بودند.\n"
        "سهراب بختیاری جانشین کریم باقری شد.\n"
        "محمد محمدی به عنوان سرپرست مدیرعاملی باشگاه پیکان منصوب شد."
    )
    assert [told(one)[1] for one in read(text)] == ["محمد محمدی"]


def test_the_day_the_issuer_and_who_was_there_before_are_read() -> None:
    (one,) = read("مدیرعامل شرکت گاز یزد در تاریخ ۱۵ مهر ۱۴۰۲ حسن دهقان را به سمت رئیس اداره گاز میبد منصوب کرد.")
    assert one.date
    assert one.date.value.iso == "2023-10-07"
    assert one.issuer
    assert one.issuer.value.name == "مدیرعامل شرکت گاز یزد"
    (other,) = read("مجید انصاری به جای محمد ابطحی به عنوان معاون پارلمانی رئیس‌جمهور منصوب شد.")
    assert other.predecessor
    assert other.predecessor.value.name == "محمد ابطحی"


def test_a_statement_told_twice_in_a_document_is_one_with_all_its_fields() -> None:
    text = (
        "علی رضایی معاون دانشگاه میبد شد\n"
        "رئیس دانشگاه میبد طی حکمی علی رضایی را به عنوان معاون پژوهشی این دانشگاه منصوب کرد."
    )
    (one,) = read(text)
    assert told(one)[2:] == ("معاون پژوهشی", "دانشگاه میبد")
    assert one.anchor.start == 0
    assert len(one.mentions) == 1


def test_every_field_is_where_the_text_says_it() -> None:
    text = "أصدر وزير الصحة خالد العلي قرارا بتعيين سامي الحربي مديرا عاما لمستشفى الملك فهد خلفا لفهد الدوسري."
    (one,) = read(text, "ar")
    said = {name: text[field.span.start : field.span.end] for name, field in one.stated()}
    assert said["person"] == "سامي الحربي"
    assert said["issuer"] == "خالد العلي"
    assert said["predecessor"] == "فهد الدوسري"
    assert said["office"].startswith("مديرا عاما")
