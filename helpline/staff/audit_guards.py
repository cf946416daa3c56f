"""What the database itself refuses: to change or delete a line of the audit, or to put one in between.

Triggers, made in a migration. On SQLite they go with their table: a later migration that changes a column of
AuditEvent, AuditHead or SealedDay has the table made anew, and calls `stand` once more (a test notices).
They hold against a slip, a bug and an injected statement. Whoever owns the database can take them away, and
what holds then is the chain and what was sent elsewhere: docs/audit.md.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

LINES, HEAD, DAYS = "staff_auditevent", "staff_audithead", "staff_sealedday"
TABLES = (LINES, HEAD, DAYS)
BEGINNING = "0" * 64
REFUSAL = "the audit is append-only"

# Line and condition as both databases write them; each says when a row is refused.
_OUT_OF_ORDER = (
    f"NEW.previous <> COALESCE((SELECT digest FROM {HEAD} WHERE id = 1), '{BEGINNING}')"  # noqa: S608
    f" OR NEW.id <= COALESCE((SELECT MAX(id) FROM {LINES}), 0)"
)
_CONTINUED = f"SELECT 1 FROM {LINES} WHERE digest = NEW.digest AND previous = OLD.digest"  # noqa: S608
_NO_STEP = f"NOT EXISTS ({_CONTINUED})"
RULES: list[tuple[str, str, str, str]] = [
    ("audit_line_kept", "DELETE", LINES, ""),
    ("audit_line_unchanged", "UPDATE", LINES, ""),
    ("audit_line_at_end", "INSERT", LINES, _OUT_OF_ORDER),
    ("audit_head_kept", "DELETE", HEAD, ""),
    ("audit_head_alone", "INSERT", HEAD, f"EXISTS (SELECT 1 FROM {HEAD})"),  # noqa: S608
    ("audit_head_one_step", "UPDATE", HEAD, _NO_STEP),
    ("audit_day_kept", "DELETE", DAYS, ""),
    ("audit_day_unchanged", "UPDATE", DAYS, ""),
    # INSERT OR REPLACE of SQLite deletes without asking who guards deletions.
    ("audit_day_once", "INSERT", DAYS, f"EXISTS (SELECT 1 FROM {DAYS} WHERE day = NEW.day)"),  # noqa: S608
]


def stand(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers, after taking away what there was of them."""
    fall(connection)
    _run(connection, statements(connection.vendor))


def fall(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for a migration that has to change what is there, and to go back."""
    _run(connection, removal(connection.vendor))


def statements(vendor: str) -> list[str]:
    """Return what makes the triggers."""
    return _postgresql() if vendor == "postgresql" else _sqlite()


def removal(vendor: str) -> list[str]:
    """Return what takes them away."""
    names = [(name, table) for name, _, table, _ in RULES]
    if vendor != "postgresql":
        return [f"DROP TRIGGER IF EXISTS {name}" for name, _ in names]
    names += [(f"{table}_not_emptied", table) for table in TABLES]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in names]


def _sqlite() -> list[str]:
    # Before an insert SQLite gives the id as -1 or NULL where it was left to the database.
    return [
        f"CREATE TRIGGER {name} BEFORE {act} ON {table}"
        + (f" WHEN {when.replace('NEW.id <=', 'COALESCE(NEW.id, -1) <> -1 AND NEW.id <=')}" if when else "")
        + f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for name, act, table, when in RULES
    ]


def _postgresql() -> list[str]:
    # As a broken constraint, so that two who make the first row at once are told apart as ever.
    refusal = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'"
    refuse = (
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {refusal}; END $$"
    )
    # A trigger's WHEN may not ask other tables: what does is a function of its own.
    made = [refuse]
    for name, act, table, when in RULES:
        function = "audit_refuse"
        if when:
            function = f"{name}_asks"
            made.append(
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN IF {when} THEN {refusal}; END IF; RETURN NEW; END $$"
            )
        made.append(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
    return made + [
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} EXECUTE FUNCTION audit_refuse()"
        for table in TABLES
    ]


def _run(connection: BaseDatabaseWrapper, lines: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in lines:
            cursor.execute(statement)
