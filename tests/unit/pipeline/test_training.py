"""What training reads and makes for itself; the training proper needs PyTorch and is run by hand."""

import gzip
import importlib.util
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractors.names.model import TAGS, model
from pipeline.cli import cli
from pipeline.training.labelled import Corpus, NoCorpus, Sentence, articles, labelled
from pipeline.training.silver import silver


def named(sentence: Sentence) -> list[tuple[str, str]]:
    return [(unit.exact, TAGS[tag]) for unit, tag in zip(sentence.units, sentence.tags, strict=True) if tag]


def tagged(folder: Path, lines: list[str], separator: str, language: str) -> list[Sentence]:
    (folder / "tokens.txt").write_text("\n".join(lines), encoding="utf-8")
    return labelled(folder, Corpus("tokens.txt", separator), language)


def test_tags_of_tokens_become_tags_of_words(tmp_path: Path) -> None:
    lines = ["به|O", "گزارش|O", "خبرگزاری|B_ORG", "مهر|I_ORG", "،|O", "سعید|B_PER", "پورعلی|I_PER", "روش های|O", "ما|O"]
    (sentence,) = tagged(tmp_path, lines, "|", "fa")
    assert [unit.exact for unit in sentence.units][-2:] == ["روشهای", "ما"]
    assert named(sentence) == [
        ("خبرگزاری", "B-ORG"),
        ("مهر", "I-ORG"),
        ("سعید", "B-PERSON"),
        ("پورعلی", "I-PERSON"),
    ]


def test_a_conjunction_that_is_glued_to_a_name_is_none_of_it(tmp_path: Path) -> None:
    (sentence,) = tagged(tmp_path, ["لبنان B-LOC", "وإسرائيل B-LOC"], " ", "ar")
    assert named(sentence) == [("لبنان", "B-PLACE"), ("اسراییل", "B-PLACE")]


def test_a_part_of_a_corpus_is_kept_for_measuring(tmp_path: Path) -> None:
    lines = "\n\n".join(f"شهر{number}|B_LOC" for number in range(500))
    (tmp_path / "news.txt.gz").write_bytes(gzip.compress(lines.encode()))
    corpus = Corpus("news.txt.gz", "|", measured=True)
    kept, trained = (labelled(tmp_path, corpus, "fa", held_out=held) for held in (True, False))
    assert (len(kept), len(trained)) == (60, 440)
    assert len(labelled(tmp_path, Corpus("news.txt.gz", "|"), "fa")) == 500


def test_a_corpus_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoCorpus, match=r"none\.txt cannot be read"):
        labelled(tmp_path, Corpus("none.txt", "|"), "fa")
    with pytest.raises(NoCorpus, match=r"there is no \*\.zip"):
        articles(tmp_path, "ar")


def test_news_is_labelled_for_a_second_model() -> None:
    article = "به گزارش خبرگزاری فارس، رئیس دانشگاه تهران در یزد سخن گفت. " * 6
    sentences = silver([article], model("fa"), "fa", 1000)
    assert ("خبرگزاری", "B-ORG") in named(sentences[0])
    assert ("یزد", "B-PLACE") in named(sentences[0])


@pytest.mark.skipif(importlib.util.find_spec("torch") is not None, reason="PyTorch is here")
def test_without_pytorch_the_command_says_what_it_needs(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["train", "ner", "--language", "fa", "--data", str(tmp_path)])
    assert done.exit_code == 1
    assert "asnad[train]" in done.output
