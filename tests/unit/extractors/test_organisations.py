import pytest

from corpora.document import Span
from extractors.errors import UnknownExtractor
from extractors.extraction import mentions_of
from extractors.registry import build
from extractors.text.language import language_of


def organisations(text: str) -> list[tuple[str, str]]:
    mentions = mentions_of(text, key="k", language=language_of(text), published=None, extractors=build(("names",)))
    return [(m.surface, m.value["name"]) for m in mentions]


@pytest.mark.parametrize(
    ("text", "surface", "name"),
    [
        ("وزارت علوم، تحقیقات و فناوری اعلام کرد", "وزارت علوم، تحقیقات و فناوری", "وزارت علوم، تحقیقات و فناوری"),
        (
            "راهبرد مدیریت ارتباط با سازمان ها و نهادهای حاکمیتی، بر پیگیری است",
            "مدیریت ارتباط با سازمان ها و نهادهای حاکمیتی",
            "مدیریت ارتباط با سازمان‌ها و نهادهای حاکمیتی",
        ),
        ("اولین نشست درفرمانداري برگزار شد", "فرمانداري", "فرمانداری"),
        ("مديركل دفتر امور اجتماعي استانداري تصريح كرد", "دفتر امور اجتماعي استانداري", "دفتر امور اجتماعی استانداری"),
        (
            "سازمان بسیج ادارات و کارمندان سپاه سلمان استان سیستان و بلوچستان، دوره برگزار کرد",
            "سازمان بسیج ادارات و کارمندان سپاه سلمان استان سیستان و بلوچستان",
            "سازمان بسیج ادارات و کارمندان سپاه سلمان استان سیستان و بلوچستان",
        ),
        (
            "في وزارة التعليم العالي والبحث العلمي لشرح اهمية",
            "وزارة التعليم العالي والبحث العلمي",
            "وزارة التعليم العالي والبحث العلمي",
        ),
        (
            "الحكومية والامانة العامة لمجلس الوزراء وكيفية",
            "الامانة العامة لمجلس الوزراء",
            "الأمانة العامة لمجلس الوزراء",
        ),
        (
            "بالتعاون مع المركز الوطني للقياس والتقويم يوم",
            "المركز الوطني للقياس والتقويم",
            "المركز الوطني للقياس والتقويم",
        ),
        ("به گزارش خبرنگار مهر در زنجان", "مهر", "خبرگزاری مهر"),
    ],
)
def test_a_name_is_found_whole(text: str, surface: str, name: str) -> None:
    assert (surface, name) in organisations(text)


def test_two_bodies_joined_by_and_are_two() -> None:
    assert [s for s, _ in organisations("دانشگاه میبد و استانداری یزد تفاهم کردند")] == [
        "دانشگاه میبد",
        "استانداری یزد",
    ]


def test_a_clitic_stays_outside() -> None:
    assert [s for s, _ in organisations("شارك ممثلون لوزارة العدل في الاجتماع")] == ["وزارة العدل"]


@pytest.mark.parametrize("text", ["سازمان مردم‌نهاد فعال", "هر سازمان باید", "28 جامعة سعودية", "نیروی انسانی کارآمد"])
def test_a_class_is_no_name(text: str) -> None:
    assert organisations(text) == []


def test_agreement_words_have_a_kind() -> None:
    text = "تفاهمنامههای کلان، توافق نامه و قرارداد؛ مذكرة تفاهم"
    mentions = mentions_of(text, key="k", language="fa", published=None, extractors=build(("agreements",)))
    assert [(m.surface, m.value["kind"]) for m in mentions] == [
        ("تفاهمنامههای", "mou"),
        ("توافق نامه", "agreement"),
        ("قرارداد", "contract"),
        ("مذكرة تفاهم", "mou"),
    ]


def test_furniture_is_skipped() -> None:
    text = "وزارت کشور\nشهرداری تهران"
    mentions = mentions_of(text, key="k", language="fa", published=None, extractors=build(), furniture=(Span(0, 10),))
    assert [m.surface for m in mentions] == ["شهرداری تهران"]


def test_an_unknown_extractor_is_named() -> None:
    with pytest.raises(UnknownExtractor, match="verbs"):
        build(("verbs",))
