"""What OCDS 1.1 asks of a release package, written down from its documentation, held against ours (decision 0036)."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline.publishing import ocds
from tests.unit.pipeline.test_publishing import CONTRACT, entry_of

NOW = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
REQUIRED = {
    "package": ("uri", "version", "publishedDate", "publisher", "releases"),
    "release": ("ocid", "id", "date", "tag", "initiationType"),
    "award": ("id",),
    "contract": ("id", "awardID"),
    "document": ("id",),
}
TAGS = {"planning", "planningUpdate", "tender", "tenderAmendment", "tenderUpdate", "tenderCancellation", "award"}
TAGS |= {"awardUpdate", "awardCancellation", "contract", "contractUpdate", "contractAmendment", "implementation"}
TAGS |= {"implementationUpdate", "contractTermination", "compiled"}
ROLES = {"buyer", "procuringEntity", "supplier", "tenderer", "funder", "enquirer", "payer", "payee", "reviewBody"}
CONTRACTS = {"pending", "active", "cancelled", "terminated"}
AWARDS = {"pending", "active", "cancelled", "unsuccessful"}
DATES = ("date", "publishedDate", "dateSigned", "datePublished", "startDate", "endDate")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
OCID = re.compile(r"ocds-[a-z0-9]{6}-.+")


def problems(package: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a package by the rules of the standard."""
    yield from _lacking("package", package)
    if package["version"] != "1.1" or not package["publisher"].get("name"):
        yield "the version, or the name of the publisher"
    ids = [release["id"] for release in package["releases"]]
    if len(ids) != len(set(ids)) or any("#" in one for one in ids):
        yield "the ids of releases"
    for release in package["releases"]:
        yield from _of_release(release)
    yield from _dates(package)
    yield from _empty(package)


def _lacking(what: str, held: dict[str, Any]) -> Iterator[str]:
    yield from (f"{what} without {name}" for name in REQUIRED[what] if not held.get(name))


def _of_release(release: dict[str, Any]) -> Iterator[str]:
    yield from _lacking("release", release)
    if not OCID.fullmatch(release["ocid"]) or release["initiationType"] != "tender" or not set(release["tag"]) <= TAGS:
        yield "the ocid, the kind of initiation, or a tag"
    parties = {one["id"]: one for one in release["parties"]}
    if len(parties) != len(release["parties"]) or any(not set(one["roles"]) <= ROLES for one in parties.values()):
        yield "the ids or the roles of parties"
    for role, named in (("buyer", [release["buyer"]]), ("supplier", _suppliers(release))):
        for one in named:
            there = parties.get(one["id"], {})
            if there.get("name") != one["name"] or role not in there.get("roles", ()):
                yield f"a {role} that is no party"
    yield from _of_contracts(release)


def _suppliers(release: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for award in release["awards"] for one in award["suppliers"]]


def _of_contracts(release: dict[str, Any]) -> Iterator[str]:
    awards = {one["id"]: one for one in release["awards"]}
    for award in awards.values():
        yield from _lacking("award", award)
        if award["status"] not in AWARDS:
            yield "the status of an award"
    for contract in release["contracts"]:
        yield from _lacking("contract", contract)
        if contract["awardID"] not in awards or contract["status"] not in CONTRACTS:
            yield "a contract of no award, or its status"
        for document in contract["documents"]:
            yield from _lacking("document", document)
        days = contract.get("period", {}).get("durationInDays", 0)
        currency = contract.get("value", {}).get("currency", "IRR")
        if not isinstance(days, int) or not re.fullmatch("[A-Z]{3}", currency) or currency == "IRT":
            yield "a length that is no number of days, or a currency that is none of ISO 4217"


def _dates(held: object) -> Iterator[str]:
    """Every date of the package that is not in the form that the standard has."""
    if isinstance(held, dict):
        yield from (f"{name}: {held[name]}" for name in DATES if name in held and not MOMENT.fullmatch(held[name]))
        for value in held.values():
            yield from _dates(value)
    for value in held if isinstance(held, list) else ():
        yield from _dates(value)


def _empty(held: object) -> Iterator[str]:
    """What is there and says nothing: the standard leaves out what is not known."""
    if held in ("", None, [], {}):
        yield "something empty"
    for value in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        yield from _empty(value)


TEXTS = [
    (CONTRACT, "active", ["award", "contract"]),
    ("شهرداری یزد و شرکت مهندسی کویر در سال ۱۴۰۳ قرارداد ساخت پل را امضا کردند.", "active", ["award", "contract"]),
    ("شهرداری یزد قرار است با شرکت مهندسی کویر قرارداد ساخت پل امضا کند.", "pending", ["award", "contract"]),
    (
        "قرارداد شماره ۱۲ ساخت پل میان شهرداری یزد و شرکت مهندسی کویر فسخ شد.",
        "terminated",
        ["award", "contractTermination"],
    ),
]


@pytest.mark.parametrize(("text", "status", "tags"), TEXTS)
def test_each_purchase_is_a_release_as_the_standard_has_it(text: str, status: str, tags: list[str]) -> None:
    made = json.loads(json.dumps(ocds.package([entry_of(text)], NOW)))
    assert not list(problems(made))
    (release,) = made["releases"]
    assert (release["contracts"][0]["status"], release["tag"]) == (status, tags)


@pytest.mark.parametrize(
    ("part", "value"),
    [("ocid", "a0"), ("date", "2026-11-27"), ("tag", ["signed"]), ("buyer", {"id": "x", "name": "y"})],
)
def test_the_rules_see_what_breaks_them(part: str, value: object) -> None:
    made = ocds.package([entry_of(CONTRACT)], NOW)
    made["releases"][0][part] = value
    assert list(problems(made))
