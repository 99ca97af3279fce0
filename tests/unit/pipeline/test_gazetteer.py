"""Names that a workspace knows: born from decisions, brought as lists, looked for in later documents, taken back."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from corpora.document import Document, Mention, Span
from pipeline.cli import cli
from pipeline.errors import CollectionNotFound, Forbidden, RefusedDecision
from pipeline.gazetteer.entries import Entry, entries, folded_name
from pipeline.gazetteer.gazetteer import Gazetteer
from pipeline.gazetteer.lists import rows_of
from pipeline.gazetteer.matching import EXTRACTOR, Names, with_names
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, local
from pipeline.records import Source
from pipeline.review.documents import Edit
from pipeline.review.judged import Verdict
from pipeline.review.reviewed import Asked
from pipeline.store.collections import collections_of
from pipeline.store.decisions import Decision, Decisions, alive, standing
from pipeline.store.documents import Store
from pipeline.workspace import Workspace
from tests.makers import ME

ZAHRA = local("زهرا")
NAME, OTHER = "خانه مهر کویر", "خانه مهر بافق"
"""Words that no table and no rule takes for a body."""
FIRST = f"گزارش امروز: {NAME} کتاب‌هایی به روستاها برد."
LATER = "به گزارش خبرنگار، خانهٔ مهر کویر در بافق کتابخانه‌ای گشود."


def read(space: Workspace, name: str, text: str, collection: str = "main") -> str:
    space.ingest_sources(ME, [Source(f"file:///{name}.txt", f"{name}.txt", text.encode())], collection)
    return space.document(ME, f"file:///{name}.txt").key


def found(space: Workspace, key: str) -> list[Mention]:
    return [one for one in space.document(ME, key).mentions if one.extractor == EXTRACTOR]


def add(space: Workspace, who: Principal, key: str, words: str) -> None:
    at = space.document(ME, key).text.index(words)
    space.mentions.decide(who, key, Asked("add", label="ORG", span=Span(at, at + len(words))))


def test_a_body_that_was_added_is_found_in_later_documents_until_it_is_taken_back(workspace: Workspace) -> None:
    first = read(workspace, "a", FIRST)
    assert NAME not in [m.surface for m in workspace.document(ME, first).mentions]
    add(workspace, ZAHRA, first, NAME)
    (entry,) = workspace.gazetteer.entries(ME)
    assert (entry.name, entry.user, entry.state, entry.collection, entry.decision) == (NAME, "زهرا", "used", "main", 1)
    later = read(workspace, "b", LATER)
    (one,) = found(workspace, later)
    assert (one.surface, one.value["name"], one.version) == ("خانهٔ مهر کویر", NAME, "1")
    assert workspace.search(ME, f'org:"{NAME}"', relax=False).total == 2
    workspace.log.undo(ZAHRA, 1)
    assert workspace.gazetteer.entries(ME) == []
    assert found(workspace, read(workspace, "c", LATER + " پایان.")) == []
    assert workspace.apply_names(ME) == 1
    assert found(workspace, later) == []
    workspace.log.undo(ZAHRA, 2)
    assert workspace.apply_names(ME) == 3, "the first document too"
    assert [m.surface for m in found(workspace, later)] == ["خانهٔ مهر کویر"]
    assert workspace.apply_names(ME) == 0


def test_names_that_a_person_gave_to_an_entity_and_in_a_correction(workspace: Workspace) -> None:
    key = read(workspace, "a", "شرکت فولاد کویر بافق خبر داد که انجمن دوستداران بافق آمد.")
    company, society = (m for m in workspace.document(ME, key).mentions if m.label == "ORG")
    workspace.entities.alias(ZAHRA, company.value["entity"], "ستاره سرخ کویر")
    corrected = Asked("correct", society.id, society.value, value={"name": "انجمن سبز بافق"})
    workspace.mentions.decide(ZAHRA, key, corrected)
    names = {one.name: one.state for one in workspace.gazetteer.entries(ME)}
    assert names == {"ستاره سرخ کویر": "used", "انجمن سبز بافق": "used"}
    later = read(workspace, "b", "همه از ستاره سرخ کویر سخن گفتند.")
    (one,) = found(workspace, later)
    assert one.value["entity"] == company.value["entity"], "the further name leads to the entity"


def test_what_is_in_doubt_waits_for_a_word(workspace: Workspace) -> None:
    key = read(workspace, "a", f"{FIRST} سپس مهرگان آمد.")
    add(workspace, ZAHRA, key, "مهرگان")
    (entry,) = workspace.gazetteer.entries(ME, state="waits")
    assert entry.reason == "one_word"
    assert found(workspace, read(workspace, "b", "جشن مهرگان در تهران.")) == []
    said = workspace.gazetteer.judge(ZAHRA, "main", "مهرگان", "use")
    assert [m.surface for m in found(workspace, read(workspace, "c", "مهرگان در تهران نشست داشت."))] == ["مهرگان"]
    with pytest.raises(RefusedDecision):
        workspace.gazetteer.judge(ZAHRA, "main", "مهرگان", "use")
    workspace.gazetteer.judge(ZAHRA, "main", "مهرگان", "avoid")
    assert [one.state for one in workspace.gazetteer.entries(ME)] == ["avoided"]
    workspace.log.undo(ZAHRA, said.id + 1)
    assert [one.state for one in workspace.gazetteer.entries(ME)] == ["used"]
    workspace.log.undo(ZAHRA, said.id)
    assert [one.state for one in workspace.gazetteer.entries(ME)] == ["waits"]


def test_a_name_that_somebody_rejected_elsewhere_waits(workspace: Workspace) -> None:
    keys = [read(workspace, name, f"{FIRST} {name}") for name in ("a", "b")]
    add(workspace, ZAHRA, keys[0], NAME)
    workspace.apply_names(ME)
    (one,) = found(workspace, keys[1])
    workspace.mentions.decide(local("امید"), keys[1], Asked("reject", one.id, one.value))
    (entry,) = workspace.gazetteer.entries(ME)
    assert (entry.state, entry.reason) == ("waits", "rejected")


LIST = f"name,aliases,kind,english,id\n{NAME},مهر کویر بافق,foundation,Mehr House,Q1\nمهرگان,,,,Q2\n\n!,,,,Q3\n"


def test_a_list_is_looked_at_taken_in_and_taken_back_as_one(workspace: Workspace) -> None:
    seen = workspace.gazetteer.bring(ME, LIST.encode(), "main", dry=True)
    assert (seen.batch, seen.new, seen.known, [one.name for one in seen.doubts]) == ("", 2, 0, ["مهرگان"])
    assert [(one.row, one.said) for one in seen.wrong] == [(5, "!")]
    assert list(workspace.log.entries(ME)) == []
    done = workspace.gazetteer.bring(ZAHRA, LIST.encode(), "main")
    assert {one.name: (one.state, one.ref) for one in workspace.gazetteer.entries(ME)} == {
        NAME: ("used", "Q1"),
        "مهر کویر بافق": ("used", "Q1"),
        "مهرگان": ("waits", "Q2"),
    }
    key = read(workspace, "a", FIRST)
    (one,) = found(workspace, key)
    assert (one.value["english"], one.value["kind"]) == ("Mehr House", "foundation")
    again = workspace.gazetteer.bring(ZAHRA, LIST.encode(), "main")
    assert (again.batch, again.new, again.known) == ("", 0, 2)
    assert workspace.gazetteer.undo_list(ZAHRA, done.batch) == 2
    assert workspace.gazetteer.entries(ME) == []
    assert [one.state for one in workspace.log.entries(ME)] == ["replaced", "replaced", "undone", "undone"]
    with pytest.raises(RefusedDecision):
        workspace.gazetteer.undo_list(ZAHRA, done.batch)


@pytest.mark.parametrize("data", [b"", b"\xff\xfea", b"name\n!\n", b"PK\x03\x04"])
def test_what_is_no_list_is_refused(workspace: Workspace, data: bytes) -> None:
    with pytest.raises(RefusedDecision):
        workspace.gazetteer.bring(ME, data, "main")


def test_lists_without_a_heading_and_with_other_commas() -> None:
    assert [one.name for one in rows_of("بنیاد سپهر\nانجمن نور\nبنياد سپهر\n".encode())[0]] == [
        "بنیاد سپهر",
        "انجمن نور",
    ]
    assert rows_of("id;name\n7;'=بنیاد سپهر\n".encode("utf-16"))[0][0].ref == "7"


def test_a_name_is_of_its_collection_alone(workspace: Workspace) -> None:
    workspace.collections.add(ME, "desk")
    key = read(workspace, "a", FIRST, "desk")
    add(workspace, ZAHRA, key, NAME)
    assert found(workspace, read(workspace, "b", LATER)) == []
    assert len(found(workspace, read(workspace, "c", LATER, "desk"))) == 1
    other = Principal("سامي", "person", {"main": "editor"})
    assert workspace.gazetteer.entries(other) == []
    with pytest.raises(CollectionNotFound):
        workspace.gazetteer.bring(other, LIST.encode(), "desk")
    with pytest.raises(CollectionNotFound):
        workspace.gazetteer.judge(other, "desk", NAME, "avoid")
    viewer = Principal("مریم", "person", {"desk": "viewer"})
    assert [one.name for one in workspace.gazetteer.entries(viewer)] == [NAME]
    with pytest.raises(Forbidden):
        workspace.gazetteer.judge(viewer, "desk", NAME, "avoid")
    workspace.editing.edit(ME, key, [Edit("collection", "desk", "main")])
    assert [one.collection for one in workspace.gazetteer.entries(ME)] == ["main"]


def entry(name: str) -> Entry:
    return Entry("main", folded_name(name), name, "زهرا", "", 1)


def test_a_larger_name_that_was_found_stays_and_a_smaller_gives_way() -> None:
    text = "بنیاد فرهنگی سپهر کویر در یزد و للبنياد"
    key, names = "k" * 32, Names([entry("سپهر کویر"), entry("بنیاد فرهنگی سپهر کویر")])

    def having(start: int, end: int, label: str = "ORG") -> Document:
        surface = text[start:end]
        one = Mention("m", label, Span(start, end), surface, {"name": surface}, "names", "1")
        return Document(key, "d", "u", text, language="fa", content_hash=key, mentions=(one,))

    assert [m.surface for m in with_names(having(0, 12), names).mentions] == ["بنیاد فرهنگی سپهر کویر"]
    larger = with_names(having(0, 27), names)
    assert [m.extractor for m in larger.mentions] == ["names"]
    assert [m.surface for m in with_names(larger, None).mentions] == [text[0:27]]
    arabic = Document(key, "d", "u", "قالت لمؤسسة الكويري الخيرية", language="ar", content_hash=key)
    (one,) = with_names(arabic, Names([entry("مؤسسة الكويري الخيرية")])).mentions
    assert one.surface == "مؤسسة الكويري الخيرية"


def test_what_people_uphold_is_never_displaced_by_a_name() -> None:
    text = "بنیاد فرهنگی سپهر کویر در یزد"
    key, whole, part = "k" * 32, "بنیاد فرهنگی سپهر کویر", "سپهر کویر"
    at = text.index(part)
    names = Names([entry(part), entry(whole)])

    def surfaces(upheld: Sequence[tuple[str, Span]], *found: tuple[int, int, str]) -> list[str]:
        made = [
            Mention(f"m{start}", label, Span(start, end), text[start:end], {"name": text[start:end]}, "names", "1")
            for start, end, label in found
        ]
        read = Document(key, "d", "u", text, language="fa", content_hash=key, mentions=tuple(made))
        return [m.surface for m in with_names(read, names, upheld).mentions]

    inside = (0, 12, "ORG")
    assert surfaces([], inside) == [whole]
    assert surfaces([("ORG", Span(0, 12))], inside) == ["بنیاد فرهنگی", part], "another name beside it is found"
    assert surfaces([("PERSON", Span(at, at + len(part)))], (at, at + len(part), "PERSON")) == [part]
    assert surfaces([("ORG", Span(at, at + len(part)))]) == [part], "the shorter name, which was accepted"
    assert surfaces([("ORG", Span(0, len(whole)))]) == [whole]
    assert surfaces([("DATE", Span(0, 12))]) == [whole]


def test_an_accepted_mention_is_not_made_stale_by_a_name_that_is_born_across_it(workspace: Workspace) -> None:
    accepted, longer = "وزارت بهداشت", "یاوران وزارت بهداشت"
    first = read(workspace, "a", f"دیروز {longer} آمدند.")
    second = read(workspace, "b", f"با کمک {longer}، دارو رسید.")
    inside = [one for one in workspace.mentions.reviewed(ZAHRA, second) if one.shown and one.shown.surface == accepted]
    assert inside, "the program finds the ministry inside the name"
    workspace.mentions.decide(ZAHRA, second, inside[0].asking("accept"))
    add(workspace, ZAHRA, first, longer)
    assert longer in [one.name for one in workspace.gazetteer.entries(ME)]
    workspace.reprocess(ME)
    third = read(workspace, "c", f"امروز {longer} آمدند.")
    assert longer in [one.surface for one in found(workspace, third)]
    assert longer not in [one.surface for one in found(workspace, second)]
    judged = [one.judgement for one in workspace.mentions.reviewed(ZAHRA, second) if one.judgement]
    assert [(one.mention and one.mention.surface, one.state) for one in judged] == [(accepted, "applied")]
    assert workspace.apply_names(ME) is not None
    assert longer not in [one.surface for one in found(workspace, second)]


def test_what_was_decided_meanwhile_is_known_before_all_of_the_log_is_read_again(workspace: Workspace) -> None:
    """By another process, while reading the whole log rests; and just what reading all of it says."""
    space = workspace
    space.collections.add(ME, "desk")
    text = f"گزارش امروز: {NAME} کتاب‌هایی به روستاها برد.\nگزارش دیروز: {OTHER} کتاب‌هایی به روستاها برد.\n"
    keys = [read(space, f"n{n}", f"{text}{n}") for n in range(3)]
    reader = Gazetteer(space.store, space.audit)
    (plain,) = reader.added([space.document(ME, keys[0])])
    assert [m for m in plain.mentions if m.extractor == EXTRACTOR] == []
    reader._next = float("inf")

    def known() -> list[str]:
        (read_now,) = reader.added([replace(plain, key="z" * 32)])
        assert reader._following.all == Gazetteer(space.store, space.audit).entries(ME)
        return [m.surface for m in read_now.mentions if m.extractor == EXTRACTOR]

    assert known() == []
    add(space, ZAHRA, keys[0], NAME)
    assert known() == [NAME]
    add(space, local("امید"), keys[1], NAME)
    add(space, ZAHRA, keys[1], OTHER)
    assert known() == [NAME, OTHER]
    space.log.undo(ZAHRA, 1)
    assert known() == [NAME, OTHER], "somebody else said it too"
    space.log.undo(local("امید"), 2)
    assert known() == [OTHER]
    space.log.undo(local("امید"), 5)
    assert known() == [NAME, OTHER], "what was taken back was taken back"
    space.gazetteer.judge(ME, "main", OTHER, "avoid")
    assert known() == [NAME]
    space.editing.edit(ME, keys[1], [Edit("collection", "main", "desk")])
    assert known() == []
    space.delete(ME, keys[1])
    (read_now,) = reader.added([replace(plain, key="z" * 32)])
    assert [m for m in read_now.mentions if m.extractor == EXTRACTOR] == []


VERDICTS = st.sampled_from(["accept", "reject", "add", "use", "avoid", "list", "undo"])


@given(said=st.lists(st.tuples(VERDICTS, st.sampled_from([NAME, "انجمن نور بافق", "مهرگان"]), st.integers(0, 20))))
def test_whatever_was_said_taking_it_back_leaves_nothing_of_it(said: list[tuple[str, str, int]]) -> None:
    log = list[Decision]()
    for verdict, name, which in said:
        before = entries(standing(log), {"d": "main"}, {})
        if verdict == "undo":
            if alive(log):
                log.append(numbered(alive(log)[which % len(alive(log))].undone(), len(log) + 1))
            continue
        log.append(numbered(made(verdict, name), len(log) + 1))
        back = [*log, numbered(log[-1].undone(), len(log) + 1)]
        assert entries(standing(back), {"d": "main"}, {}) == before
    for one in entries(standing(log), {"d": "main"}, {}):
        assert one.state != "used" or one.reason == "" or any(d.after.get("verdict") == "use" for d in standing(log))


def made(verdict: str, name: str) -> Decision:
    if verdict in ("use", "avoid", "list"):
        return Decision("name", name, {}, {"verdict": verdict, "name": name, "collection": "main"})
    place = {"label": "ORG", "surface": name, "value": {"name": name}}
    return Decision("mention", name, place, {"verdict": verdict, **(place if verdict == "add" else {})}, "d")


def numbered(one: Decision, number: int) -> Decision:
    return Decision(one.kind, one.subject, one.before, one.after, one.document, one.undoes, "زهرا", "", "", number)


def test_each_database_keeps_names_alike(store: Store, audit: Audit) -> None:
    names = Gazetteer(store, audit)
    done = names.bring(ZAHRA, LIST.encode(), "main")
    names.judge(ZAHRA, "main", "مهرگان", "use")
    assert [one.state for one in names.entries(ME)] == ["used", "used", "used"]
    document = Document("d" * 32, "d", "u", FIRST, language="fa", content_hash="d")
    (added,) = names.added([document])
    assert [m.surface for m in added.mentions] == [NAME]
    names.undo_list(ZAHRA, done.batch)
    assert [one.name for one in names.entries(ME)] == ["مهرگان"]


def test_the_commands(workspace: Workspace, tmp_path: Path) -> None:
    folder, file = str(workspace.settings.workspace), tmp_path / "names.csv"
    file.write_text(LIST, encoding="utf-8")

    def run(*more: str) -> str:
        answer = CliRunner().invoke(cli, ["gazetteer", *more, "--workspace", folder])
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    assert json.loads(run("import", str(file), "--dry-run", "--json"))["new"] == 2
    batch = json.loads(run("import", str(file), "--json"))["batch"]
    assert "one_word" in run("list", "--state", "waits")
    run("use", "مهرگان", "--note", "نام یک بنیاد")
    run("avoid", NAME)
    states = {row["name"]: row["state"] for row in map(json.loads, run("list", "--json").splitlines())}
    assert (states["مهرگان"], states[NAME]) == ("used", "avoided")
    run("undo", batch)
    run("apply")
    assert run("list", "مهرگان").count("\n") == 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_names_counted_in_the_store_are_those_that_follow_from_the_log(workspace: Workspace, seed: int) -> None:
    chance, space, bodies = random.Random(seed), workspace, (NAME, "انجمن نور بافق", "مهرگان", "بنیاد آب یزد")
    space.collections.add(ME, "desk")
    text = "".join(f"دیروز {name} آمد و {name} رفت. " for name in bodies)
    keys = [read(space, f"n{n}", f"{text}{n}", "desk" if n % 2 else "main") for n in range(4)]
    for _ in range(60):
        key, who = chance.choice(keys), chance.choice((ZAHRA, local("امید"), local("سارا")))
        try:
            if chance.random() < 0.35:
                with space.store.engine.connect() as connection:
                    last = Decisions(connection).last()
                space.log.undo(who, chance.randint(1, max(1, last)))
                continue
            one = chance.choice([each for each in space.mentions.reviewed(who, key) if each.known] or [None])
            if one is None or chance.random() < 0.4:
                words = chance.choice(bodies)
                at = space.document(ME, key).text.index(words)
                asked = Asked("add", label="ORG", span=Span(at, at + len(words)), value={"name": chance.choice(bodies)})
            else:
                verdict: Verdict = chance.choice(("accept", "reject", "ignore", "correct"))
                shown = one.shown or one.machine
                renamed = {**shown.value, "name": chance.choice(bodies)} if shown else None
                value = renamed if verdict == "correct" else None
                asked = replace(one.asking(verdict), value=value)
            space.mentions.decide(who, key, asked)
        except RefusedDecision:
            continue
    with space.store.engine.connect() as connection:
        said = standing(Decisions(connection).all())
        places = collections_of(connection, keys, None)
    expected = entries(said, places, {})
    assert expected
    assert space.gazetteer.entries(ME) == expected
    space.delete(ME, keys[0])
    with space.store.engine.connect() as connection:
        said = standing(Decisions(connection).all())
    assert space.gazetteer.entries(ME) == entries(said, places, {})
