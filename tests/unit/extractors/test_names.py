"""Names beside organisations, and what a document says of one name in several places."""

from pathlib import Path

import numpy as np
import pytest

from corpora.document import Document, Mention, Span
from extractors.extraction import mentions_of
from extractors.names.gazetteers import WIDTH, hints
from extractors.names.identity import identities, key_of_name, place_in
from extractors.names.model import TAGS, Model, NoModel, Table
from extractors.names.tagger import Tagger
from extractors.names.units import Unit, sentences
from extractors.protocols import Passage
from extractors.registry import build
from extractors.text.language import language_of
from pipeline.annotate import annotate


def found(text: str, label: str) -> list[Mention]:
    mentions = mentions_of(text, key="k", language=language_of(text), published=None, extractors=build(("names",)))
    return [m for m in mentions if m.label == label]


def test_a_person_has_a_title_and_an_office() -> None:
    text = "دکتر علی رضایی، رئیس دانشگاه یزد، در نشست خبری از امضای تفاهم‌نامه خبر داد."
    (person,) = found(text, "PERSON")
    assert person.surface == "علی رضایی"
    assert (person.value["title"], person.value["role"]) == ("دکتر", "رئیس")
    assert person.value["organisation"] == "دانشگاه یزد"
    start, end = person.value["organisation_span"]
    assert text[start:end] == "دانشگاه یزد"


def test_an_office_before_the_name() -> None:
    (person,) = found("وقال مدير جامعة حائل الدكتور خليل البراهيم إن الاتفاقية مهمة.", "PERSON")
    assert person.value["name"] == "خليل البراهيم"
    assert (person.value["title"], person.value["role"], person.value["organisation"]) == (
        "الدكتور",
        "مدير",
        "جامعة حائل",
    )


def test_a_surname_is_known_by_the_full_name() -> None:
    text = "محمدرضا کریمی‌پور در این نشست سخن گفت. کریمی‌پور افزود که طرح آماده است."
    assert [m.value["name"] for m in found(text, "PERSON")] == ["محمدرضا کریمی‌پور"] * 2


def test_a_short_name_in_brackets_is_the_body() -> None:
    text = "أعلنت هيئة السوق المالية السعودية (تداول) رفع التعليق. وقالت «تداول» إن السهم يعود."
    assert [(m.surface, m.value["name"]) for m in found(text, "ORG")] == [
        ("هيئة السوق المالية السعودية", "هيئة السوق المالية السعودية"),
        ("تداول", "هيئة السوق المالية السعودية"),
        ("تداول", "هيئة السوق المالية السعودية"),
    ]


def test_a_word_that_points_back_is_kept_with_the_name() -> None:
    text = "وزارت نیرو طرحی تازه دارد. این وزارت گفت که کار پیش می‌رود."
    (body, *_) = found(text, "ORG")
    assert [text[start:end] for start, end in body.value["anaphors"]] == ["این وزارت"]


def test_a_short_form_counts_once_the_body_was_named() -> None:
    text = "حوزه علمیه نشستی برگزار کرد. اهداف حوزه را گفتند. در حوزه فناوری هم بحث شد."
    assert [m.surface for m in found(text, "ORG")] == ["حوزه علمیه", "حوزه"]


def test_a_head_alone_is_the_one_body_that_begins_with_it() -> None:
    text = "شهرداری میبد با دانشگاه میبد قرارداد بست. شهرداری متعهد شد که هزینه را بپردازد."
    assert [m.value["name"] for m in found(text, "ORG")] == ["شهرداری میبد", "دانشگاه میبد", "شهرداری میبد"]


def test_a_unit_knows_its_parent() -> None:
    (unit,) = found("مدیرکل دفتر امور اجتماعی استانداری تصریح کرد", "ORG")
    assert unit.value["parent"] == "استانداری"


def test_a_place_has_a_country() -> None:
    (place,) = found("این نمایشگاه در شهر بیروت برگزار شد.", "PLACE")
    assert (place.value["kind"], place.value["country"], place.value["english"]) == ("city", "LB", "Beirut")


def test_two_bodies_that_and_joins_are_two() -> None:
    text = "نشست مشترک اداره‌کل محیط زیست و شهرداری کرج برگزار شد."
    assert [m.surface for m in found(text, "ORG")][-1] == "شهرداری کرج"


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("ی", "ي").replace("ک", "ك"),
        lambda text: text.replace("\N{ZERO WIDTH NON-JOINER}", ""),
        lambda text: text.replace("\N{ZERO WIDTH NON-JOINER}", " "),
    ],
)
def test_damage_changes_no_name(damage) -> None:  # type: ignore[no-untyped-def]
    text = "مدیرکل حوزه‌های علمیه با خبرگزاری فارس گفت‌وگو کرد و افزود: وزارت علوم، تحقیقات و فناوری می‌پذیرد."
    names = [m.value["name"] for m in found(text, "ORG")]
    assert [m.value["name"] for m in found(damage(text), "ORG")] == names
    assert names == ["حوزه علمیه", "خبرگزاری فارس", "وزارت علوم، تحقیقات و فناوری"]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "x" * 5000, "و" * 5000, "ا" * 90_000, "؟!.,", "The meeting was held in London."]
)
def test_nonsense_and_other_languages_give_nothing(text: str) -> None:
    assert found(text, "ORG") == []
    assert found(text, "PERSON") == []


def test_a_text_without_stops_is_cut() -> None:
    passage = Passage.of("سازمان آب " * 300, "fa")
    assert max(len(sentence) for sentence in sentences(passage)) == 100
    assert sum(len(sentence) for sentence in sentences(passage)) == 600


def test_cells_of_a_line_are_parted() -> None:
    assert len(list(sentences(Passage.of("رئیس دانشگاه\tشهردار میبد", "fa")))) == 2


def test_hints_of_a_known_place_and_a_number() -> None:
    (sentence,) = sentences(Passage.of("تهران 27", "fa"))
    bits = hints(sentence, "fa")
    assert bits.shape == (2, WIDTH)
    assert bits[0, 0] == 1
    assert bits[1, WIDTH - 2] == 1


# the tagger, with a model made by hand ---------------------------------------------------------------------------


def made() -> Model:
    """A model that calls the word شهر an organisation and nothing else anything."""
    size = 1
    words = np.zeros((2, 1), dtype=np.float32)
    words[1] = 1
    inputs = np.zeros((1 + 1 + WIDTH, 8 * size), dtype=np.float32)
    inputs[0, [0, 2, 3]] = 20
    bias = np.zeros(8 * size, dtype=np.float32)
    bias[[0, 1, 3]] = -10
    output = np.zeros((2 * size, len(TAGS)), dtype=np.float32)
    output[0, TAGS.index("B-ORG")] = 40
    heads = (
        output,
        np.eye(len(TAGS), dtype=np.float32)[0] * 10,
        np.zeros((len(TAGS) + 2, len(TAGS)), dtype=np.float32),
    )
    subwords = np.zeros((8, 1), dtype=np.float32)
    return Model(
        {"شهر": 1},
        Table.of(words),
        Table.of(subwords),
        inputs,
        bias,
        np.zeros((2, size, 4 * size), dtype=np.float32),
        *heads,
        {"language": "fa"},
    )


def test_the_tagger_decodes_and_is_sure() -> None:
    sentence = [Unit(0, 3, "این", 0), Unit(4, 7, "شهر", 1), Unit(7, 8, ".", -1)]
    (reading,) = Tagger(made(), "fa").tag([sentence])
    (name,) = reading.names
    assert (name.label, name.first, name.last) == ("ORG", 1, 2)
    assert name.probability > 0.9
    assert reading.named[0] < 0.1 < 0.9 < reading.named[1]


def test_a_model_is_the_same_after_a_file(tmp_path: Path) -> None:
    path = tmp_path / "names.npz"
    made().save(path)
    read = Model.read(path)
    assert (read.vocabulary, read.card) == ({"شهر": 1}, {"language": "fa"})
    np.testing.assert_array_equal(read.inputs, made().inputs)


def test_a_broken_model_says_so(tmp_path: Path) -> None:
    path = tmp_path / "names.npz"
    path.write_bytes(b"nothing")
    with pytest.raises(NoModel, match=r"names\.npz cannot be read"):
        Model.read(path)


# who is who ------------------------------------------------------------------------------------------------------


def keys(key: str, text: str) -> set[str]:
    document = Document(key=key, id=key, uri=key, text=text, language=language_of(text))
    return set(identities(annotate(document, build(("names",)))).values())


def test_one_body_in_two_languages_is_one() -> None:
    persian = keys("1", "سازمان ملل متحد بیانیه داد و یونسکو پذیرفت.")
    arabic = keys("2", "أصدرت الأمم المتحدة بيانا ووافقت اليونسكو عليه.")
    assert {"org:United Nations", "org:UNESCO"} <= persian & arabic


def test_offices_of_two_provinces_are_two() -> None:
    yazd = keys("1", "استانداری یزد در یزد گزارش داد.")
    kerman = keys("2", "استانداری کرمان در کرمان گزارش داد.")
    assert not {key for key in yazd & kerman if key.startswith("org:")}


def test_an_office_without_a_place_is_its_document_s() -> None:
    span = Span(0, 9)
    mention = Mention("m", "ORG", span, "استانداری", {"name": "استانداری"}, "names", "1")
    documents = [Document(key, key, key, "استانداری گزارش داد.", mentions=(mention,)) for key in ("one", "two")]
    assert [identities(document)["m"] for document in documents] == ["org:استانداری@one", "org:استانداری@two"]
    assert key_of_name("ORG", "سازمان بهزیستی کشور", {}) == key_of_name("ORG", "سازمان بهزيستي", {})


def test_a_place_inside_a_name() -> None:
    assert place_in("دانشگاه یزد").startswith("Yazd")
    assert place_in("سازمان آب") == ""


def test_the_formula_at_the_head_of_a_document_is_no_person() -> None:
    assert found("بسم الله الرحمن الرحيم\nمذكرة تفاهم بين وزارة البيئة وجامعة الموصل", "PERSON") == []
    assert found("بسم‌الله الرحمن الرحیم", "PERSON") == []
