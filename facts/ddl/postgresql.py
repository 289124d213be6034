"""Triggers of PostgreSQL, with the functions they call. The package decides which tables get which; this says how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, text

from .shapes import Circle, Table

# The load that this transaction runs: nobody else sees its row before it is done.
RUNNING = "(SELECT id FROM loads WHERE status = 'running')"
WITHIN = "e.capture_id = p.capture_id AND e.start_char >= p.start_char AND e.end_char <= p.end_char"


def statements(
    tables: Sequence[Table], circles: Iterable[Circle], immutable: Iterable[str], without_history: Iterable[str]
) -> Iterator[str]:
    """CREATE FUNCTION and CREATE TRIGGER statements for these tables, functions first."""
    names = {table.name for table in tables}
    if not tables:
        return
    yield "SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true)"
    yield from _general_functions()
    for table in tables:
        yield _trigger(table.name, "truncate", "BEFORE TRUNCATE", "facts_refuse('{0} are never emptied')", row=False)
        if table.name in immutable:
            refuse = "facts_refuse('{0} are never changed or deleted')"
            yield _trigger(table.name, "immutable", "BEFORE UPDATE OR DELETE", refuse)
        elif table.name not in without_history:
            yield _trigger(table.name, "identity", "BEFORE UPDATE", "facts_identity()")
            yield _trigger(table.name, "history", "AFTER UPDATE OR DELETE", "facts_history()")
    if "loads" in names:
        yield _trigger("loads", "closed", "BEFORE UPDATE OR DELETE", "facts_loads_closed()")
    if "passages" in names:
        yield _function("facts_passages_words", _PASSAGES_WORDS)
        yield _trigger("passages", "words", "BEFORE INSERT OR UPDATE", "facts_passages_words()")
        yield _function("facts_segments_within", _SEGMENTS_WITHIN)
        yield _trigger("segments", "within", "BEFORE INSERT OR UPDATE", "facts_segments_within()")
    if "evidence" in names:
        yield _function("facts_evidence_outside", _EVIDENCE_OUTSIDE)
        for name, columns in (
            ("evidence", "passage_id, quote_id"),
            ("quotes", "passage_id"),
            ("passages", "capture_id, start_char, end_char"),
        ):
            event = f"AFTER {'INSERT OR ' if name == 'evidence' else ''}UPDATE OF {columns}"
            yield _trigger(name, "outside", event, "facts_evidence_outside()")
    for circle in circles:
        if circle.table in names:
            yield _function(f"facts_{circle.table}_circle", _circle(circle))
            event = f"BEFORE INSERT OR UPDATE OF {', '.join(circle.watched)}"
            yield _trigger(circle.table, "circle", event, f"facts_{circle.table}_circle()")


def drops(connection: Connection) -> list[str]:
    found = connection.execute(
        text(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = current_schema() AND p.proname LIKE 'facts\\_%' AND p.prorettype = 'trigger'::regtype"
        )
    )
    return [f"DROP FUNCTION {name}() CASCADE" for name in found.scalars()]


def present(connection: Connection) -> dict[str, str]:
    """Enabled triggers by table, and functions by their bodies."""
    triggers = connection.execute(
        text(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND n.nspname = current_schema() "
            "AND p.proname LIKE 'facts\\_%'"
        )
    )
    functions = connection.execute(
        text(
            "SELECT p.proname || '()', p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = current_schema() AND p.proname LIKE 'facts\\_%'"
        )
    )
    return {str(name): str(value) for name, value in (*triggers, *functions)}


def names(statements: Iterable[str]) -> dict[str, str]:
    """What the statements make, in the form of `present`."""
    found = {}
    patterns = (r"CREATE TRIGGER (\w+) .*? ON (\w+) ", r"CREATE OR REPLACE FUNCTION (\w+\(\)).*\$facts\$(.*)\$facts\$")
    for statement in statements:
        for pattern in patterns:
            if match := re.match(pattern, statement, re.DOTALL):
                found[match[1]] = match[2]
    return found


def _function(name: str, body: str) -> str:
    # The search path is the schema's own, so that nobody's temporary table stands in for ours.
    head = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT"
    return f"{head} AS $facts${body}$facts$"


def _trigger(table: str, name: str, event: str, call: str, row: bool = True) -> str:
    each = "ROW" if row else "STATEMENT"
    return f"CREATE TRIGGER {table}_{name} {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {call.format(table)}"


def _general_functions() -> Iterator[str]:
    yield _function(
        "facts_refuse",
        """
BEGIN
  RAISE EXCEPTION 'facts: %', TG_ARGV[0] USING ERRCODE = 'check_violation';
END""",
    )
    yield _function(
        "facts_identity",
        """
BEGIN
  IF OLD.id IS DISTINCT FROM NEW.id OR OLD.load_id IS DISTINCT FROM NEW.load_id THEN
    RAISE EXCEPTION 'facts: %: id and load_id of a row are never changed', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END""",
    )
    yield _function(
        "facts_history",
        f"""
BEGIN
  -- A row that the running load made itself was never seen otherwise: no image is owed.
  IF OLD.load_id = {RUNNING} THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'DELETE' OR OLD IS DISTINCT FROM NEW THEN
    INSERT INTO changes (load_id, table_name, row_id, operation, before)
    VALUES ({RUNNING}, TG_TABLE_NAME, OLD.id, lower(TG_OP), row_to_json(OLD)::text);
  END IF;
  RETURN NULL;
END""",
    )
    yield _function(
        "facts_loads_closed",
        """
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'facts: loads are never deleted' USING ERRCODE = 'check_violation';
  ELSIF OLD.status <> 'running' THEN
    RAISE EXCEPTION 'facts: a finished load is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END""",
    )


_PASSAGES_WORDS = """
BEGIN
  IF NEW.start_char < 0 OR NEW.end_char <= NEW.start_char OR NEW.exact IS DISTINCT FROM (
    SELECT substr(text, NEW.start_char::int + 1, (NEW.end_char - NEW.start_char)::int) FROM captures
    WHERE id = NEW.capture_id)
  THEN
    RAISE EXCEPTION 'facts: passages: the words do not stand at these offsets of the capture'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END"""

_SEGMENTS_WITHIN = """
BEGIN
  IF NEW.end_char > (SELECT length(text) FROM captures WHERE id = NEW.capture_id) THEN
    RAISE EXCEPTION 'facts: segments: the segment ends beyond its text' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END"""

# One function for the three tables an update of which can leave evidence outside its quote.
_EVIDENCE_OUTSIDE = f"""
DECLARE
  outside boolean;
BEGIN
  IF TG_TABLE_NAME = 'evidence' THEN
    SELECT EXISTS (SELECT 1 FROM evidence v JOIN quotes q ON q.id = v.quote_id JOIN passages p ON p.id = q.passage_id
      JOIN passages e ON e.id = v.passage_id WHERE v.id = NEW.id AND NOT ({WITHIN})) INTO outside;
  ELSIF TG_TABLE_NAME = 'quotes' THEN
    SELECT EXISTS (SELECT 1 FROM evidence v JOIN quotes q ON q.id = v.quote_id JOIN passages p ON p.id = q.passage_id
      JOIN passages e ON e.id = v.passage_id WHERE v.quote_id = NEW.id AND NOT ({WITHIN})) INTO outside;
  ELSE
    SELECT EXISTS (SELECT 1 FROM evidence v JOIN quotes q ON q.id = v.quote_id JOIN passages p ON p.id = q.passage_id
      JOIN passages e ON e.id = v.passage_id WHERE NEW.id IN (v.passage_id, q.passage_id) AND NOT ({WITHIN})) INTO outside;
  END IF;
  IF outside THEN
    RAISE EXCEPTION 'facts: evidence: its passage lies outside the quote it names' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END"""


def _circle(circle: Circle) -> str:
    """The lock row makes a second writer wait, and fail under REPEATABLE READ, before it could close half a circle."""
    return f"""
BEGIN
  IF {circle.counts.format("NEW")} THEN
    UPDATE locks SET taken = taken + 1 WHERE name = '{circle.table}';
    IF NOT FOUND THEN
      RAISE EXCEPTION 'facts: the lock against circles of {circle.table} is gone' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (WITH RECURSIVE onward(id) AS (SELECT NEW.{circle.end} UNION
        SELECT t.{circle.end} FROM {circle.table} t JOIN onward ON t.{circle.start} = onward.id
        WHERE {circle.counts.format("t")} AND t.id <> NEW.id) SELECT 1 FROM onward WHERE id = NEW.{circle.start})
    THEN
      RAISE EXCEPTION 'facts: {circle.table}: {circle.meaning}' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END"""
