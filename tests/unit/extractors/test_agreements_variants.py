"""The same is read of a sentence whichever spaces, commas and spellings it has."""

import pytest

from corpora.document import Document
from extractors.agreements.reader import candidates
from pipeline.annotate import annotated

type Read = list[tuple[str, list[str]]]

COMMAS = [
    "در مراسمی که دیروز برگزار شد، دانشگاه اصفهان و شرکت فولاد مبارکه تفاهم\u200cنامه پژوهشی امضا کردند.",
    "وزیران انرژی ایران، ارمنستان و گرجستان در ایروان یادداشت تفاهم ساخت خط برق را امضا کردند.",
    "وزرای نیرو، نفت و راه تفاهم\u200cنامه همکاری امضا کردند.",
]
SPACED = [
    ("fa", "شهردار یزد گفت: قرارداد ساخت پل روگذر امضا شد."),
    ("fa", "وزیر خارجه ترکیه گفت: کشورش با تونس توافق\u200cنامه تجاری امضا کرده است."),
    ("ar", "توجت المباحثات بين وزير النقل الأردني ونظيره العراقي بتوقيع مذكرة تفاهم للنقل البري."),
    ("ar", "قال وزير الخارجية التركي إن بلاده وقعت اتفاقية تجارة مع تونس."),
]


def read(text: str, language: str) -> Read:
    """The state and the parties of each agreement."""
    document = annotated(Document("k", "k", "", text, language=language, published="2025-11-01"))
    return [(one.state, sorted(party.name for party in one.parties)) for one in candidates(document)]


@pytest.mark.parametrize("text", COMMAS)
def test_a_latin_comma_is_one_too(text: str) -> None:
    found = read(text, "fa")
    assert len(found[0][1]) > 1
    assert read(text.replace("،", ","), "fa") == found


def test_behind_a_latin_comma_nobody_is_a_party_of_what_stands_before_it() -> None:
    assert read("طبق توافق اوپک, ایران تولید خود را کم نمی\u200cکند.", "fa") == []


@pytest.mark.parametrize(("language", "text"), SPACED)
@pytest.mark.parametrize("space", ["\N{NO-BREAK SPACE}", "  "], ids=["no-break", "two"])
def test_spaces_of_another_kind_are_in_no_name_and_change_none(language: str, text: str, space: str) -> None:
    found = read(text, language)
    assert found[0][1]
    assert read(text.replace(" ", space), language) == found


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("اتفق أعضاء أوبك على خفض الإنتاج مليون برميل.", "أوبك"),
        ("أعلن أعضاء الاتحاد الأوروبي أنهم اتفقوا على خفض الانبعاثات.", "الاتحاد الأوروبي"),
    ],
)
def test_members_of_a_body_that_agree_are_it(text: str, body: str) -> None:
    assert read(text, "ar") == [("signed", [body])]


@pytest.mark.parametrize("verb", ["شد", "شده است", "شده\u200cاست", "شده بود"])
def test_who_tells_of_a_known_contract_that_was_made_need_not_have_made_it(verb: str) -> None:
    text = f"شهردار یزد گفت: این قرارداد که با شرکت نفت پارس بسته {verb} ارزشمند است."
    assert read(text, "fa") == [("signed", ["شرکت نفت پارس"])]
