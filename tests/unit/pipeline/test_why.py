"""Why a mention was suggested: the same finds as ever, each with its rule and its words, and what is told of it."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from corpora.document import Document, Mention, Span
from corpora.ids import mention_id
from extractors.agreements.extractor import RULES as SURE
from extractors.dates.extractor import RULES
from extractors.extraction import mentions_of
from extractors.names.gazetteers import KINDS
from extractors.protocols import Extractor
from extractors.reasons.dates import _EVERY
from extractors.reasons.reason import Reason
from extractors.reasons.telling import TELLERS, Telling
from extractors.registry import FACTORIES, build
from pipeline.annotate import annotated
from pipeline.cli import cli
from pipeline.errors import DocumentNotFound
from pipeline.records import WhyAsked
from pipeline.review.reviewed import Asked
from pipeline.sandbox import explaining
from pipeline.workspace import Workspace
from search_api.pages.language import LANGUAGES, Interface
from tests.makers import ME

ROOT = Path(__file__).parent.parent.parent.parent / "extractors"
NAMES = ROOT / "names"
COUNTS = (ROOT / "reasons" / "counts.py").read_text("utf-8")
NOTED = re.compile(r'_noted\("([a-z]+)"')
OPENED = re.compile(r'Opening\([^"()]*(?:\([^()]*\))?[^"()]*"([a-z]+)"')
CLUE = re.compile(r'(?:Clue|clue_of)\(\s*"([a-z_]+)"')
DAY = date(2025, 8, 13)
PERSIAN = (
    "به گزارش خبرگزاری مهر، وزارت نیرو و دانشگاه تهران روز چهارشنبه ۲۲ مرداد ۱۴۰۴ تفاهم‌نامه‌ای امضا کردند."
    " دکتر علی اکبری گفت: برای این طرح بیش از ۳۰ میلیارد تومان و ۲۵ کارشناس در نظر گرفته‌ایم."
    " این تفاهم‌نامه تا پایان سال آینده ۴۰ درصد از نیاز استان یزد را برآورده می‌کند. اکبری ساعت ۱۰ صبح رفت."
)
ARABIC = (
    "وقعت وزارة الصحة وجامعة الملك سعود أمس الثلاثاء مذكرة تفاهم في الرياض."
    " وقال الدكتور محمد الحربي إن الوزارة ستدرب 300 طبيب خلال عامين بكلفة 5 ملايين ريال."
    " وافتتح الوزير مستشفيين في جدة، ونمت الميزانية بنسبة 12 في المائة. وأكد الحربي: «نعمل مع الجامعة منذ سنوات طويلة»."
)


def told(text: str, language: str) -> list[tuple[Mention, tuple[Reason, ...]]]:
    telling = [Telling(one) for one in build()]
    found = mentions_of(text, key="k", language=language, published=DAY, extractors=telling)
    by = {one.name: one for one in telling}
    return [(mention, by[mention.extractor].why(mention.label, mention.span)) for mention in found]


@pytest.mark.parametrize(("text", "language"), [(PERSIAN, "fa"), (ARABIC, "ar")])
def test_what_tells_reasons_finds_the_same_and_leaves_none_without(text: str, language: str) -> None:
    extractors: tuple[Extractor, ...] = build()
    plain = mentions_of(text, key="k", language=language, published=DAY, extractors=extractors)
    assert tuple(mention for mention, _ in told(text, language)) == plain
    for mention, reasons in told(text, language):
        assert reasons, mention
        for reason in reasons:
            assert reason.clues, (mention, reason)
            assert all(text[c.span.start : c.span.end].strip() for c in reason.clues), (mention, reason)


def clues(text: str, language: str, surface: str) -> tuple[str, dict[str, tuple[str, str]]]:
    (reason,) = next(why for mention, why in told(text, language) if mention.surface == surface)
    return reason.rule, {text[c.span.start : c.span.end]: (c.table, c.row) for c in reason.clues}


def test_a_date_names_its_rule_and_the_rows_of_its_words() -> None:
    rule, words = clues(PERSIAN, "fa", "روز چهارشنبه ۲۲ مرداد ۱۴۰۴")
    assert rule == "dates.days.named_days"
    assert words["مرداد"] == ("months", "مرداد")
    assert words["۲۲"] == ("", "")
    assert words["۱۴۰۴"] == ("", "")
    assert words["چهارشنبه"][0] == "weekdays"


def test_a_name_says_whether_the_tagger_or_a_table_found_it() -> None:
    rule, words = clues(ARABIC, "ar", "وزارة الصحة")
    assert rule in ("names.tagger", "names.gazetteer")
    assert ("organisations", "وزارة الصحة") in words.values()
    chances = {r.rule: r.chance for _, why in told(ARABIC, "ar") for r in why if r.rule.startswith("names.")}
    assert 0 < (chances["names.tagger"] or 0) <= 1
    assert all(chance is None for rule, chance in chances.items() if rule != "names.tagger")


def test_a_word_is_not_told_by_the_row_of_another() -> None:
    _, words = clues("شورای اداری استان یزد برگزار شد.", "fa", "شورای اداری استان یزد")
    assert all(row != "آستان" for _, row in words.values())
    _, words = clues("تولیت آستان قدس رضوی سخن گفت.", "fa", "آستان قدس رضوی")
    assert ("organisation_heads", "آستان") in words.values() or "organisations" in {
        table for table, _ in words.values()
    }


def test_quantities_tell_number_measure_and_noun_apart() -> None:
    rule, words = clues(PERSIAN, "fa", "بیش از ۳۰ میلیارد تومان")
    assert rule == "counts.measured"
    assert words == {
        "بیش از": ("count_modifiers", "بیش از"),
        "۳۰ میلیارد": ("", ""),
        "تومان": ("currencies", "تومان"),
    }
    assert clues(PERSIAN, "fa", "۲۵ کارشناس")[1]["کارشناس"] == ("count_units", "کارشناس")
    assert clues(ARABIC, "ar", "مستشفيين")[0] == "counts.dual"


def test_agreements_and_quotations_name_the_word_that_told_them() -> None:
    rule, words = clues(ARABIC, "ar", "مذكرة تفاهم")
    assert (rule, words) == ("agreements.sure", {"مذكرة تفاهم": ("agreements", "مذكرة تفاهم")})
    quotes = [(m, why) for m, why in told(ARABIC, "ar") if m.label == "QUOTE"]
    said = {ARABIC[c.span.start : c.span.end] for _, (reason,) in quotes for c in reason.clues}
    assert any("وقال" in words for words in said)


def test_every_extractor_and_every_rule_has_a_teller_and_a_text() -> None:
    assert list(TELLERS) == list(FACTORIES)
    lines = [line for path in NAMES.glob("*.py") for line in path.read_text(encoding="utf-8").splitlines()]
    origins = {name for line in lines if "Candidate(" in line for name in re.findall('"([a-z]+)"', line)} | {"rule"}
    assert {"tagger", "gazetteer", "repeat"} <= origins
    dates = {f"{rule.__module__.rpartition('.')[2]}_{rule.__name__.strip('_')}" for rule in RULES} | {"beside"}
    counts = set(re.findall(NOTED, COUNTS)) | {"dual"}
    forms = {name for path in (ROOT / "quotes").glob("*.py") for name in re.findall(OPENED, path.read_text("utf-8"))}
    assert len(dates) > 30
    assert {"count", "measured"} <= counts
    assert {"colon", "headline"} <= forms
    rules = {
        "names": origins,
        "dates": dates,
        "counts": counts,
        "quotes": forms - {"heard"},
        "agreements": SURE.values(),
    }
    for ui in map(Interface, LANGUAGES):
        assert [name for name in (*FACTORIES, "gazetteer") if ui.extractor(name) == name] == []
        assert ui.extractor("outside") == "outside"
        assert [key for kind, some in rules.items() for one in some if not ui.has(key := f"why_{kind}_{one}")] == []


def test_every_table_and_every_part_that_a_reason_names_has_a_text() -> None:
    """Whatever word of the tellers is the name of a table, or the part that a clue was taken for."""
    tables = {path.stem for path in (ROOT.parent / "corpora" / "data").glob("*.tsv")}
    said = {
        name for path in (ROOT / "reasons").glob("*.py") for name in re.findall('"([a-z_]+)"', path.read_text("utf-8"))
    }
    parts = {name for path in (ROOT / "reasons").glob("*.py") for name in re.findall(CLUE, path.read_text("utf-8"))}
    assert {"months", "organisations", "quotation_words"} <= said & tables
    assert {"saying", "number", "organisation"} <= parts
    kinds = {*KINDS} | set(_EVERY) | {"hours"}
    for ui in map(Interface, LANGUAGES):
        assert [name for name in said & tables if not ui.has(f"why_table_{name}")] == []
        assert [name for name in parts | kinds if not ui.has(f"why_part_{name}")] == []


@pytest.mark.parametrize(("text", "language"), [(PERSIAN, "fa"), (ARABIC, "ar")])
def test_what_is_told_of_a_text_is_said_in_the_language_of_its_reader(text: str, language: str) -> None:
    for ui in map(Interface, LANGUAGES):
        for _, reasons in told(text, language):
            for reason in reasons:
                assert ui.has("why_" + reason.rule.replace(".", "_")), reason.rule
                assert all(ui.has(f"why_part_{clue.part}") for clue in reason.clues), reason
                assert all(ui.has(f"why_table_{clue.table}") for clue in reason.clues if clue.table), reason


@pytest.fixture
def document(workspace: Workspace, tmp_path: Path) -> Document:
    path = tmp_path / "in.jsonl"
    record = {"id": "n1", "text": PERSIAN, "published": DAY.isoformat()}
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert workspace.ingest(ME, [path]).added == 1
    return workspace.document(ME, "n1")


def one_of(document: Document, label: str) -> Mention:
    return next(mention for mention in document.mentions if mention.label == label)


def test_a_document_tells_why_by_the_mention(workspace: Workspace, document: Document) -> None:
    mention = one_of(document, "PERCENT")
    why = workspace.reasons.of(ME, "n1", mention.id)
    record = why.record()
    assert (why.standing, why.version) == ("same", mention.version)
    assert (record["extractor"], record["reasons"][0]["rule"]) == ("counts", "counts.measured")
    (number, measure) = record["reasons"][0]["words"]
    assert (number["surface"], measure["surface"], measure["row"]) == ("۴۰", "درصد", "درصد")
    assert PERSIAN[number["start"] : number["end"]] == "۴۰"
    with pytest.raises(DocumentNotFound, match="there is no mention 'nothing'"):
        workspace.reasons.of(ME, "n1", "nothing")


def test_what_an_older_extractor_found_is_told_as_such(workspace: Workspace, document: Document) -> None:
    dated, count = one_of(document, "DATE"), one_of(document, "COUNT")
    word = PERSIAN.index("طرح")
    span = Span(word, word + 3)
    gone = replace(count, id=mention_id(document.key, "COUNT", span, "طرح"), span=span, surface="طرح", version="1")
    older = replace(dated, version="2"), replace(count, value={**count.value, "number": 24}, version="3"), gone
    assert workspace.store.replace_extraction(document.with_mentions(older))
    tell = workspace.reasons.of
    assert (tell(ME, "n1", dated.id).standing, tell(ME, "n1", dated.id).record()["version"]) == ("same", "2")
    assert tell(ME, "n1", dated.id).version == dated.version
    assert tell(ME, "n1", count.id).standing == "other"
    assert (tell(ME, "n1", gone.id).standing, tell(ME, "n1", gone.id).reasons) == ("gone", ())


def test_a_person_s_mention_and_a_judged_one_say_who_it_was(workspace: Workspace, document: Document) -> None:
    start = PERSIAN.index("طرح")
    span = Span(start, start + 3)
    workspace.mentions.decide(ME, "n1", Asked("add", label="ORG", span=span, value={"name": "طرح"}))
    added = next(m for m in workspace.document(ME, "n1").mentions if m.span == span)
    why = workspace.reasons.of(ME, "n1", added.id)
    assert (why.standing, why.reasons, why.record()["user"]) == ("person", (), ME.name)
    percent = one_of(document, "PERCENT")
    workspace.mentions.decide(ME, "n1", Asked("reject", percent.id, percent.value))
    why = workspace.reasons.of(ME, "n1", percent.id)
    assert (why.standing, why.record()["verdict"], why.record()["user"]) == ("same", "reject", ME.name)


def test_a_correction_says_what_was_found_and_who_made_it_what(workspace: Workspace, document: Document) -> None:
    place, percent, dated = (one_of(document, label) for label in ("PLACE", "PERCENT", "DATE"))
    wider = PERSIAN.index("۲۲ مرداد")  # the day of the week is left out
    assert wider > dated.span.start
    wanted = [
        (
            place,
            Asked("correct", place.id, place.value, label="ORG", value={"name": "استانداری یزد"}, note="دستگاه است"),
        ),
        (percent, Asked("correct", percent.id, percent.value, value={**percent.value, "percent": 41})),
        (dated, Asked("correct", dated.id, dated.value, span=Span(wider, dated.span.end))),
    ]
    for mention, asked in wanted:
        workspace.mentions.decide(ME, "n1", asked)
        why = workspace.reasons.of(ME, "n1", mention.id)
        record = why.record()
        assert (why.standing, why.finds, record["verdict"]) == ("corrected", "same", "correct")
        assert (record["machine"]["label"], record["machine"]["surface"]) == (mention.label, mention.surface)
        assert record["machine"]["value"] == {name: part for name, part in mention.value.items() if name != "entity"}
        assert (record["judgement"]["user"], record["judgement"]["note"]) == (ME.name, asked.note)
        assert record["judgement"]["at"][:2] == "20"
        assert record["reasons"]
    assert (why.mention.span.start, why.machine and why.machine.span) == (wider, dated.span)
    command = ["review", "why", "n1", place.id, "--workspace", str(workspace.settings.workspace)]
    said = CliRunner().invoke(cli, command).output
    assert f"ORG {place.span.start}–{place.span.end}" in said
    assert f"corrected by {ME.name} on " in said
    assert f"found was PLACE {place.span.start}–{place.span.end}  {place.surface}  (by names " in said
    assert "not what it was corrected to" in said


def test_what_was_accepted_rejected_or_left_is_told(workspace: Workspace, document: Document) -> None:
    percent = one_of(document, "PERCENT")
    command = ["review", "why", "n1", percent.id, "--workspace", str(workspace.settings.workspace)]
    seen = 0
    for verdict, told in (("accept", "accepted"), ("reject", "rejected"), ("ignore", "ignore")):
        workspace.mentions.decide(ME, "n1", Asked(verdict, percent.id, percent.value, seen))  # type: ignore[arg-type]
        said = CliRunner().invoke(cli, command).output
        assert f"{told} by {ME.name} on " in said, said
        assert "found was" not in said
        record = workspace.reasons.of(ME, "n1", percent.id).record()
        assert (record["standing"], record["judgement"]["verdict"]) == ("same", verdict)
        seen = record["judgement"]["decision"]


def test_what_nothing_finds_any_more_says_what_was_judged(workspace: Workspace, document: Document) -> None:
    percent = one_of(document, "PERCENT")
    workspace.mentions.decide(ME, "n1", Asked("reject", percent.id, percent.value))
    left = [one for one in document.mentions if one.id != percent.id]
    assert workspace.store.replace_extraction(document.with_mentions(left))
    why = workspace.reasons.of(ME, "n1", percent.id)
    assert (why.standing, why.mention.verdict, why.mention.surface) == ("gone", "rejected", percent.surface)
    assert why.record()["machine"]["value"] == dict(percent.value)


def test_the_command_prints_rule_words_and_rows(workspace: Workspace, document: Document) -> None:
    asked = ["review", "why", "n1", one_of(document, "PERCENT").id, "--workspace", str(workspace.settings.workspace)]
    said = CliRunner().invoke(cli, asked)
    assert said.exit_code == 0, said.output
    assert "counts.measured" in said.output
    assert "percent_words.tsv: درصد" in said.output
    assert CliRunner().invoke(cli, [*asked[:3], "nothing", *asked[4:]]).exit_code == 1


FAR = "سازمان جهاد کشاورزی لرستان اعلام کرد که برداشت گندم آغاز شد."
WHEN = "جلسه ساعت ده صبح با حضور کارشناسان برگزار شد و گزارش آن فردا منتشر می‌شود."


def long_one(part: str, language: str, joint: str) -> Document:
    text = joint.join(
        [*(f"{part} {WHEN if language == 'fa' else ''}" for _ in range(90)), FAR if language == "fa" else part]
    )
    document = Document("k" * 32, "d", "", text, language=language, published=DAY.isoformat())
    return annotated(document)


@pytest.mark.parametrize("joint", ["\n", " "])
@pytest.mark.parametrize(("part", "language"), [(PERSIAN, "fa"), (ARABIC, "ar")])
def test_of_a_long_document_the_paragraphs_around_say_what_all_of_it_does(
    part: str, language: str, joint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = long_one(part, language, joint)
    assert len(document.text) > explaining._LONG
    chosen = document.mentions[:: len(document.mentions) // 12]
    explaining._last.set(None)  # what another test asked about
    near = [explaining.explained(WhyAsked(document, one.id)) for one in chosen]
    assert not explaining._is_told(document.with_mentions(())), "nobody waits for all of it"
    monkeypatch.setattr(explaining, "_LONG", len(document.text) + 1)
    for one, said in zip(chosen, near, strict=True):
        whole = explaining.explained(WhyAsked(document, one.id))
        assert said["reasons"]
        assert _rounded(said) == _rounded(whole), one.surface


def _rounded(said: dict[str, Any]) -> dict[str, Any]:
    reasons = [{**one, "chance": one["chance"] and round(one["chance"], 3)} for one in said["reasons"]]
    return {**said, "reasons": reasons}


def test_what_the_paragraphs_around_do_not_give_so_is_told_by_the_whole_document() -> None:
    document = long_one(PERSIAN, "fa", "\n")
    one = next(each for each in document.mentions[len(document.mentions) // 2 :] if each.label == "COUNT")
    otherwise = replace(one, score=one.score / 2)
    asked = document.with_mentions(otherwise if each is one else each for each in document.mentions)
    said = explaining.explained(WhyAsked(asked, one.id))
    assert said["found"]
    assert said["reasons"]
    assert explaining._is_told(document.with_mentions(()))
