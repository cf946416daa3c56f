import os
import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Role

DEMO_STAFF = {
    "handler1": Role.HANDLER,
    "handler2": Role.HANDLER,
    "supervisor1": Role.SUPERVISOR,
    # What takes two (a script, a danger that was raised) can be played to its end.
    "supervisor2": Role.SUPERVISOR,
    "analyst1": Role.ANALYST,
    "admin1": Role.ADMIN,
}
# No letter or digit that is easily taken for another.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class SignIns:
    """What the person at the keyboard needs to know; `password` is None when it stays a secret."""

    password: str | None
    chosen: bool

    def line(self) -> str:
        """Return one sentence about the passwords."""
        if self.chosen:
            return "Password of all six: the one in HELPLINE_DEMO_PASSWORD."
        if self.password:
            return f"Password of all six: {self.password}  (printed this once)"
        return (
            "Passwords as set last: printed at the first start, or chosen by HELPLINE_DEMO_PASSWORD.\n"
            "Lost them? Start once with HELPLINE_DEMO_PASSWORD set to a new one."
        )


def ensure_demo_staff(*, chosen_password: str) -> SignIns:
    """Store those of the six accounts that are missing.

    With `chosen_password` ("" for none) all six sign in with it from now on; without, new
    accounts get a random one and old ones keep theirs.
    """
    password = chosen_password or new_password()
    made = [_ensure(username, role, password, chosen_password) for username, role in DEMO_STAFF.items()]
    return SignIns(password=password if any(made) else None, chosen=bool(chosen_password))


@transaction.atomic
def _ensure(username: str, role: Role, password: str, chosen_password: str) -> bool:
    account = Account.objects.filter(username=username).first()
    if account is None:
        Account.objects.create_account(username=username, password=password, role=role)
        record(event="staff.created", by=None, subject=username, detail={"role": role.value, "demo": True})
        return True
    # Setting the same password again would end every session.
    if chosen_password and not account.check_password(chosen_password):
        account.set_password(chosen_password)
        account.save(update_fields=["password"])
        record(event="staff.password_set", by=None, subject=username, detail={"demo": True})
    return False


def new_password() -> str:
    """Return four groups of four letters: 79 bits, and can be typed from a screen."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


class Command(BaseCommand):
    """Creates the six accounts of the demo; refuses in a service."""

    help = "Create the demo's staff: " + ", ".join(DEMO_STAFF)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.HELPLINE_MODE != "demo":
            raise CommandError("Demo staff exist in the demo only (HELPLINE_MODE=demo).", returncode=2)
        sign_ins = ensure_demo_staff(chosen_password=os.environ.get("HELPLINE_DEMO_PASSWORD", ""))
        self.stdout.write(sign_ins.line())
