"""How Alembic runs here: every migration in one transaction, nothing lost, triggers made anew at the end."""

from __future__ import annotations

import os
from logging.config import fileConfig

from alembic import context
from alembic.operations.ops import MigrationScript
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, Table, event, func, select

from facts import db, ddl
from facts.models import Base


def database() -> str:
    """`-x database=URL`, else FACTS_DATABASE, else what alembic.ini says."""
    named: str | None = context.get_x_argument(as_dictionary=True).get("database")
    return (
        named or os.environ.get("FACTS_DATABASE") or context.config.get_main_option("sqlalchemy.url") or db.DEFAULT_URL
    )


def migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(db.LOCK)))
    found = db.state_of(connection, sorted(script.revision for script in context.script.walk_revisions()))
    if found.kind in ("foreign", "ahead"):
        raise CommandError(db.unusable(db.name_of(connection.engine), found))
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transactional_ddl=True,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_server_default=False,
        include_object=ours,
        process_revision_directives=number,
    )
    migrating = getattr(context.config.cmd_opts, "cmd", None) is None or not reads_only()
    # A rebuilt table loses its triggers, and a trigger stops columns from being dropped: away first, anew at the end.
    if migrating:
        ddl.drop(connection)
        numbers = ddl.highest_numbers(connection)
        if not event.contains(Table, "before_create", ddl.keep_strict):
            event.listen(Table, "before_create", ddl.keep_strict)
    try:
        context.run_migrations()
    except ddl.RowsWouldGoError as error:
        raise CommandError(str(error)) from None
    if migrating:
        ddl.sync(connection)
        ddl.keep_numbers(connection, numbers)
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise CommandError(f"rows would lose what they refer to, nothing was changed: {broken[:5]}")


def reads_only() -> bool:
    """Is this `current`, `check`, `revision` or the like, which only look at the database?"""
    command = context.config.cmd_opts.cmd[0].__name__
    return command not in ("upgrade", "downgrade", "stamp")


def number(_context: object, _revision: object, directives: list[MigrationScript]) -> None:
    """New revisions are numbered on: 0008 follows 0007."""
    for script in directives:
        script.rev_id = f"{int(db.revisions()[-1]) + 1:04d}"


def ours(_object: object, name: str | None, kind: str, reflected: bool, _compared: object) -> bool:
    """Autogenerate leaves other programs' tables in a shared database alone."""
    return not (kind == "table" and reflected and name not in Base.metadata.tables)


def run(engine: Engine) -> None:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # A rebuild would delete the children of every row; the pragma is heeded outside a transaction only.
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                migrate(connection)
        finally:
            if engine.dialect.name == "sqlite":
                driver.execute("PRAGMA foreign_keys = ON")


if context.config.config_file_name is not None:
    fileConfig(context.config.config_file_name, disable_existing_loggers=False)
if context.is_offline_mode():
    raise CommandError("--sql is not supported: triggers are made from the tables that are in the database")
given = context.config.attributes.get("connection")
if isinstance(given, Connection):
    migrate(given)
else:
    run(given if isinstance(given, Engine) else db.engine_for(database()))
