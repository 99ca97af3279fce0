"""What was said of a mention is found by the mention: of a document there may be thousands."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Adds the index."""
    op.create_index("decisions_subject", "decisions", ["document", "subject"])
