"""Agreements as FollowTheMoney's JSON lines.

A purchase is a ``Contract`` with a ``ContractAward``; FollowTheMoney's contract has one authority, so an agreement of
equals is an ``Event`` in which its parties are involved. ``Documentation`` leads to every document that tells of one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.organisations.describing import OTHER, said
from pipeline.publishing.purchases import Purchase, day, party_id, purchase_of
from pipeline.registry.entries import Entry, EntryParty, Witness

_STATUS = {"in_force": "In force", "renewed": "In force", "terminated": "Annulled"}


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A line an entity: each agreement with its documents and parties, none of these twice."""
    known = set[str]()
    for entry in entries:
        purchase = purchase_of(entry)
        for party in entry.parties:
            if party_id(party) not in known:
                known.add(party_id(party))
                yield _line(party_id(party), _schema(party), {"name": [party.name]})
        yield _contract(entry, purchase) if purchase else _event(entry)
        if purchase:
            yield _award(entry, purchase)
        for witness in _documents(entry):
            if witness.document not in known:
                known.add(witness.document)
                about = {"title": [witness.title], "publishedAt": [witness.published[:10]], "fileName": [witness.id]}
                yield _line(witness.document, "PlainText", about)
            role = {"entity": [entry.id], "document": [witness.document], "summary": [witness.text]}
            yield _line(f"{entry.id}-{witness.document}", "Documentation", role)


def _schema(party: EntryParty) -> str:
    """A body by its name, else whatever may sign (a country, a side)."""
    return "Organization" if said(party.name).kind != OTHER else "LegalEntity"


def _title(entry: Entry) -> str:
    """Its own title, else what it is about, else what it is called with those who sign."""
    stated = entry.title or entry.subject
    return stated.value if stated else f"{entry.word}: {' · '.join(party.name for party in entry.parties)}"


def _common(entry: Entry) -> dict[str, list[str]]:
    places = [entry.place.value] if entry.place else []
    return {
        "name": [_title(entry)],
        "proof": [witness.document for witness in _documents(entry)],
        "summary": [entry.subject.value] if entry.subject else [],
        "location": places,
        "keywords": [entry.kind.value, *([entry.state] if entry.state else [])],
    }


def _event(entry: Entry) -> str:
    about = _common(entry) | {
        "involved": [party_id(party) for party in entry.parties],
        "date": [entry.signed.value.iso] if entry.signed and "/" not in entry.signed.value.iso else [],
        "startDate": [day(entry.valid_from)],
        "endDate": [day(entry.valid_until)],
    }
    return _line(entry.id, "Event", about)


def _contract(entry: Entry, purchase: Purchase) -> str:
    about = _common(entry)
    status = _STATUS.get(entry.state, "")
    return _line(
        entry.id,
        "Contract",
        {
            "title": about["name"],
            "authority": [party_id(purchase.buyer)],
            "contractDate": [day(entry.signed)],
            "status": [status],
            "procedureNumber": [entry.number.value] if entry.number else [],
            "proof": about["proof"],
            "summary": about["summary"],
        }
        | _amount(entry),
    )


def _award(entry: Entry, purchase: Purchase) -> str:
    about = {"supplier": [party_id(purchase.supplier)], "contract": [entry.id], "date": [day(entry.signed)]}
    return _line(f"{entry.id}-award", "ContractAward", about | _amount(entry))


def _amount(entry: Entry) -> dict[str, list[str]]:
    """The value of a contract; a ceiling, a guarantee or what a project costs is none."""
    if entry.amount is None or entry.amount.value.of != "value":
        return {}
    value = entry.amount.value
    return {"amount": [f"{value.amount:.15g}"], "currency": [value.currency]}


def _documents(entry: Entry) -> list[Witness]:
    """The first witness of each document."""
    return list({witness.document: witness for witness in reversed(entry.witnesses)}.values())[::-1]


def _line(identity: str, schema: str, properties: Mapping[str, list[str]]) -> str:
    kept: dict[str, Any] = {name: [one for one in values if one] for name, values in properties.items()}
    kept = {name: values for name, values in kept.items() if values}
    return json.dumps({"id": identity, "schema": schema, "properties": kept}, ensure_ascii=False) + "\n"
