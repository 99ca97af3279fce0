"""Pages for people, rendered on the server, a file a room."""

from search_api.pages import (
    about,
    account,
    compare,
    corrections,
    counts,
    documents,
    entities,
    facets,
    failures,
    help,
    marking,
    openid,
    review,
    runs,
    search,
    shelf,
    uploads,
)

ROUTERS = (
    account.open_router,
    openid.open_router,
    account.router,
    search.router,
    facets.router,
    counts.router,
    compare.router,
    entities.router,
    corrections.router,
    review.router,
    marking.router,
    about.router,
    documents.router,
    uploads.router,
    runs.router,
    failures.router,
    shelf.router,
    help.router,
)
"""In the order in which addresses are looked up."""
