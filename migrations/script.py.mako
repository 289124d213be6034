"""${message}.

Revision ${up_revision}, after ${down_revision | comma,n}.
"""

# A migration carries one idea, works in both directions on SQLite and PostgreSQL with rows in the tables, imports no model,
# and is never edited once it has landed. Say op.batch_alter_table to change a table (SQLite rebuilds it), name every
# constraint, and drop tables through ddl.drop_tables, which lets no row go unasked. Triggers are those of facts/ddl.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = "${up_revision}"
down_revision = "${down_revision}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
