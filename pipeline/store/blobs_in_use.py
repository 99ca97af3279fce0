"""Which raw bytes work that is not done still needs."""

from sqlalchemy import Connection, select

from pipeline.store import tables as t

_BLOB = 3
"""Where a source that waits in a part names its bytes (``parts.Kept``)."""


def by_work(connection: Connection) -> set[str]:
    """The names of what uploads and bulk loads have yet to read."""
    j, p = t.jobs, t.job_parts
    details = connection.execute(select(j.c.detail).where(j.c.state.in_(t.UNDER_WAY))).scalars()
    found = {str(detail.get("blob", "")) for detail in details}
    parts = connection.execute(select(p.c.sources).where(p.c.state.in_(t.OPEN))).scalars()
    return (found | {str(named[_BLOB]) for sources in parts for named in sources}) - {""}
