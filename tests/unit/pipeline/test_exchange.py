"""Documents in the formats of other tools, and what comes back: decisions, clashes, texts that differ."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from corpora.document import Document, Span
from pipeline.errors import CollectionNotFound, UnreadableExchange
from pipeline.exchange.exchange import Taken, Taking
from pipeline.exchange.marks import Mark, flattened
from pipeline.exchange.tokens import sentences, tokens
from pipeline.people.principal import Principal, local
from pipeline.records import Source
from pipeline.review.reviewed import Asked, Reviewed
from pipeline.workspace import Workspace
from tests.makers import ME

SEED = "\N{SEEDLING}"
TEXT = (
    f"{SEED} وزارت علوم با دانشگاه یزد ۲۹ تفاهم‌نامه امضا کرد.\nرئیس دانشگاه یزد در ۱۲ مهر ۱۴۰۴ از شهر میبد بازدید کرد."
)
URI = "file:///a.txt"
ZAHRA = local("زهرا")


@pytest.fixture
def space(workspace: Workspace) -> Workspace:
    workspace.ingest_sources(ME, [Source(URI, "a.txt", TEXT.encode())])
    return workspace


def one(space: Workspace, surface: str, label: str = "ORG") -> Reviewed:
    found = space.mentions.reviewed(ME, URI)
    return next(r for r in found if (m := r.machine or r.shown) and (m.label, m.surface) == (label, surface))


def judge(space: Workspace, surface: str, verdict: str, label: str = "ORG", **more: Any) -> None:
    it = one(space, surface, label)
    mention = it.machine or it.shown
    assert mention
    asked = Asked(
        "accept", mention.id, it.machine.value if it.machine else None, it.judgement.decision.id if it.judgement else 0
    )
    space.mentions.decide(ME, URI, replace(asked, verdict=verdict, **more))  # type: ignore[arg-type]


def went(space: Workspace, how: str, **more: Any) -> bytes:
    return b"".join(space.exchange.export(space.documents(ME), how, **more))


def take(space: Workspace, data: bytes, how: str, who: Principal = ZAHRA, **taking: Any) -> Taken:
    (taken,) = space.exchange.take(who, data, how, Taking(**taking), lambda: space.documents(who))
    return taken


def places(document: Document) -> set[tuple[str, str]]:
    return {(mention.label, mention.surface) for mention in document.mentions}


def verdicts(space: Workspace) -> dict[str, str]:
    return {mention.surface: mention.verdict for mention in space.document(ME, URI).mentions if mention.label == "ORG"}


def test_doccano_has_text_and_labels_and_gives_back_what_went_with_them(space: Workspace) -> None:
    record = json.loads(went(space, "doccano"))
    assert record["text"] == TEXT
    assert [2, 12, "ORG"] in record["label"]
    assert {(TEXT[start:end], label) for start, end, label in record["label"]} == {
        (surface, label) for label, surface in places(space.document(ME, URI))
    }
    utf16 = json.loads(went(space, "doccano", unit="utf16"))
    assert [3, 13, "ORG"] in utf16["label"]


def test_changes_made_in_doccano_are_decisions_of_whoever_imports(space: Workspace) -> None:
    record = json.loads(went(space, "doccano"))
    start = TEXT.index("شهر میبد")
    record["label"] = [row for row in record["label"] if row[2] == "ORG" and row[0] != 2]
    record["label"] += [[start, start + 8, "PLACE"], [2, 7, "ORG"]]
    data = json.dumps(record).encode()
    dry = take(space, data, "doccano", dry=True)
    assert (dry.state, space.mentions.history(ME, URI)) == ("taken", [])
    taken = take(space, data, "doccano")
    assert (taken.state, taken.troubles, taken.verdicts) == ("taken", (), dry.verdicts)
    document = space.document(ME, URI)
    assert places(document) == {("ORG", "وزارت"), ("ORG", "دانشگاه یزد"), ("PLACE", "شهر میبد")}
    assert verdicts(space) == {"وزارت": "corrected", "دانشگاه یزد": "unseen"}
    assert {told.decision.user for told in space.mentions.history(ME, URI)} == {"زهرا"}
    number = len(space.mentions.history(ME, URI))
    again = take(space, data, "doccano")
    assert (again.state, len(space.mentions.history(ME, URI))) == ("unchanged", number)


def test_a_project_with_relations_and_metadata_that_doccano_kept(space: Workspace) -> None:
    record = json.loads(went(space, "doccano"))
    entities = [
        {"id": at, "label": label, "start_offset": start, "end_offset": end}
        for at, (start, end, label) in enumerate(record["label"][1:])
    ]
    kept = {"id": 7, "text": TEXT, "entities": entities, "relations": [], "metadata": {"asnad": record["asnad"]}}
    taken = take(space, json.dumps(kept).encode(), "doccano")
    assert (taken.state, taken.verdicts) == ("taken", {"reject": 1})


def test_label_studio_tells_what_the_machine_says_from_what_people_say(space: Workspace) -> None:
    (task,) = json.loads(went(space, "label-studio"))
    assert task["annotations"] == []
    (predicted,) = task["predictions"]
    assert {r["value"]["text"] for r in predicted["result"]} >= {"وزارت علوم", "دانشگاه یزد"}
    assert "names" in predicted["model_version"]
    judge(space, "وزارت علوم", "accept")
    judge(space, "۱۲ مهر ۱۴۰۴", "reject", "DATE")
    (task,) = json.loads(went(space, "label-studio"))
    (annotation,) = task["annotations"]
    origin = {region["value"]["text"]: region["origin"] for region in annotation["result"]}
    assert (origin["وزارت علوم"], origin["دانشگاه یزد"]) == ("manual", "prediction")
    assert "۱۲ مهر ۱۴۰۴" not in origin
    assert take(space, json.dumps([task]).encode(), "label-studio").state == "unchanged"


def test_an_annotation_made_of_a_prediction_accepts_what_it_keeps(space: Workspace) -> None:
    (task,) = json.loads(went(space, "label-studio", unit="utf16"))
    regions = [r for r in task["predictions"][0]["result"] if r["value"]["labels"] == ["ORG"]]
    old = {"result": [], "updated_at": "2026-01-01T00:00:00Z"}
    new = {"result": regions, "updated_at": "2026-01-02T00:00:00Z", "parent_prediction": 3}
    cancelled = {"result": [], "updated_at": "2026-01-03T00:00:00Z", "was_cancelled": True}
    task["annotations"] = [old, new, cancelled]
    taken = take(space, json.dumps([task]).encode(), "label-studio")
    assert taken.verdicts["accept"] == len(regions)
    assert set(verdicts(space).values()) == {"accepted"}
    assert {mention.label for mention in space.document(ME, URI).mentions} == {"ORG"}


def test_offsets_that_are_counted_otherwise_are_told(space: Workspace) -> None:
    (task,) = json.loads(went(space, "label-studio", unit="utf16"))
    del task["data"]["asnad"]["offsets"]
    task["annotations"] = [{"result": task["predictions"][0]["result"]}]
    data = json.dumps([task]).encode()
    told = take(space, data, "label-studio")
    assert (told.state, told.wrong) == ("skipped", True)
    assert "--offsets" in told.troubles[0].why
    assert take(space, data, "label-studio", unit="utf16").state == "taken"


def test_prodigy_has_tokens_and_only_what_was_accepted_is_taken(space: Workspace) -> None:
    record = json.loads(went(space, "prodigy"))
    joined = "".join(token["text"] for token in record["tokens"])
    assert joined == "".join(TEXT.split())
    for span in record["spans"]:
        assert record["tokens"][span["token_start"]]["start"] == span["start"]
        assert record["tokens"][span["token_end"]]["end"] == span["end"]
    record["answer"] = "reject"
    refused = take(space, json.dumps(record).encode(), "prodigy")
    assert (refused.state, refused.wrong) == ("skipped", False)
    record["answer"] = "accept"
    (count,) = (span for span in record["spans"] if span["label"] == "COUNT")
    count["value"] |= {"number": 30}
    taken = take(space, json.dumps(record).encode(), "prodigy")
    assert (taken.verdicts["correct"], taken.troubles) == (1, ())
    (mention,) = (m for m in space.document(ME, URI).mentions if m.label == "COUNT")
    assert (mention.value["number"], mention.verdict) == (30, "corrected")
    assert take(space, json.dumps(record).encode(), "prodigy").state == "unchanged"


def test_conll_has_four_columns_and_is_known_by_its_letters(space: Workspace) -> None:
    text = went(space, "conll").decode()
    rows = [line.split(" ") for line in text.splitlines() if line]
    assert {len(row) for row in rows} == {4}
    assert ["وزارت", "-X-", "_", "B-ORG"] in rows
    assert ["علوم", "-X-", "_", "I-ORG"] in rows
    back = text.replace("وزارت -X- _ B-ORG\nعلوم -X- _ I-ORG", "وزارت NNP B-NP B-GOV\nعلوم NN I-NP I-GOV")
    assert take(space, back.encode(), "conll").troubles[0].why.startswith("the label 'GOV'")
    assert take(space, back.encode(), "conll", labels={"GOV": "PLACE"}).verdicts == {"correct": 1}
    assert ("PLACE", "وزارت علوم") in places(space.document(ME, URI))
    with_bioes = "-DOCSTART- -X- O O\n\nوزارت B-ORG\nعلوم E-ORG\nیزد S-PLACE\n"
    told = take(space, with_bioes.encode(), "conll")
    assert (told.state, told.troubles[0].why) == ("skipped", "no document has its text")


def test_marks_over_each_other_go_out_as_the_longest() -> None:
    marks = [
        Mark("ORG", Span(0, 11)),
        Mark("PLACE", Span(8, 11)),
        Mark("DATE", Span(11, 14)),
        Mark("COUNT", Span(2, 13)),
    ]
    assert [mark.span for mark in flattened(marks)] == [Span(0, 11), Span(11, 14)]
    text = "اول. دوم؟ سوم"
    assert [[text[t.start : t.end] for t in s] for s in sentences(text, tokens(text))] == [
        ["اول", "."],
        ["دوم", "؟"],
        ["سوم"],
    ]


def test_csv_runs_no_formula_and_followthemoney_says_who(space: Workspace) -> None:
    space.ingest_sources(ME, [Source("file:///=1+1.txt", "=1+1.txt", "=cmd دانشگاه یزد".encode())])
    data = went(space, "csv").decode()
    assert data.startswith("\N{ZERO WIDTH NO-BREAK SPACE}id,")
    rows = list(csv.DictReader(io.StringIO(data.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))))
    assert {row["verdict"] for row in rows} == {"unseen"}
    assert not [cell for row in rows for cell in row.values() if cell.startswith("=")]
    entities = [json.loads(line) for line in went(space, "ftm").splitlines()]
    for entity in entities:
        assert set(entity["properties"]) <= PROPERTIES[entity["schema"]], entity["schema"]
        assert all(isinstance(v, str) and v for values in entity["properties"].values() for v in values)
    ids = {entity["id"] for entity in entities}
    assert len(ids) == len(entities)
    mentions = [entity for entity in entities if entity["schema"] == "Mention"]
    assert {m["properties"]["resolved"][0] for m in mentions} | {
        m["properties"]["document"][0] for m in mentions
    } <= ids
    (yazd,) = (e for e in entities if e["schema"] == "Organization" and "دانشگاه یزد" in e["properties"]["name"])
    assert len(yazd["properties"]["proof"]) == 2


PROPERTIES = {
    "PlainText": {
        "fileName",
        "title",
        "publishedAt",
        "publisher",
        "language",
        "sourceUrl",
        "bodyText",
        "companiesMentioned",
        "peopleMentioned",
        "locationMentioned",
    },
    "Mention": {"document", "name", "detectedSchema", "resolved"},
    "Organization": {"name", "proof"},
    "Person": {"name", "proof"},
}
"""What FollowTheMoney 4.11 has in these schemata, of what we write."""


def test_who_decided_since_is_told_and_nothing_is_half_done(space: Workspace) -> None:
    record = json.loads(went(space, "doccano"))
    record["label"] = [row for row in record["label"] if row[2] != "ORG"]
    data = json.dumps(record).encode()
    judge(space, "وزارت علوم", "accept")
    before = space.document(ME, URI)
    told = take(space, data, "doccano")
    assert (told.state, told.wrong, told.verdicts) == ("conflict", True, {})
    (trouble,) = told.troubles
    assert trouble.why == "somebody decided on it since"
    assert trouble.now
    assert trouble.now["verdict"] == "accepted"
    assert trouble.asked
    assert trouble.asked["rejected"]["label"] == "ORG"
    assert space.document(ME, URI) == before
    partly = take(space, data, "doccano", partly=True)
    assert (partly.state, partly.wrong) == ("partly", True)
    assert verdicts(space) == {"وزارت علوم": "accepted"}


def changed_text(record: dict[str, Any]) -> None:
    record["text"] = "x" + record["text"]


def unknown_key(record: dict[str, Any]) -> None:
    record["asnad"]["key"] = "f" * 32


def beyond(record: dict[str, Any]) -> None:
    record["label"] = [[0, 10_000, "ORG"]]


def broken_base(record: dict[str, Any]) -> None:
    record["asnad"]["mentions"] = [["a", "b"]]


def no_value(record: dict[str, Any]) -> None:
    record["label"].append([TEXT.index("رئیس"), TEXT.index("رئیس") + 4, "DATE"])


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (changed_text, "its text is not the document's"),
        (unknown_key, "there is no document"),
        (beyond, "is no part of the text"),
        (broken_base, "what went out with it was changed"),
        (no_value, "cannot be told from the words"),
    ],
)
def test_what_cannot_be_taken_is_told_and_the_rest_of_the_file_goes_on(
    space: Workspace, harm: Callable[[dict[str, Any]], None], why: str
) -> None:
    good = json.loads(went(space, "doccano"))
    good["label"] = good["label"][1:]
    bad = json.loads(went(space, "doccano"))
    harm(bad)
    lines = ["{", json.dumps(bad), "[]", json.dumps(good)]
    data = "\n".join(lines).encode()
    taken = list(space.exchange.take(ZAHRA, data, "doccano", Taking(), lambda: space.documents(ZAHRA)))
    assert [one.wrong for one in taken] == [True, True, True, False]
    assert why in taken[1].troubles[0].why
    assert taken[3].state == "taken"


@pytest.mark.parametrize(
    ("how", "data"), [("label-studio", b"{"), ("label-studio", b"{}"), ("spacy", b"no"), ("conll", b"\xff")]
)
def test_a_file_that_is_something_else_is_told(space: Workspace, how: str, data: bytes) -> None:
    with pytest.raises(UnreadableExchange):
        list(space.exchange.take(ZAHRA, data, how, Taking(), lambda: space.documents(ZAHRA)))


def test_only_who_may_decide_imports_and_only_what_he_may_see(space: Workspace) -> None:
    record = json.loads(went(space, "doccano"))
    record["label"] = []
    data = json.dumps(record).encode()
    viewer = Principal("ورا", "person", {"main": "viewer"})
    told = take(space, data, "doccano", viewer)
    assert (told.state, "reviewer" in told.troubles[0].why) == ("skipped", True)
    space.collections.add(ME, "press")
    stranger = Principal("سامی", "person", {"press": "editor"})
    assert "there is no document" in take(space, data, "doccano", stranger).troubles[0].why
    assert space.mentions.history(ME, URI) == []
    assert list(space.documents(stranger, "press")) == []
    with pytest.raises(CollectionNotFound):
        list(space.documents(stranger, "main"))


def test_what_was_judged_goes_out_alone_and_conll_waits_for_the_whole(space: Workspace) -> None:
    assert went(space, "doccano", judged=True) == b""
    judge(space, "وزارت علوم", "accept")
    record = json.loads(went(space, "doccano", judged=True))
    assert record["label"] == [[2, 12, "ORG"]]
    left: list[Document] = []
    assert went(space, "conll", judged=True, left_out=left.append) == b""
    assert [document.uri for document in left] == [URI]
    start = TEXT.index("شهر میبد")
    record["label"].append([2, 12, "PLACE"])
    record["label"].append([start, start + 8, "PLACE"])
    assert take(space, json.dumps(record).encode(), "doccano").verdicts == {"add": 1, "accept": 1}


def test_a_document_that_comes_by_its_key_and_by_its_text_loses_nothing(space: Workspace) -> None:
    record = json.loads(went(space, "doccano"))
    start = TEXT.index("شهر میبد")
    again = {"text": TEXT, "label": [*record["label"], [start, start + 8, "ORG"]]}
    record["label"] = [row for row in record["label"] if row[0] != 2]
    data = "\n".join(json.dumps(one) for one in (record, again)).encode()
    taken = list(space.exchange.take(ZAHRA, data, "doccano", Taking(), lambda: space.documents(ZAHRA)))
    assert [one.state for one in taken] == ["taken", "taken"]
    assert taken[0].verdicts == {"reject": 1}
    said = [told.decision.after["verdict"] for told in space.mentions.history(ME, URI)]
    assert len(said) == sum(sum(one.verdicts.values()) for one in taken)
    assert "reject" in said


def test_a_mark_at_a_place_that_was_rejected_brings_it_back(space: Workspace) -> None:
    judge(space, "وزارت علوم", "reject")
    record = json.loads(went(space, "doccano"))
    assert [2, 12, "ORG"] not in record["label"]
    record["label"].append([2, 12, "ORG"])
    assert take(space, json.dumps(record).encode(), "doccano").verdicts == {"accept": 1}
    assert verdicts(space)["وزارت علوم"] == "accepted"
