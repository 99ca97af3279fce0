"""Pages for people, rendered on the server, a file a room."""

from search_api.pages import corrections, counts, documents, entities, search

ROUTERS = (search.router, counts.router, entities.router, corrections.router, documents.router)
"""In the order in which addresses are looked up."""
