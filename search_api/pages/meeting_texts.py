"""Meetings in their reader's words: what they are called, where they are, who was there."""

from extractors.meetings.candidates import Headcount
from pipeline.registry.gatherings import Gathering, Present
from search_api.pages.language import Interface


def title_of(ui: Interface, entry: Gathering) -> str:
    """What a meeting is called: its name, or the text's word for it with its host, or those who talk."""
    if entry.name:
        return " ".join(entry.name.value.split())
    people = [one.attendee.name for one in (*entry.hosts, *entry.attendees)][:2]
    kind = ui(f"meeting_kind_{entry.kind.value}")
    if entry.subject:
        return f"{kind}: {' '.join(entry.subject.value.split())}"
    return f"{kind}: {ui('list_comma').join(people)}" if people else kind


def place_line(ui: Interface, entry: Gathering) -> str:
    """The building and the town, the town once."""
    venue, town = (held.value if held else "" for held in (entry.venue, entry.town))
    return venue if town and town in venue else ui("list_comma").join(part for part in (venue, town) if part)


def headcount(ui: Interface, count: Headcount) -> str:
    """How many of what, with «about» and the like."""
    number = f"{ui.number(count.number)} {count.unit}".strip()
    return number if count.modifier == "exact" else ui(f"meeting_{count.modifier}", number=number)


def named(ui: Interface, one: Present) -> str:
    """A person with his title, or a body."""
    return ui("list_comma").join(part for part in (one.attendee.name, one.attendee.title) if part)
