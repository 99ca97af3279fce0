"""Pages for people, rendered on the server, a file a room."""

from search_api.pages import account, corrections, counts, documents, entities, facets, help, openid, search

ROUTERS = (
    account.open_router,
    openid.open_router,
    account.router,
    search.router,
    facets.router,
    counts.router,
    entities.router,
    corrections.router,
    documents.router,
    help.router,
)
"""In the order in which addresses are looked up."""
