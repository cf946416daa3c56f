"""The link by which the first visitor becomes admin: made once, while nobody can get in as one."""

import os
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from helpline.kernel.errors import HelplineError
from helpline.staff import services
from helpline.staff.links import address_of_link, own_origin
from helpline.staff.models import Account, Link
from helpline.staff.roles import Role

USERNAME = "admin"
FILE = "first-admin-link"


def first_link() -> str | None:
    """Return the address of a new link, or None where an admin is there or a link is out that still works.

    The link works once and for three days; one that ran out unused is followed by another at the next start.
    """
    admins = list(Account.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk"))
    if any(account.has_usable_password() for account in admins):
        return None
    if Link.objects.filter(account__in=admins, expires_at__gt=timezone.now()).exists():
        return None
    try:
        if admins:
            secret = services.reset_password(account=admins[0], by=None)
        else:
            _, secret = services.invite(username=USERNAME, role=Role.ADMIN, by=None)
    except (HelplineError, IntegrityError):
        # Another process was faster, or somebody else is called so: then it is `invite_admin`.
        return None
    return f"{own_origin()}{address_of_link(secret)}"


def lines_of_first_link(*, on_a_screen: bool) -> list[str]:
    """Return what a start prints about it: the link on a screen, else the file that holds it.

    What is no screen is a log, and a log is kept and copied: a link does not belong there.
    """
    file = Path(settings.HELPLINE_DATA_DIR) / FILE
    link = first_link()
    if link is None:
        if _is_settled():
            file.unlink(missing_ok=True)
        return []
    told = "Nobody is admin yet. Whoever opens this link first becomes one; it works once, within three days:"
    if on_a_screen:
        return [told, "", f"  {link}", ""]
    # A new file each time: the mode of one that was there would be kept.
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as written:
        written.write(link + "\n")
    return [f"Nobody is admin yet. The link that makes one is in {file}; it works once, within three days."]


def _is_settled() -> bool:
    admins = Account.objects.filter(role=Role.ADMIN, is_active=True)
    return any(account.has_usable_password() for account in admins)
