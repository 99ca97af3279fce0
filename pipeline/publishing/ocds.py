"""Purchases as a release package of the Open Contracting Data Standard 1.1 (standard.open-contracting.org/1.1).

Only contracts of one public body and one company are purchases; all other agreements are left out. A date that no
text gives to the day is left out, too: the standard has no months.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from pipeline.publishing.purchases import day, party_id, purchase_of
from pipeline.registry.deadlines import Length
from pipeline.registry.entries import Entry, EntryParty

PREFIX = "ocds-000000"
"""Before each identifier; the standard's helpdesk gives a publisher a prefix of his own."""
_STATUS = {
    "planned": "pending",
    "under_review": "pending",
    "terminated": "terminated",
    "expired": "terminated",
}
_AWARDED = {"pending": "pending"}
"""The status of an award by that of its contract: a contract that ended was awarded."""


def package(entries: Iterable[Entry], now: datetime, prefix: str = PREFIX) -> dict[str, Any]:
    """The package: a release each purchase, as of ``now`` (with its zone)."""
    at = now.isoformat(timespec="seconds")
    return {
        "uri": f"urn:asnad:agreements:{now:%Y%m%dT%H%M%S}",
        "version": "1.1",
        "publishedDate": at,
        "publisher": {"name": "Asnad"},
        "releases": list(_releases(entries, at, prefix)),
    }


def _releases(entries: Iterable[Entry], at: str, prefix: str) -> Iterator[dict[str, Any]]:
    for entry in entries:
        purchase = purchase_of(entry)
        if purchase is None:
            continue
        buyer, supplier = _party(purchase.buyer), _party(purchase.supplier)
        parties = [{**buyer, "roles": ["buyer"]}, {**supplier, "roles": ["supplier"]}]
        status = _status(entry)
        award = {"id": f"{entry.id}-award", "title": _title(entry), "status": _AWARDED.get(status, "active")}
        yield {
            "ocid": f"{prefix}-{entry.id}",
            "id": f"{entry.id}-{entry.seen}",
            "date": at,
            "tag": ["award", "contractTermination" if status == "terminated" else "contract"],
            "initiationType": "tender",
            "parties": parties,
            "buyer": buyer,
            "awards": [{**award, "suppliers": [supplier], **_value(entry)}],
            "contracts": [_contract(entry)],
        }


def _party(party: EntryParty) -> dict[str, str]:
    return {"id": party_id(party), "name": party.name}


def _title(entry: Entry) -> str:
    said = entry.title or entry.subject
    return said.value if said else entry.word


def _status(entry: Entry) -> str:
    """The status of a contract, one of those of the standard."""
    return "terminated" if entry.derived_state else _STATUS.get(entry.state, "active")


def _contract(entry: Entry) -> dict[str, Any]:
    first = entry.witnesses[0] if entry.witnesses else None
    made: dict[str, Any] = {
        "id": entry.number.value if entry.number else entry.id,
        "awardID": f"{entry.id}-award",
        "title": _title(entry),
        "description": first.text if first else "",
        "status": _status(entry),
        "period": _period(entry),
        "dateSigned": _moment(day(entry.signed)),
        "documents": [
            {"id": one.document, "title": one.title or one.id, "datePublished": _moment(one.published[:10])}
            for one in {each.document: each for each in entry.witnesses}.values()
        ],
        **_value(entry),
    }
    return _said(made)


def _period(entry: Entry) -> dict[str, Any]:
    length = _days(entry.duration.value) if entry.duration else None
    begins, ends = _moment(day(entry.valid_from)), _moment(day(entry.valid_until))
    return _said({"startDate": begins, "endDate": ends, "durationInDays": length})


def _days(duration: str) -> int | None:
    """How many days a length has; None of one in months or years, which have no number of days.

    >>> _days("P90D"), _days("P2W"), _days("P1Y")
    (90, 14, None)
    """
    length = Length.of(duration)
    return length.days if length and not length.months else None


def _value(entry: Entry) -> dict[str, Any]:
    """The value of a contract; a ceiling, a guarantee or what a project costs is none.

    The standard has the currencies of ISO 4217: ten rials (IRR) are a toman.
    """
    if entry.amount is None or entry.amount.value.of != "value":
        return {}
    value = entry.amount.value
    if value.currency == "IRT":
        return {"value": {"amount": value.amount * 10, "currency": "IRR"}}
    currency = {"currency": value.currency} if value.currency else {}
    return {"value": {"amount": value.amount, **currency}}


def _moment(when: str) -> str:
    return f"{when}T00:00:00Z" if len(when) == len("2014-01-01") else ""


def _said(made: dict[str, Any]) -> dict[str, Any]:
    """Without what nothing says, also inside its lists."""
    kept = {name: [_said(one) for one in value] if isinstance(value, list) else value for name, value in made.items()}
    return {name: value for name, value in kept.items() if value not in ("", None, {}, [])}
