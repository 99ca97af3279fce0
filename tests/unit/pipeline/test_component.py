"""Asnad's extractors in a pipeline of spaCy."""

import json

import pytest
import spacy
from spacy.tokens import DocBin

from extractors.errors import UnknownExtractor
from pipeline.exchange import component

PERSIAN = "وزارت علوم با دانشگاه یزد در ۱۲ مهر ۱۴۰۴ تفاهم‌نامه امضا کرد. دیروز ۲۹ سازمان مردم‌نهاد آمدند."
ARABIC = "وقعت وزارة التعليم وجامعة صنعاء خمس مذكرات تفاهم في 15 مايو 2024 بحضور الوزير."


def test_entities_have_values_and_all_finds_are_spans() -> None:
    nlp = spacy.blank("fa")
    nlp.add_pipe("asnad", config={"published": "2025-10-10"})
    doc = nlp(PERSIAN)
    found = {ent.text: (ent.label_, ent._.asnad) for ent in doc.ents}
    assert found["دانشگاه یزد"][0] == "ORG"
    label, date = found["۱۲ مهر ۱۴۰۴"]
    assert (label, date["value"]["start"], date["extractor"]) == ("DATE", "2025-10-04", "dates")
    assert 0 < date["score"] <= 1
    assert found["دیروز"][1]["value"]["start"] == "2025-10-09"
    assert len(doc.spans["asnad"]) >= len(doc.ents)
    assert doc[0:1]._.asnad is None
    for span in doc.spans["asnad"]:
        assert doc.text[span._.asnad["start"] : span._.asnad["end"]] == span._.asnad["surface"]


def test_a_mention_within_a_token_keeps_its_own_place() -> None:
    nlp = spacy.blank("ar")
    nlp.add_pipe("asnad", config={"extractors": ["names"]})
    doc = nlp(ARABIC)
    (university,) = (ent for ent in doc.ents if "جامعة" in ent.text)
    assert (university.text, university._.asnad["surface"]) == ("وجامعة صنعاء", "جامعة صنعاء")
    assert {ent.label_ for ent in doc.ents} <= {"ORG", "PERSON", "PLACE"}


def test_a_day_of_a_document_and_entities_of_another_component_stand() -> None:
    nlp = spacy.blank("fa")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "TOPIC", "pattern": "علوم"}])  # type: ignore[attr-defined]
    nlp.add_pipe("asnad", config={"overwrite_ents": False})
    doc = nlp.make_doc(PERSIAN)
    doc._.published = "2020-01-02"
    doc = nlp(doc)
    assert "TOPIC" in {ent.label_ for ent in doc.ents}
    (day,) = (span._.asnad for span in doc.spans["asnad"] if span.text == "دیروز")
    assert day["value"]["start"] == "2020-01-01"
    data = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin(store_user_data=True).from_bytes(data).get_docs(nlp.vocab)
    assert json.dumps([s._.asnad for s in back.spans["asnad"]]) == json.dumps([s._.asnad for s in doc.spans["asnad"]])


def test_spacy_finds_the_component_by_its_entry_point_and_knows_its_settings() -> None:
    assert spacy.blank("xx").get_factory_meta("asnad").factory == "asnad"
    assert component.GROUP == "asnad"
    with pytest.raises(UnknownExtractor):
        spacy.blank("fa").add_pipe("asnad", config={"extractors": ["weather"]})
    mixed = spacy.blank("xx")
    mixed.add_pipe("asnad")
    assert "دانشگاه یزد" in {ent.text for ent in mixed(PERSIAN).ents}
