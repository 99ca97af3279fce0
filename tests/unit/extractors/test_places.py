"""Which country a place is in, and whether a name is that of a province."""

import pytest

from extractors.extraction import mentions_of
from extractors.names.naming import place_value
from extractors.names.places import key
from extractors.registry import build
from extractors.text.language import language_of

COUNTRIES = {
    "fa": {
        "IR": "آبادان ابادان نوشهر خرمشهر اندیمشک بوشهر چابهار شهرکرد قم گرگان پیرانشهر قصرشیرین",
        "IQ": "بصره موصل کرکوک اربیل سلیمانیه نجف کربلا حلبچه فلوجه سامرا",
        "AF": "هرات قندهار مزارشریف جلال‌آباد قندوز غزنی بامیان نیمروز ارزگان تورخم",
        "LB": "بیروت صیدا صور نبطیه بعلبک زحله",
        "EG": "قاهره اسکندریه جیزه سوئز اسوان",
        "SA": "ریاض جده مکه مدینه دمام قطیف",
        "AE": "دبی ابوظبی شارجه فجیره",
        "OM": "مسقط صلاله صحار",
    },
    "ar": {
        "IR": "طهران عبادان الأهواز أصفهان مشهد عيلام المحمرة",
        "IQ": "البصرة الموصل ديالى ميسان واسط بابل الأنبار المثنى القادسية نينوى",
        "AF": "كابول هرات قندهار",
        "LB": "بيروت صيدا صور النبطية عكار البترون زحلة",
        "EG": "القاهرة الإسكندرية الدقهلية المنوفية الأقصر أسوان دمياط",
        "SY": "دمشق حلب الرقة درعا إدلب السويداء",
        "SA": "الرياض جدة القصيم عسير الباحة الجبيل",
        "KW": "الكويت الجهراء حولي",
        "QA": "الدوحة الوكرة الخور",
        "YE": "صنعاء عدن حضرموت شبوة أبين",
    },
}
PROVINCES = ("ديالى", "الأنبار", "ذي قار", "ميسان", "واسط", "الدقهلية", "شبوة", "القصيم")


@pytest.mark.parametrize(
    ("language", "country", "name"),
    [
        (language, country, name)
        for language, countries in COUNTRIES.items()
        for country, names in countries.items()
        for name in names.split()
    ],
)
def test_a_place_is_in_the_country_that_news_in_the_language_means(language: str, country: str, name: str) -> None:
    assert place_value(key(name), language)["country"] == country


@pytest.mark.parametrize("name", PROVINCES)
def test_a_governorate_is_no_city(name: str) -> None:
    assert place_value(key(name), "ar")["kind"] == "province"


def test_a_name_of_towns_in_several_countries_tells_none() -> None:
    assert "country" not in place_value(key("طرابلس"), "ar")


@pytest.mark.parametrize(
    ("text", "surface", "country"),
    [
        ("عاد الوفد إلى طرابلس بعد المحادثات.", "طرابلس", "LY"),
        ("أضرب التجار في طرابلس شمالي لبنان.", "طرابلس", "LB"),
        ("وصل الوزير اللبناني إلى طرابلس صباحا.", "طرابلس", "LB"),
        ("افتتح المعرض اللبناني الليبي في طرابلس.", "طرابلس", None),
        ("زار الوفد السوري مدينة القنيطرة أمس.", "القنيطرة", "SY"),
        ("انطلق القطار المغربي من القنيطرة.", "القنيطرة", "MA"),
        ("أمطار غزيرة في المحمدية أمس.", "المحمدية", None),
    ],
)
def test_the_countries_that_a_text_names_tell_which_town_is_meant(text: str, surface: str, country: str | None) -> None:
    found = mentions_of(text, key="k", language="ar", published=None, extractors=build(("names",)))
    (place,) = [m for m in found if m.label == "PLACE" and m.surface.endswith(surface)]
    assert place.value.get("country") == country


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("والی فراه با مردم سخن گفت", "فراه", "province"),
        ("والی بامیان از سفر برگشت", "بامیان", "province"),
        ("او در بامیان زندگی می‌کند", "بامیان", "city"),
        ("باران در استان همدان ادامه دارد", "استان همدان", "province"),
        ("استاندار همدان از باران خبر داد", "همدان", "province"),
        ("زار محافظ المثنى المستشفى", "المثنى", "province"),
    ],
)
def test_the_word_for_a_province_or_its_governor_tells_it(text: str, surface: str, kind: str) -> None:
    found = mentions_of(text, key="k", language=language_of(text), published=None, extractors=build(("names",)))
    assert [(m.surface, m.value["kind"]) for m in found] == [(surface, kind)]
