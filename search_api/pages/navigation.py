"""The sections of the site as its navigation shows them: by task, only what is built and what somebody may do."""

from dataclasses import dataclass

from pipeline.people.principal import Principal, Role


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the site: the name of its text, its address, who sees it, and which other addresses are of it."""

    text: str
    href: str
    role: Role = "viewer"
    under: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether a page lies in the section."""
        return path == self.href or any(path.startswith(part) for part in self.under)


SECTIONS = (
    Section("nav_search", "/", under=("/documents/", "/pages/", "/batch")),
    Section("nav_documents", "/?q=*&sort=newest"),
    Section("nav_alerts", "/alerts"),
    Section("nav_digest", "/digest", under=("/digest/",)),
    Section("nav_trends", "/trends"),
    Section("nav_monitors", "/monitors", under=("/monitors/",)),
    Section("nav_review", "/review", "reviewer", under=("/review/", "/entities/pairs")),
    Section("nav_shelf", "/shelf"),
    Section("nav_organisations", "/organisations", under=("/organisations/",)),
    Section("nav_entities", "/entities", under=("/entities/", "/gazetteer")),
    Section("nav_agreements", "/agreements", under=("/agreements/", "/compare")),
    Section("nav_decrees", "/decrees", under=("/decrees/", "/counts/decrees")),
    Section("nav_meetings", "/meetings", under=("/meetings/", "/counts/meetings")),
    Section("nav_counts", "/counts", under=("/counts/",)),
    Section("nav_sources", "/upload", "editor"),
    Section("nav_feeds", "/sources", under=("/sources/",)),
    Section("nav_runs", "/runs", "editor", under=("/runs/", "/jobs/")),
    Section("nav_failures", "/failures", "editor"),
)
"""In the order of a day's work. A new section is a line here and its text in the catalogues."""


def sections(who: Principal, path: str) -> list[tuple[Section, bool]]:
    """The sections that somebody sees, each with whether the page at a path lies in it."""
    seen = [section for section in SECTIONS if who.is_somewhere(section.role)]
    here = next((section for section in seen if section.href == path), None)
    here = here or next((section for section in seen if section.holds(path)), None)
    return [(section, section is here) for section in seen]
