"""Persons between an office and a town, with nothing but spaces between them."""

import pytest

from extractors.extraction import mentions_of
from extractors.registry import build
from extractors.text.language import language_of


def names(text: str) -> list[tuple[str, str]]:
    found = mentions_of(text, key="k", language=language_of(text), published=None, extractors=build())
    return [(m.label, m.surface) for m in found if m.label in ("ORG", "PERSON", "PLACE")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("کریم باقری شیراز را ترک کرد.", [("PERSON", "کریم باقری"), ("PLACE", "شیراز")]),
        (
            "وزیر جهاد کشاورزی جواد ساداتی‌نژاد همدان را ترک کرد.",
            [("PERSON", "جواد ساداتی‌نژاد"), ("PLACE", "همدان")],
        ),
        (
            "معاون وزیر نفت بهروز صادقی مشهد را به مقصد نجف ترک کرد.",
            [("PERSON", "بهروز صادقی"), ("PLACE", "مشهد"), ("PLACE", "نجف")],
        ),
        (
            "وزیر راه و شهرسازی رستم قاسمی امروز به چابهار رفت.",
            [("PERSON", "رستم قاسمی"), ("PLACE", "چابهار")],
        ),
        ("وزیر کار و رفاه اجتماعی محمد شریعتمداری استعفا داد.", [("PERSON", "محمد شریعتمداری")]),
        (
            "نماینده اردبیل رضا کریمی اصفهان را ترک کرد.",
            [("PLACE", "اردبیل"), ("PERSON", "رضا کریمی"), ("PLACE", "اصفهان")],
        ),
        ("قالت النائبة بهية الحريري إن الطريق مغلق.", [("PERSON", "بهية الحريري")]),
        ("زار الوزير جبران تويني بعلبك صباح السبت.", [("PERSON", "جبران تويني"), ("PLACE", "بعلبك")]),
        ("شكرت السفيرة نادية نور الدين الحضور.", [("PERSON", "نادية نور الدين")]),
        ("أكدت النائبة بولا أبي خليل الخبر.", [("PERSON", "بولا أبي خليل")]),
    ],
)
def test_each_is_found_for_itself(text: str, found: list[tuple[str, str]]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "موافقت سه عضو کافی است.",
        "أكد الوزير خلال حوار صحفي ذلك.",
        "أعرب المتحدث باسم الوفد عن شكره.",
        "الوزيرة السابقة لم تحضر.",
        "خط راه‌آهن تمدید شد.",
        "شرط دوم: موافقت سه شریک؛ الشرط الثاني: موافقة الشركاء.",
    ],
)
def test_what_stands_there_besides_is_no_name(text: str) -> None:
    assert names(text) == []
