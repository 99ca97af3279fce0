"""What tells one story, and what lies in one folder, is found without reading all documents."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Adds the indexes; SQLite finds what lies in a folder by that of addresses."""
    op.create_index("documents_story", "documents", ["story"])
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("documents_place", "documents", [sa.text("substr(uri, 1, 700)")])
