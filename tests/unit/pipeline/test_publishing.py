"""The register in the forms of other programs: what is a purchase, FollowTheMoney, and OCDS."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from corpora.document import Document
from extractors.agreements.reader import candidates
from pipeline.annotate import annotated
from pipeline.publishing import followthemoney, ocds
from pipeline.publishing.purchases import purchase_of
from pipeline.registry.entries import Entry
from pipeline.registry.joining import entries
from pipeline.registry.told import Told

CONTRACT = (
    "شهرداری یزد و شرکت مهندسی کویر روز ۱۴ آذر ۱۴۰۴ قرارداد ساخت پل را به مبلغ ۲۰ میلیارد تومان امضا کردند. "
    "مدت این قرارداد ۹۰ روز است."
)
EQUALS = "دانشگاه یزد و دانشگاه شیراز روز ۱۴ آذر ۱۴۰۴ در یزد تفاهم‌نامه همکاری علمی امضا کردند."
SCHEMATA = {
    "Contract": {"title", "authority", "contractDate", "status", "procedureNumber", "proof", "summary"}
    | {"amount", "currency"},
    "ContractAward": {"supplier", "contract", "date", "amount", "currency"},
    "Event": {"name", "proof", "summary", "location", "keywords", "involved", "date", "startDate", "endDate"},
    "Documentation": {"entity", "document", "summary"},
    "Organization": {"name"},
    "LegalEntity": {"name"},
    "PlainText": {"title", "publishedAt", "fileName"},
}
"""Schemata of FollowTheMoney 4 with those of their properties that are written."""


def entry_of(text: str, key: str = "a", language: str = "fa") -> Entry:
    """The one entry that a text of the sixth of December 2025 gives."""
    document = annotated(
        Document(key=key * 32, id=f"{key}.txt", uri="", text=text, language=language, published="2025-12-06")
    )
    about = (document.key, document.id, "خبر", document.published, "main")
    told = [Told(f"{key}{at}", one, *about, document.text) for at, one in enumerate(candidates(document))]
    (entry,) = entries(told, date(2025, 12, 7), [])
    return entry


def records(*found: Entry) -> list[dict[str, Any]]:
    """What FollowTheMoney's lines say."""
    return [json.loads(line) for line in followthemoney.lines(found)]


def test_a_purchase_is_a_contract_of_a_public_body_and_a_company() -> None:
    purchase = purchase_of(entry_of(CONTRACT))
    assert purchase is not None
    assert (purchase.buyer.name, purchase.supplier.name) == ("شهرداری یزد", "شرکت مهندسی کویر")


@pytest.mark.parametrize(
    "text",
    [
        EQUALS,
        "شهرداری یزد و شرکت مهندسی کویر روز ۱۴ آذر ۱۴۰۴ تفاهم‌نامه ساخت پل امضا کردند.",
        "شرکت فولاد خوزستان و شرکت مهندسی کویر روز ۱۴ آذر ۱۴۰۴ قرارداد ساخت انبار امضا کردند.",
        "شهرداری یزد و وزارت نیرو روز ۱۴ آذر ۱۴۰۴ قرارداد ساخت پل امضا کردند.",
    ],
)
def test_what_is_no_contract_or_of_two_of_one_kind_is_no_purchase(text: str) -> None:
    assert purchase_of(entry_of(text)) is None


def test_every_line_has_a_schema_with_properties_of_it_and_leads_to_what_is_there() -> None:
    found = records(entry_of(CONTRACT), entry_of(EQUALS, "b"))
    assert all(set(one["properties"]) <= SCHEMATA[one["schema"]] for one in found)
    known = {one["id"] for one in found}
    assert len(known) == len(found)
    assert all(re.fullmatch(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?", one) for one in known), "as its package asks"
    leads = ("authority", "supplier", "contract", "involved", "entity", "document", "proof")
    led = [value for one in found for name in leads for value in one["properties"].get(name, [])]
    assert led
    assert set(led) <= known


def test_a_purchase_is_a_contract_with_its_award_and_equals_are_an_event() -> None:
    found = records(entry_of(CONTRACT), entry_of(EQUALS, "b"))
    kinds = [one["schema"] for one in found]
    assert [kinds.count(kind) for kind in ("Contract", "ContractAward", "Event", "Documentation")] == [1, 1, 1, 2]
    (contract,) = [one["properties"] for one in found if one["schema"] == "Contract"]
    assert (contract["contractDate"], contract["amount"], contract["currency"]) == (
        ["2025-12-05"],
        ["20000000000"],
        ["IRT"],
    )
    (event,) = [one["properties"] for one in found if one["schema"] == "Event"]
    assert (event["date"], event["location"], len(event["involved"])) == (["2025-12-05"], ["یزد"], 2)


def test_ocds_has_purchases_alone_with_buyer_supplier_award_and_contract() -> None:
    now = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
    made = ocds.package([entry_of(CONTRACT), entry_of(EQUALS, "b")], now)
    assert (made["version"], made["publishedDate"]) == ("1.1", "2026-11-27T05:00:00+00:00")
    (release,) = made["releases"]
    assert {"ocid", "id", "date", "tag", "initiationType"} <= set(release)  # what the standard requires of a release
    assert [party["roles"] for party in release["parties"]] == [["buyer"], ["supplier"]]
    assert release["buyer"]["id"] == release["parties"][0]["id"]
    (award,), (contract,) = release["awards"], release["contracts"]
    assert (contract["awardID"], award["suppliers"]) == (
        award["id"],
        [{"id": award["suppliers"][0]["id"], "name": "شرکت مهندسی کویر"}],
    )
    assert (contract["dateSigned"], contract["status"]) == ("2025-12-05T00:00:00Z", "active")
    assert contract["period"] == {"durationInDays": 90}
    assert contract["value"] == {"amount": 200_000_000_000, "currency": "IRR"}


def test_a_signing_of_which_only_the_year_is_known_has_no_date_in_ocds() -> None:
    text = "شهرداری یزد و شرکت مهندسی کویر در سال ۱۴۰۳ قرارداد ساخت پل را امضا کردند."
    (release,) = ocds.package([entry_of(text)], datetime(2026, 11, 27, tzinfo=UTC))["releases"]
    assert "dateSigned" not in release["contracts"][0]
