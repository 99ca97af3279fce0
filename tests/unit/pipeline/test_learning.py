"""What people decided teaches the taggers of names, and nothing is written that is no better on what was kept back."""

import json
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from click.testing import CliRunner, Result

from corpora.document import Document, Mention, Span
from corpora.ids import digest
from extractors.names.extractor import NameExtractor
from extractors.names.heads import Head, base_of, head_of
from extractors.names.model import TAGS, NoModel, model
from extractors.protocols import Passage
from extractors.reasons.telling import Telling
from extractors.registry import build
from pipeline.cli import cli
from pipeline.errors import WorkspaceError
from pipeline.evaluation.decisions import Judged
from pipeline.review.reviewed import Asked
from pipeline.settings import Settings
from pipeline.store.heads import read_heads, write_head
from pipeline.training import learning
from pipeline.training.decided import known
from pipeline.training.learning import Found, learn
from pipeline.training.partial import Known, Weights, batches, fitted, sums, surprise
from pipeline.workspace import Workspace
from tests.makers import ME

VILLAGES = """بیدسوخته سنگ‌سفید گل‌خندان آب‌باریک چشمه‌سرد تنگ‌هفت سرخ‌گریوه کاه‌کوه دره‌بید باغ‌خواجه شورآب بادامستان
گردوبن کبوترخان تاکستان‌نو سیاه‌کمر لاله‌زارک نی‌ریزک پونه‌زار زرشکان انگوران توت‌بن خرمن‌سر سنجدک بلوطک""".split()
SENTENCES = (
    "دیروز باران شدیدی در {} بارید و راه آن بسته شد.",
    "کودکان {} هر صبح پیاده به مدرسه می‌روند.",
    "چشمه {} امسال خشک شده است.",
    "از {} تا جاده اصلی دو ساعت پیاده است.",
    "نانوای {} نان سنگک نمی‌پزد.",
    "گله‌ها را پیش از برف به {} می‌برند.",
)


def text_of(number: int) -> tuple[str, list[str]]:
    """Two sentences about two villages."""
    villages = [VILLAGES[(number + step) % len(VILLAGES)] for step in (0, 11 + number // len(VILLAGES))]
    said = [SENTENCES[(number + at) % len(SENTENCES)] for at in (0, 1 + number % 5)]
    return "\n".join(one.format(village) for one, village in zip(said, villages, strict=True)), villages


def document(text: str, language: str = "fa") -> Document:
    key = digest(text.encode())[:32]
    uri = f"file:///{key}.txt"
    return Document(key=key, id=key, uri=uri, text=text, kind="text", title="", language=language, content_hash=key)


def place(text: str, surface: str, label: str = "PLACE") -> Mention:
    start = text.index(surface)
    return Mention(surface, label, Span(start, start + len(surface)), surface, {"name": surface}, "person", "1")


def lessons(number: int) -> list[tuple[Document, Judged]]:
    pairs = (text_of(at) for at in range(number))
    return [(document(text), Judged([place(text, one) for one in villages], [])) for text, villages in pairs]


def quiet(_: str) -> None:
    pass


@pytest.fixture(scope="module")
def taught() -> Head:
    learnt = learn(lessons(140), "fa", (), quiet)
    assert learnt.why_not == ""
    assert learnt.before
    assert learnt.after
    assert learnt.head
    assert learnt.after.right > learnt.before.right * 1.5
    assert learnt.after.f1 > learnt.before.f1 + 0.2
    return learnt.head


def brute(scores: np.ndarray, transitions: np.ndarray) -> float:
    """The logarithm of the summed weight of all sequences, one by one."""
    units, tags = scores.shape
    weights = []
    for path in product(range(tags), repeat=units):
        weight = (
            transitions[-2, path[0]] + transitions[-1, path[-1]] + sum(scores[at, tag] for at, tag in enumerate(path))
        )
        weights.append(weight + sum(transitions[a, b] for a, b in pairwise(path)))
    return float(np.log(np.exp(weights).sum()))


def test_sums_are_those_of_all_sequences() -> None:
    chance = np.random.default_rng(1)
    scores, transitions = chance.normal(size=(3, 5, 3)), chance.normal(size=(5, 3))
    lengths = (5, 1, 3)
    inside = np.arange(5)[None, :] < np.array(lengths)[:, None]
    found = sums(scores, inside, transitions)
    for row, length in enumerate(lengths):
        assert found.weight[row] == pytest.approx(brute(scores[row, :length], transitions))
        for at, tag in product(range(length), range(3)):
            raised = scores[row, :length].copy()
            raised[at, tag] += 1e-5
            slope = (brute(raised, transitions) - found.weight[row]) / 1e-5
            assert found.shares[row, at, tag] == pytest.approx(slope, abs=1e-4)
    for one, other in product(range(5), range(3)):
        moved = transitions.copy()
        moved[one, other] += 1e-5
        change = sum(brute(scores[row, :length], moved) for row, length in enumerate(lengths)) - found.weight.sum()
        assert found.pairs[one, other] == pytest.approx(change / 1e-5, abs=1e-3)


def test_what_nobody_judged_may_be_anything_and_costs_nothing() -> None:
    chance = np.random.default_rng(2)
    states = chance.normal(size=(4, 6)).astype(np.float32)
    base = Weights(chance.normal(size=(7, 3)), chance.normal(size=(5, 3)))
    free = batches([Known(states, np.ones((4, 3), dtype=bool))])
    assert surprise(free, base) == pytest.approx([0.0])
    same = fitted(free, base, np.eye(7), 1.0)
    assert same.output == pytest.approx(base.output)
    held = np.ones((4, 3), dtype=bool)
    held[1] = [False, True, False]
    some = batches([Known(states, held)])
    assert surprise(some, fitted(some, base, np.eye(7), 0.1))[0] < surprise(some, base)[0]


def tags(text: str, judged: Judged) -> dict[str, str]:
    """Words of a text that may not be anything → the tags that they may have."""
    told = {}
    for units, allowed in known(document(text), judged, "fa"):
        for unit, row in zip(units, allowed if allowed is not None else [None] * len(units), strict=True):
            if row is not None and not row.all():
                told[unit.exact] = " ".join(tag for tag, may in zip(TAGS, row, strict=True) if may)
    return told


def test_only_what_was_judged_is_known_of_a_text() -> None:
    text = "انجمن کوهنوردان سبلان دیروز در اردبیل گرد آمد."
    name = place(text, "انجمن کوهنوردان سبلان", "ORG")
    after = " ".join(tag for tag in TAGS if tag != "I-ORG")
    stands = {"انجمن": "B-ORG", "کوهنوردان": "I-ORG", "سبلان": "I-ORG", "دیروز": after}
    assert tags(text, Judged([name], [])) == stands
    short = place(text, "انجمن کوهنوردان", "ORG").span
    assert tags(text, Judged([name], [("ORG", short)])) == stands
    gone = place(text, "اردبیل").span
    assert tags(text, Judged([], [("PLACE", gone)])) == {"اردبیل": "O B-ORG I-ORG B-PERSON I-PERSON"}
    assert tags(text, Judged([], [("DATE", place(text, "دیروز").span)])) == {}
    assert tags(text, Judged([place(text, "سبلان")], [])) == {
        "سبلان": "B-PLACE",
        "دیروز": " ".join(tag for tag in TAGS if tag != "I-PLACE"),
    }
    assert tags(text, Judged([name, place(text, "سبلان")], [])) == stands, "a name in a name is not the tagger's"


def test_decisions_teach_what_other_documents_show(taught: Head) -> None:
    unseen = "سنگ‌تراشان سه‌گوشان کوزه‌گران خاک‌سفید گاودره پیازچال آسیاب‌سر ریگ‌روان مرغاب‌دشت سیب‌خور".split()
    texts = [SENTENCES[at % len(SENTENCES)].format(name) for at, name in enumerate(unseen)]
    new = [(document(text), Judged([place(text, name)], [])) for text, name in zip(texts, unseen, strict=True)]
    shipped, now = learning.found_in(new, ()), learning.found_in(new, (taught.data(),))
    assert now.right >= shipped.right + 4
    extractors = build(heads=(taught.data(),))
    (names,) = (one for one in extractors if one.name == "names")
    assert names.version == f"{NameExtractor.version}+{taught.name}"
    passage = Passage.of("\n".join(texts), "fa")
    telling = Telling(names)
    assert telling.extract(passage, []) == names.extract(passage, []) != NameExtractor().extract(passage, [])
    assert telling.version == names.version
    assert NameExtractor().version == NameExtractor.version


def test_learning_twice_gives_the_same(taught: Head) -> None:
    again = learn(lessons(140), "fa", (taught.data(),), quiet)
    assert again.head
    assert again.head.name == taught.name, "it begins with what is shipped each time"
    assert again.before == again.after
    assert again.why_not.startswith("it is no better")


def test_a_head_comes_back_from_its_file_and_fits_one_model_only(taught: Head, tmp_path: Path) -> None:
    again = head_of(write_head(taught, tmp_path).read_bytes())
    assert (again.name, again.language, again.card["judged"]) == (taught.name, "fa", taught.card["judged"])
    assert base_of(model("fa")) != base_of(model("ar"))
    with pytest.raises(NoModel, match="another version of Asnad"):
        head_of(replace(taught, base="0" * 32).data())
    with pytest.raises(NoModel, match="another version of Asnad"):
        head_of(replace(taught, language="ar").data())
    with pytest.raises(NoModel, match="language 'de'"):
        head_of(replace(taught, language="de").data())
    with pytest.raises(NoModel, match="another shape"):
        head_of(replace(taught, output=taught.output[:-1]).data())
    with pytest.raises(NoModel, match="no numbers"):
        head_of(replace(taught, output_bias=taught.output_bias * np.nan).data())
    for data in (b"", b"names", taught.data()[:-40], b"PK\x05\x06" + b"\0" * 18):
        with pytest.raises(NoModel, match="that is no model of names"):
            head_of(data)


def test_a_folder_of_models_is_looked_at_before_anything_is_read(taught: Head, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"there is no names_\*\.npz"):
        Settings(models=str(tmp_path / "none")).heads()
    path = write_head(taught, tmp_path)
    assert Settings(models=str(tmp_path)).limits().heads == read_heads(tmp_path) == (taught.data(),)
    (tmp_path / "names_other.npz").write_bytes(path.read_bytes())
    with pytest.raises(WorkspaceError, match="two files"):
        read_heads(tmp_path)
    (tmp_path / "names_other.npz").write_bytes(b"broken")
    with pytest.raises(WorkspaceError, match=r"names_other\.npz: that is no model of names"):
        read_heads(tmp_path)


def figures(right: int, wrong: int, gold: int, unjudged: range, **labels: float) -> Found:
    """Ten documents with as much in each; names that nobody judged stand where ``unjudged`` says."""
    rows = tuple({"label": label, "f1": share} for label, share in labels.items())
    places = frozenset(("ORG", Span(at, at + 1)) for at in unjudged)
    return Found(rows, ((right, wrong, gold),) * 10, (places,) * 10)


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (figures(8, 2, 10, range(5), ORG=0.8, PLACE=0.8), "no better"),
        (figures(7, 2, 10, range(5), ORG=0.8, PLACE=0.8), "no better"),
        (figures(9, 1, 10, range(5), ORG=0.95, PLACE=0.77), "worse on PLACE"),
        (figures(9, 2, 10, range(30), ORG=0.8, PLACE=0.8), "0.537 where names are counted that nobody judged"),
        (figures(9, 1, 10, range(0), ORG=0.8, PLACE=0.8), "0.750 where names are counted that nobody judged"),
        (figures(9, 1, 10, range(6), ORG=0.8, PLACE=0.79), ""),
    ],
)
def test_what_is_worse_in_any_way_is_not_taken(after: Found, why: str) -> None:
    said = learning._why_not(figures(8, 2, 10, range(5), ORG=0.8, PLACE=0.8), after)
    assert (why in said) if why else said == ""


def better(documents: int) -> Found:
    """So many of ten documents are without a mistake."""
    return Found((), ((10, 0, 10),) * documents + ((8, 2, 10),) * (10 - documents), (frozenset(),) * 10)


def test_what_a_document_or_two_bring_is_chance() -> None:
    told = "it may be better by chance alone: F1 0.800 before, 0.840 after on 10 documents"
    assert learning._why_not(better(0), better(2)) == told
    assert learning._why_not(better(0), better(4)) == ""


# the command ----------------------------------------------------------------------------------------------------------


def asked_of(space: Workspace, key: str, text: str, named: list[str]) -> list[Asked]:
    """The villages of a text, accepted where the machine finds them, else added."""
    reviewed = space.mentions.reviewed(ME, key)
    there = {one.machine.span: one for one in reviewed if one.machine and one.machine.label == "PLACE"}
    spans = {village: place(text, village).span for village in named}
    return [
        there[span].asking("accept")
        if span in there
        else Asked("add", label="PLACE", span=span, value={"name": village})
        for village, span in spans.items()
    ]


@pytest.fixture
def villages(tmp_path: Path) -> Path:
    """Documents about villages, which somebody marked in all but the last ten."""
    lines = tmp_path / "villages.jsonl"
    texts = [text_of(at) for at in range(130)]
    records = [json.dumps({"id": f"v{at}", "text": text, "language": "fa"}) for at, (text, _) in enumerate(texts)]
    lines.write_text("\n".join(records), encoding="utf-8")
    folder = tmp_path / "archive"
    assert run("ingest", str(lines), "--workspace", str(folder)).exit_code == 0
    with Workspace(Settings(workspace=folder)) as space:
        keys = {one.id: one.key for one in space.documents(ME)}
        said = {keys[f"v{at}"]: asked_of(space, keys[f"v{at}"], *texts[at]) for at in range(120)}
        space.mentions.decide_many(ME, said)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def found_by(folder: Path) -> tuple[int, set[str]]:
    """How many places the machine finds in documents that nobody judged, and the versions of who found them."""
    with Workspace(Settings(workspace=folder)) as space:
        unseen = [one for one in space.documents(ME) if int(one.id[1:]) > 119]
        found = [m for one in unseen for m in one.mentions if m.label == "PLACE"]
        return len(found), {m.version for m in found}


def test_what_was_learnt_is_used_where_it_is_asked_for_and_decisions_stay(
    villages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run("train", "--gold", "decisions", "--workspace", str(villages), "--json")
    assert done.exit_code == 0, done.output
    told = {row["language"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert told["fa"]["written"] == str(villages / "models" / "names_fa.npz")
    assert (told["fa"]["documents"], told["fa"]["judged"] + told["fa"]["kept"]) == (120, 240)
    assert told["fa"]["after"]["f1"] > told["fa"]["before"]["f1"] + 0.2
    assert [row["label"] for row in told["fa"]["after"]["labels"]] == ["PLACE"]
    assert told["ar"]["written"] is None
    assert "too few decisions: 0 judged names" in told["ar"]["why_not"]
    assert "asnad reprocess" in done.stderr
    before = found_by(villages)
    assert before[1] == {NameExtractor.version}
    monkeypatch.setenv("ASNAD_MODELS", str(villages / "models"))
    assert run("reprocess", "--workspace", str(villages)).exit_code == 0
    after = found_by(villages)
    assert after[0] >= before[0] + 5
    assert {version.partition("+")[0] for version in after[1]} == {NameExtractor.version}
    assert before[1].isdisjoint(after[1])
    with Workspace(Settings(workspace=villages)) as space:
        for one in space.documents(ME):
            if int(one.id[1:]) < 120:
                stand = {m.surface for m in one.mentions if m.verdict in ("accepted", "added")}
                assert stand == set(text_of(int(one.id[1:]))[1])
    again = run("train", "--gold", "decisions", "--language", "fa", "--workspace", str(villages))
    assert (again.exit_code, "it is no better" in again.stderr) == (1, True)


@pytest.fixture
def judged(filled_copy: Path) -> Path:
    """The samples, in which every name was accepted."""
    with Workspace(Settings(workspace=filled_copy)) as space:
        said = {one.key: [r for r in space.mentions.reviewed(ME, one.key) if r.machine] for one in space.documents(ME)}
        space.mentions.decide_many(ME, {key: [one.asking("accept") for one in rows] for key, rows in said.items()})
    return filled_copy


def test_what_cannot_be_learnt_from_says_so_and_writes_nothing(judged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = run("train", "--gold", "decisions", "--workspace", str(judged))
    assert few.exit_code == 1
    assert "fa: not written, " in few.stderr
    assert "nothing was written; what is in use stays" in few.stderr
    later = run("train", "--gold", "decisions", "--workspace", str(judged), "--since", "2199-01-01", "--json")
    rows = [json.loads(line) for line in later.stdout.splitlines()]
    assert [(row["language"], row["documents"], row["written"]) for row in rows] == [("fa", 0, None), ("ar", 0, None)]
    assert not (judged / "models").exists()
    assert run("train").exit_code == run("train", "--gold", "decisions", "ner").exit_code == 2
    monkeypatch.setenv("ASNAD_MODELS", str(judged / "models"))
    for command in (["train", "--gold", "decisions"], ["reprocess"]):
        refused = run(*command, "--workspace", str(judged))
        assert (refused.exit_code, "ASNAD_MODELS: there is no names_*.npz" in refused.stderr) == (1, True)
    line = json.dumps({"id": "1", "text": "تهران"})
    assert CliRunner().invoke(cli, ["extract"], input=line).exit_code == 1


def test_nobody_learns_from_what_he_may_not_see(judged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = run("keys", "add", "desk", "--scope", "read", "--collection", "elsewhere", "--workspace", str(judged))
    assert made.exit_code == 1, "no such collection yet"
    assert run("collections", "add", "elsewhere", "--workspace", str(judged)).exit_code == 0
    made = run("keys", "add", "desk", "--scope", "read", "--collection", "elsewhere", "--workspace", str(judged))
    monkeypatch.setenv("ASNAD_KEY", made.stdout.split()[-1])
    told = run("train", "--gold", "decisions", "--workspace", str(judged), "--json").stdout
    assert [json.loads(line)["documents"] for line in told.splitlines()] == [0, 0]


def test_evaluate_and_spacy_find_with_what_decisions_taught(
    taught: Head, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [SENTENCES[at % len(SENTENCES)].format(name) for at, name in enumerate(VILLAGES)]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps({"id": f"v{n}", "text": one}) + "\n" for n, one in enumerate(lines)), "utf-8")
    workspace.ingest(ME, [path])
    for number, (line, name) in enumerate(zip(lines, VILLAGES, strict=True)):
        start, place = line.index(name), workspace.document(ME, f"v{number}")
        if not any(m.label == "PLACE" and m.surface == name for m in place.mentions):
            span = Span(start, start + len(name))
            workspace.mentions.decide(ME, f"v{number}", Asked("add", label="PLACE", span=span, value={"name": name}))
    folder = ["--gold", "decisions", "--json", "--workspace", str(workspace.settings.workspace)]

    def measured() -> tuple[dict[str, Any], str]:
        answer = CliRunner().invoke(cli, ["evaluate", *folder])
        assert answer.exit_code == 0, answer.output
        rows = map(json.loads, answer.stdout.splitlines())
        return next((row for row in rows if row["label"] == "PLACE"), {"right": 0, "version": ""}), answer.stderr

    def spans() -> tuple[int, str]:
        made: Any = spacy.blank("fa").add_pipe("asnad", config={"extractors": ["names"]})
        nlp = spacy.blank("fa")
        nlp.add_pipe("asnad", config={"extractors": ["names"]})
        found = [{ent.text for ent in nlp(line).ents if ent.label_ == "PLACE"} for line in lines]
        return sum(name in some for name, some in zip(VILLAGES, found, strict=True)), made.versions["names"]

    before, quietly, plain = measured()[0], measured()[1], spans()
    write_head(taught, tmp_path / "models")
    monkeypatch.setenv("ASNAD_MODELS", str(tmp_path / "models"))
    after, told = measured()
    assert after["right"] > before["right"]
    assert "+" in after["version"]
    assert after["version"] in told
    assert "measured with the models" not in quietly
    again = spans()
    assert again[0] > plain[0]
    assert (again[1], "+" in plain[1]) == (after["version"], False)
