"""The office that stands before a person's name ends where the sentence goes on."""

import pytest

from corpora.document import Mention
from extractors.extraction import mentions_of
from extractors.registry import build
from extractors.text.language import language_of


def persons(text: str) -> dict[str, Mention]:
    mentions = mentions_of(text, key="k", language=language_of(text), published=None, extractors=build(("names",)))
    return {str(one.value["name"]): one for one in mentions if one.label == "PERSON"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("استاندار قزوین از کارگاه قالی‌بافی حسین کریمی بازدید کرد.", "حسین کریمی"),
        ("در این نشست رئیس سابق و علی رضایی درباره بودجه سخن گفتند.", "علی رضایی"),
        ("وزیر نیرو گزارش خود را به محمد نوری داد.", "محمد نوری"),
        ("دادستان قزوین به پرونده‌های حسین کریمی رسیدگی می‌کند.", "حسین کریمی"),
        ("وصل وزير الخارجية مع سامي الحداد إلى عمّان.", "سامي الحداد"),
        ("قال المتحدث باسم سامي الحداد إن اللقاء تأجل.", "سامي الحداد"),
        ("زار محافظ العقبة، وسامي الحداد معرض الكتاب.", "سامي الحداد"),
    ],
)
def test_a_name_behind_other_words_has_no_office(text: str, name: str) -> None:
    assert "role" not in persons(text)[name].value


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("نماینده ولی‌فقیه در این سازمان، حسین کریمی، سخن گفت.", "حسین کریمی", "نماینده ولی‌فقیه در این سازمان"),
        ("وزیر صنعت، معدن و تجارت محمد نوری سخن گفت.", "محمد نوری", "وزیر صنعت، معدن و تجارت"),
        ("دبیر کل محمد نوری سخن گفت.", "محمد نوری", "دبیر کل"),
        ("استقبل المشرف العام على المركز سامي الحداد الوفد.", "سامي الحداد", "المشرف العام على المركز"),
    ],
)
def test_what_belongs_to_an_office_stays_in_it(text: str, name: str, role: str) -> None:
    assert persons(text)[name].value["role"] == role


def test_forms_of_address_are_titles_and_no_office() -> None:
    (one,) = persons("استقبل أمير منطقة نجران صاحب السمو الملكي الأمير فهد بن سعود الوفد.").values()
    assert (one.value["title"], one.value["role"]) == ("صاحب السمو الملكي الأمير", "أمير منطقة نجران")


def test_and_to_is_no_governor() -> None:
    found = persons("رفع التهنئة إلى وزير المالية وإلى سامي الحداد.")
    assert "role" not in found["سامي الحداد"].value
