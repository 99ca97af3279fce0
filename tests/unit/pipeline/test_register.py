"""What is read of agreements in news and texts, and the entries of the register that documents make."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text as text_of

from corpora.document import Document
from extractors.agreements.candidates import Candidate
from extractors.agreements.reader import candidates
from pipeline.annotate import annotated
from pipeline.errors import EntryNotFound
from pipeline.registry.codec import decoded, encoded
from pipeline.registry.joining import entries
from pipeline.registry.portfolio import values
from pipeline.registry.register import Wanted
from pipeline.registry.told import Told
from pipeline.registry.totals import totals
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.registers import entry, party

SIGNED = (
    "تفاهم‌نامه همکاری دانشگاه میبد و استانداری یزد\n"
    "امروز تفاهم‌نامه همکاری در زمینه مرمت بافت تاریخی بین دانشگاه میبد و استانداری یزد به مدت سه سال منعقد شد."
)
ARABIC = "وقعت وزارة الزراعة وجامعة البصرة اليوم مذكرة تفاهم في مجال تحلية المياه لمدة خمس سنوات بقيمة 20 مليون دولار."
TEXT = (
    "توافق‌نامه همکاری\n"
    "تاریخ: ۱۴۰۴/۰۴/۲۵\n"
    "ماده ۱ - طرف‌ها\n"
    "طرف اول: شهرداری اردکان، به نمایندگی آقای رضا کریمی، شهردار.\n"
    "طرف دوم: دانشگاه اردکان، به نمایندگی خانم مریم احمدی، رئیس دانشگاه.\n"
    "ماده ۲ - موضوع\n"
    "آموزش کارکنان فضای سبز.\n"
    "ماده ۳ - مدت\n"
    "مدت این توافق‌نامه دو سال است."
)


def read(text: str, language: str = "fa", published: str = "2025-07-16", key: str = "k") -> list[Candidate]:
    return candidates(annotated(Document(key, key, "", text, language=language, published=published)))


def names(one: Candidate) -> set[str]:
    return {party.name for party in one.parties}


def test_a_headline_and_its_lead_tell_of_one_agreement_with_every_value_at_its_place() -> None:
    (one,) = read(SIGNED)
    assert (one.kind.value, one.state) == ("mou", "signed")
    assert names(one) == {"دانشگاه میبد", "استانداری یزد"}
    assert one.signed
    assert one.signed.value.iso == "2025-07-16"
    assert one.duration
    assert one.duration.value == "P3Y"
    assert SIGNED[one.signed.span.start : one.signed.span.end] == "امروز"
    assert all(SIGNED[party.span.start : party.span.end] == party.surface for party in one.parties)


def test_an_arabic_verb_of_signing_has_its_subject_and_its_object() -> None:
    (one,) = read(ARABIC, "ar")
    assert names(one) == {"وزارة الزراعة", "جامعة البصرة"}
    assert one.duration
    assert one.duration.value == "P5Y"
    assert one.amount
    assert (one.amount.value.amount, one.amount.value.currency) == (20_000_000, "USD")
    assert one.subject
    assert one.subject.value.startswith("تحلية المياه")


@pytest.mark.parametrize(
    ("text", "language", "state"),
    [
        ("قرار است به زودی تفاهم‌نامه‌ای بین دانشگاه تهران و شهرداری قم امضا شود.", "fa", "planned"),
        ("لایحه موافقت‌نامه همکاری میان ایران و تونس در مجلس مطرح شد.", "fa", "under_review"),
        ("قرارداد شرکت نفت با دانشگاه شیراز فسخ شد.", "fa", "terminated"),
        ("دانشگاه یزد در قالب تفاهم‌نامه با سازمان بهزیستی کارگاه برگزار می‌کند.", "fa", "in_force"),
        ("ستوقع وزارة الصحة وجامعة دمشق مذكرة تفاهم الأسبوع المقبل.", "ar", "planned"),
        ("تفويض وزير النقل بالتباحث في شأن مشروع اتفاقية بين حكومة مصر وحكومة الأردن.", "ar", "under_review"),
    ],
)
def test_states_are_what_the_text_says(text: str, language: str, state: str) -> None:
    (one,) = read(text, language)
    assert one.state == state
    assert one.signed is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("بازیکن تیم فوتبال قرارداد خود را با باشگاه تمدید نکرده است.", "fa"),
        ("دو طرف به توافق نرسیدند و هیچ قراردادی امضا نشد.", "fa"),
        ("هرگونه قرارداد دولتی باید ثبت شود.", "fa"),
        ("سلمت وزارة الخارجية السفير مذكرة احتجاج رسمية.", "ar"),
        ("يمتد عقد اللاعب مع النادي لموسمين.", "ar"),
    ],
)
def test_what_is_no_agreement_of_bodies_makes_no_candidate(text: str, language: str) -> None:
    assert read(text, language) == []


@pytest.mark.parametrize("day", ["سه شنبه", "سه‌شنبه", "سه\N{NO-BREAK SPACE}شنبه"])
def test_a_weekday_is_known_however_it_is_joined(day: str) -> None:
    (one,) = read(f"دانشگاه میبد و استانداری یزد {day} تفاهم‌نامه همکاری امضا کردند.")
    assert one.signed
    assert one.signed.value.iso == "2025-07-15"


def test_a_weekday_that_contradicts_its_day_dates_nothing() -> None:
    text = "وقعت وزارة الزراعة وجامعة البصرة اليوم {} مذكرة تفاهم."
    assert read(text.format("الأحد 16 تموز 2025"), "ar", "2025-07-16")[0].signed is None
    assert read(text.format("الأربعاء 16 تموز 2025"), "ar", "2025-07-16")[0].signed


@pytest.mark.parametrize(("read_on", "day"), [("2025-07-16", "2025-07-13"), ("2025-07-20", "2025-07-20")])
def test_today_is_the_weekday_that_a_page_names_which_was_read_later(read_on: str, day: str) -> None:
    (one,) = read("وقعت وزارة الزراعة وجامعة البصرة اليوم الأحد مذكرة تفاهم.", "ar", read_on)
    assert one.signed
    assert one.signed.value.iso == day


def test_several_told_at_once_are_one_with_a_count() -> None:
    (one,) = read("دانشگاه اصفهان ۱۲ تفاهم‌نامه با استانداری یزد امضا کرد.")
    assert one.count
    assert one.count.value.number == 12
    assert "count_only" in one.flags


def test_the_text_of_an_agreement_has_articles_sides_term_and_subject() -> None:
    (one,) = read(TEXT, published="")
    assert one.form == "text"
    assert names(one) == {"شهرداری اردکان", "دانشگاه اردکان"}
    assert [party.called for party in one.parties] == ["طرف اول", "طرف دوم"]
    assert [section.number for section in one.sections] == ["1", "2", "3"]
    assert one.subject
    assert one.subject.value == "آموزش کارکنان فضای سبز"
    assert one.signed
    assert one.signed.value.iso == "2025-07-16"
    assert one.duration
    assert one.duration.value == "P2Y"


def test_a_template_with_blanks_is_flagged_and_not_signed() -> None:
    (one,) = read(TEXT.replace("۱۴۰۴/۰۴/۲۵", "............"), published="")
    assert "blanks" in one.flags
    assert (one.signed, one.state) == (None, "under_review")


def test_a_candidate_survives_json() -> None:
    for one in (*read(SIGNED), *read(ARABIC, "ar"), *read(TEXT, published="")):
        assert decoded(Candidate, json.loads(json.dumps(encoded(one)))) == one


def told(text: str, key: str, published: str) -> list[Told[Candidate]]:
    found = read(text, key=key, published=published)
    return [Told(f"{key}{n}", one, key, key, "", published) for n, one in enumerate(found)]


def test_two_documents_of_one_signing_are_one_entry_in_any_order() -> None:
    first, second = told(SIGNED, "a", "2025-07-16"), told(SIGNED, "b", "2025-07-16")
    (one,) = entries([*second, *first])
    assert (one.id, one.ids) == ("a0", ("a0", "b0"))
    assert {witness.document for witness in one.witnesses} == {"a", "b"}
    assert entries([*first, *second]) == [one]


def test_another_day_is_another_agreement() -> None:
    assert len(entries([*told(SIGNED, "a", "2025-07-16"), *told(SIGNED, "b", "2025-09-01")])) == 2


def test_one_body_under_two_names_is_one_partner_of_an_entry() -> None:
    both = entry("a", parties=(party("دانشگاه میبد", "e1"), party("دانشگاه آزاد میبد", "e1")))
    (one,) = totals([both], "partner")
    assert (one.value, one.name, one.agreements) == ("e1", "دانشگاه میبد", 1)
    assert values([both], "jalali")["partner"] == [("e1", 1)]


def test_the_register_follows_the_store(tmp_path: Path) -> None:
    with Workspace(Settings(workspace=tmp_path / "ws", workers=1)) as space:
        lines = tmp_path / "news.jsonl"
        lines.write_text(json.dumps({"id": "n1", "text": SIGNED, "published": "2025-07-16"}) + "\n", encoding="utf-8")
        space.ingest(ME, [lines])
        space.register.sync()
        (one,) = space.register.entries(ME)
        assert one.record()["witnesses"][0]["document"] == "n1"
        assert space.register.entry(ME, one.id) == one
        assert space.register.entries(ME, Wanted(kind="contract")) == []
        assert space.register.entries(ME, Wanted(party="دانشگاه میبد", year=1404)) == [one]
        space.delete(ME, "n1")
        space.register.sync()
        assert space.register.entries(ME) == []
        with pytest.raises(EntryNotFound):
            space.register.entry(ME, one.id)


def test_documents_are_read_anew_in_slices_that_go_on_after_a_stop(tmp_path: Path) -> None:
    """After a reader was raised nothing is missing meanwhile, and what was read anew is not read once more."""
    settings = Settings(workspace=tmp_path / "ws", workers=1)
    with Workspace(settings) as space:
        lines = tmp_path / "news.jsonl"
        texts = (SIGNED.replace("میبد", town) for town in ("میبد", "یزد", "شیراز", "کرمان"))
        rows = ({"id": f"n{at}", "text": text, "published": "2025-07-16"} for at, text in enumerate(texts))
        lines.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        space.ingest(ME, [lines])
        space.register.sync()
        before = [one.id for one in space.register.entries(ME)]
        with space.store.writing() as connection:
            connection.execute(text_of("update counter set value = 1 where name = 'register version'"))
        assert space.register.cursor() == 0
        space.register.apply(space.store.changes(0, 2))
        assert [one.id for one in space.register.entries(ME)] == before
    with Workspace(settings) as space:
        reached = space.register.cursor()
        assert reached > 0
        assert space.register.sync() == 2
        assert [one.id for one in space.register.entries(ME)] == before
