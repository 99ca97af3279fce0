"""Routes of the API, a file a resource."""

from search_api.routes import (
    agreements,
    bulk,
    compare,
    corrections,
    counts,
    decisions,
    documents,
    entities,
    failures,
    feeds,
    gazetteer,
    monitors,
    redaction,
    review,
    runs,
    search,
    sources,
    trends,
)

ROUTERS = (
    search.router,
    counts.router,
    agreements.router,
    compare.router,
    entities.router,
    gazetteer.router,
    sources.router,
    redaction.router,
    documents.router,
    corrections.router,
    review.router,
    bulk.router,
    decisions.router,
    runs.router,
    failures.router,
    monitors.router,
    trends.router,
    feeds.router,
)
"""In the order in which addresses are looked up."""
