"""What is known of a gap: whether it can be asked again, and why it is closed."""

import sqlalchemy as sa
from alembic import op

revision = "a2"
down_revision = "a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    # Whether the questions kept so far stood alone isn't known: asking them again is the better
    # guess.
    op.add_column(
        "answers",
        sa.Column("in_context", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("answers", sa.Column("closed", sa.String(length=16), nullable=True))
