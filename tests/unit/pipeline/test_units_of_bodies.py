"""An office, a faculty or a branch and its body: never one entity, never a pair, the one under the other.

Written before anybody read how. The unit is the name as its mention has it, which in Arabic ends before «في» and «ب».
"""

import pytest

from extractors.text.lexicon import key_of
from pipeline.records import Source
from pipeline.workspace import Workspace
from tests.makers import ME

HEALTH = "وزارت بهداشت، درمان و آموزش پزشکی"
UNITS = (  # the news, the unit, the body
    (
        "دفتر همکاری‌های بین‌الملل وزارت بهداشت بیانیه داد. وزارت بهداشت هم آن را تأیید کرد.",
        "دفتر همکاری‌های بین‌الملل وزارت بهداشت",
        HEALTH,
    ),
    (
        "دانشکده پزشکی دانشگاه تهران دانشجو می‌پذیرد. دانشگاه تهران بودجه آن را تأمین کرد.",
        "دانشکده پزشکی دانشگاه تهران",
        "دانشگاه تهران",
    ),
    (
        "شعبه مرکزی بانک ملی ایران تعطیل شد. بانک ملی ایران توضیح داد.",
        "شعبه مرکزی بانک ملی ایران",
        "بانک ملی ایران",
    ),
    (
        "معاونت پژوهشی دانشگاه شیراز فراخوان داد. دانشگاه شیراز از آن حمایت کرد.",
        "معاونت پژوهشی دانشگاه شیراز",
        "دانشگاه شیراز",
    ),
    (
        "مرکز تحقیقات سرطان دانشگاه علوم پزشکی مشهد گشایش یافت. دانشگاه علوم پزشکی مشهد خبر داد.",
        "مرکز تحقیقات سرطان دانشگاه علوم پزشکی مشهد",
        "دانشگاه علوم پزشکی مشهد",
    ),
    (
        "کمیسیون آموزش مجلس شورای اسلامی طرح را پذیرفت. مجلس شورای اسلامی رأی داد.",
        "کمیسیون آموزش مجلس شورای اسلامی",
        "مجلس شورای اسلامی",
    ),
    (
        "بیمارستان امام خمینی دانشگاه علوم پزشکی تهران نوسازی شد. دانشگاه علوم پزشکی تهران هزینه کرد.",
        "بیمارستان امام خمینی دانشگاه علوم پزشکی تهران",
        "دانشگاه علوم پزشکی تهران",
    ),
    ("أعلن مكتب وزارة الصحة في البصرة الخطة. وأيدت وزارة الصحة القرار.", "مكتب وزارة الصحة", "وزارة الصحة"),
    ("نظمت كلية الطب بجامعة القاهرة مؤتمرا. ودعمت جامعة القاهرة المؤتمر.", "كلية الطب", "جامعة القاهرة"),
    ("أغلق فرع مصرف الرافدين في الموصل أبوابه. وقال مصرف الرافدين إنه سيعود.", "فرع مصرف الرافدين", "مصرف الرافدين"),
    ("أقام قسم الفيزياء في جامعة بغداد ندوة. وشاركت جامعة بغداد في المعرض.", "قسم الفيزياء", "جامعة بغداد"),
    (
        "حذرت الإدارة العامة للمرور بوزارة الداخلية السائقين. وأصدرت وزارة الداخلية بيانا.",
        "الإدارة العامة للمرور",
        "وزارة الداخلية",
    ),
    (
        "افتتح مركز البحوث الزراعية في جامعة دمشق مخبرا. وقالت جامعة دمشق إن المخبر جديد.",
        "مركز البحوث الزراعية",
        "جامعة دمشق",
    ),
    ("رفضت لجنة التعليم في مجلس النواب المقترح. وصوت مجلس النواب لاحقا.", "لجنة التعليم", "مجلس النواب"),
    (
        "أطلقت عمادة شؤون الطلاب بجامعة الملك سعود برنامجا. وقالت جامعة الملك سعود إنه مجاني.",
        "عمادة شؤون الطلاب",
        "جامعة الملك سعود",
    ),
    (
        "زار الوفد قسم الهندسة التابع لجامعة البصرة. وقالت جامعة البصرة إن الوفد كبير.",
        "قسم الهندسة",
        "جامعة البصرة",
    ),
)
ALONE = (  # a unit whose body nobody names, and a body that is no unit's
    "اداره کل ورزش و جوانان استان فارس گزارش داد. وزارت ورزش و جوانان آن را پذیرفت.",
    "افتتحت كلية الطب، وقالت جامعة القاهرة إنها سعيدة.",
    "وقعت وزارة الصحة مذكرة مع جامعة بغداد.",
    "أشادت لجنة التعليم بجامعة بغداد.",
    "العقد الذي يربط المكتب الوطني للسكك الحديدية بشركة ألستوم ساري المفعول.",
)


def told(space: Workspace) -> dict[str, str | None]:
    """The folded name of each organisation, and that of the body that it is under."""
    return {key_of(one.name): key_of(one.parent.value) if one.parent else None for one in space.organisations.find(ME)}


def read(space: Workspace, *texts: str) -> None:
    space.ingest_sources(ME, [Source(f"file:///{n}.txt", f"{n}.txt", one.encode()) for n, one in enumerate(texts)])


@pytest.mark.parametrize(("text", "unit", "body"), UNITS, ids=[one[1] for one in UNITS])
def test_a_unit_is_another_than_its_body_and_under_it(workspace: Workspace, text: str, unit: str, body: str) -> None:
    read(workspace, text)
    found = told(workspace)
    assert found[key_of(unit)] == key_of(body)
    assert found[key_of(body)] is None
    assert workspace.entities.suggestions(ME) == []


@pytest.mark.parametrize("text", ALONE)
def test_nothing_is_a_unit_of_a_body_that_does_not_stand_behind_it(workspace: Workspace, text: str) -> None:
    read(workspace, text)
    assert set(told(workspace).values()) == {None}


def test_units_of_one_name_are_as_many_as_their_bodies_and_places(workspace: Workspace) -> None:
    """They were one faculty of all universities, and one branch in all towns."""
    read(
        workspace,
        "نظمت كلية الطب بجامعة القاهرة مؤتمرا. وقالت كلية الطب إن المؤتمر سنوي.",
        "نظمت كلية الطب بجامعة بغداد ندوة.",
        "أغلق فرع مصرف الرافدين في الموصل أبوابه.",
        "أغلق فرع مصرف الرافدين في البصرة أبوابه.",
    )
    rows = [
        (one.name, one.parent.value, one.place and one.place.value)
        for one in workspace.organisations.find(ME)
        if one.parent
    ]
    assert sorted(rows, key=str) == [
        ("فرع مصرف الرافدين", "مصرف الرافدين", "البصرة"),
        ("فرع مصرف الرافدين", "مصرف الرافدين", "الموصل"),
        ("كلية الطب", "جامعة القاهرة", None),
        ("كلية الطب", "جامعة بغداد", None),
    ]
    assert workspace.entities.suggestions(ME) == []
