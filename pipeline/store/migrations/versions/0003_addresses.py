"""Documents are found by their address; an address may be of any length (PostgreSQL: in an index of hashes)."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the indexes. One failure an address is kept by who writes it: an index of hashes cannot."""
    with op.batch_alter_table("failures") as failures:
        failures.drop_constraint("failures_uri", type_="unique")
    op.drop_index("documents_id", "documents")
    for name, table, column in (
        ("failures_address", "failures", "uri"),
        ("documents_id", "documents", "id"),
        ("documents_uri", "documents", "uri"),
    ):
        op.create_index(name, table, [column], postgresql_using="hash")
