"""Arabic bodies that something beside their head makes one: a mark, a seat, a person, the state."""

import pytest

from extractors.extraction import mentions_of
from extractors.registry import build


def organisations(text: str) -> list[str]:
    found = mentions_of(text, key="k", language="ar", published=None, extractors=build(("names",)))
    return [m.surface for m in found if m.label == "ORG"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("افتتحت الوزارة عيادة (شفاء) في الحي الشمالي.", ["عيادة (شفاء)"]),
        ('استقبل مركز "أمان" عشرين حالة.', ['مركز "أمان"']),
        ("كما زارت مدرسة «الأفق» المعرض.", ["مدرسة «الأفق»"]),
        ("وأقامت جمعية (وئام) حفلها السنوي.", ["جمعية (وئام)"]),
        ("يحتاج كل مركز (صغير أو كبير) إلى ترخيص.", []),
        ("أنشئت لجنة (مؤقتة) لدراسة الموضوع.", []),
        ("يعمل في مستشفى (حكومي) منذ عامين.", []),
        ("أقيم مركز (بديل) في المدرسة القديمة.", []),
        ("ادعى أنه مدير شركة «خيالية» في دبي.", []),
        ("وزارت الطالبات جمعية «رعاية» أمس.", ["جمعية «رعاية»"]),
    ],
)
def test_a_mark_after_a_head_tells_the_name(text: str, names: list[str]) -> None:
    assert organisations(text) == names


def test_the_marks_are_no_part_of_the_name() -> None:
    found = mentions_of("زار الوفد مركز «مسارات» صباحا.", key="k", language="ar", published=None, extractors=build())
    assert [one.value["name"] for one in found if one.label == "ORG"] == ["مركز مسارات"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("سلمت الوزارة الملف للجنة الوطنية للانتخابات أمس.", "اللجنة الوطنية للانتخابات"),
        ("انضم الخبير للجنة العليا المنظمة للمهرجان.", "اللجنة العليا المنظمة للمهرجان"),
        ("اختير رئيسا للجنة حقوق الإنسان.", "لجنة حقوق الإنسان"),
        ("عين مديرا عاما للهيئة العامة للاستثمار.", "الهيئة العامة للاستثمار"),
        ("انضمت الدولة للأمم المتحدة.", "الأمم المتحدة"),
    ],
)
def test_a_preposition_takes_no_letter_of_the_head_and_gives_the_article_back(text: str, name: str) -> None:
    found = mentions_of(text, key="k", language="ar", published=None, extractors=build())
    assert [one.value["name"] for one in found if one.label == "ORG"] == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("عقد الاجتماع في مقر إدارة التعليم بجدة.", ["إدارة التعليم"]),
        ("وأوضحت إدارة التخطيط العمراني بأمانة الطائف ذلك.", ["إدارة التخطيط العمراني", "أمانة الطائف"]),
        ("قال عضو المجلس البلدي بمحافظة الخبر إن المقترح قدم.", ["المجلس البلدي بمحافظة الخبر"]),
        ("نقل المصابان إلى المستشفى العسكري في تبوك.", ["المستشفى العسكري"]),
        ("وراجع المتقدمون إدارة شؤون الموظفين.", ["إدارة شؤون الموظفين"]),
        ("زار الوفد السفارة التركية مساء.", ["السفارة التركية"]),
        ("وسلمته الشرطة الهولندية للتحقيق معه.", ["الشرطة الهولندية"]),
        ("احتل المركز الثاني بجدة.", []),
        ("تسعى المعلمة إلى إدارة الوقت في الفصل.", []),
        ("تنظم دار الإفتاء المصرية مؤتمرا.", ["دار الإفتاء المصرية"]),
        ("وأوضح رئيس اللجنة الإعلامية للانتخابات البلدية ذلك.", ["اللجنة الإعلامية للانتخابات البلدية"]),
        ("وكانت الحركة التجارية بجدة نشطة.", []),
        ("تولى إدارة شؤون البلاد عامين.", []),
    ],
)
def test_a_seat_makes_a_body_of_what_many_places_have(text: str, names: list[str]) -> None:
    assert organisations(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("عمل صيدليا بمدينة الملك خالد الطبية بالخرج عامين.", "مدينة الملك خالد الطبية"),
        ("أعلنت مدينة الأمير سلطان الطبية العسكرية فتح باب التوظيف.", "مدينة الأمير سلطان الطبية العسكرية"),
        ("ضبط جمرك ميناء الملك فهد الصناعي كمية من السجائر.", "جمرك ميناء الملك فهد الصناعي"),
        ("وأوضح مدير إدارة الدفاع المدني أن الحريق أخمد.", "إدارة الدفاع المدني"),
    ],
)
def test_a_body_called_after_a_person_or_an_adjective_is_whole(text: str, name: str) -> None:
    assert organisations(text) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("وذكرت وكالة أنباء البحرين أن الاجتماع تأجل.", "وكالة أنباء البحرين"),
        ("وقالت وكالة أنباء الأناضول إن السكان شعروا بالزلزال.", "وكالة أنباء الأناضول"),
        ("وأوضح المتحدث باسم الدفاع المدني أن الحريق أخمد.", "الدفاع المدني"),
        ("وقال ضابط في الحرس الوطني إن التدريبات مستمرة.", "الحرس الوطني"),
        ("عمل والده مهندسا في أرامكو عشرين سنة.", "أرامكو"),
    ],
)
def test_a_body_that_every_reader_knows_needs_no_other_sign(text: str, name: str) -> None:
    assert organisations(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "أنشئت كلية واحدة في الشرقية ومعهد واحد في الجوف.",
        "اطلع على مرافق الوزارة والتعرف على احتياجاتها.",
        "لعب في مركز الظهير الأيسر.",
        "سيطروا على الحوطة مركز محافظة لحج.",
        "وهو جهاز قابل للارتداء، ويضم الجهاز بوصلة.",
        "قدمها التحالف بقيادة السعودية.",
        "تقدم بشكوى إلى لجنة تحكيم المسابقة.",
        "ألقت المحاضرة عبر الدائرة التلفزيونية المغلقة للطالبات.",
        "انقطع التيار الكهربائي عن الحي.",
        "قال المدير التنفيذي لمهرجان الزهور إن الزوار كثيرون.",
    ],
)
def test_a_thing_or_an_event_is_no_body(text: str) -> None:
    assert organisations(text) == []
