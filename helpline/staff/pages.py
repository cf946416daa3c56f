"""What every staff page shows: who is signed in, where they may go, and the demo banner."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from helpline.staff.access import may
from helpline.staff.models import Account
from helpline.staff.roles import Permission

PLACES = [
    ("Console", "/console/", Permission.TAKE_CONTACTS),
    ("Board", "/supervision/", Permission.SEE_BOARD),
    ("Load", "/supervision/load/", Permission.SEE_BOARD),
    ("Blocks", "/supervision/blocks/", Permission.LIFT_BLOCKS),
    ("Corrections", "/console/corrections/", Permission.READ_OWN_CONTACTS),
    ("Figures", "/supervision/figures/", Permission.SEE_INTERNAL_FIGURES),
    ("Line", "/supervision/line/", Permission.MANAGE_LINE),
    ("Hours", "/supervision/hours/", Permission.MANAGE_HOURS),
    ("Programmes", "/supervision/programmes/", Permission.MANAGE_DIRECTORY),
    ("Script", "/supervision/scripts/", Permission.PUBLISH_SCRIPTS),
    ("Staff", "/supervision/staff/", Permission.MANAGE_STAFF),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context for every template: `places` that this role may open, `demo`, `service_name`."""
    account = getattr(request, "user", None)
    places = [
        {"name": name, "url": url, "here": request.path == url}
        for name, url, permission in PLACES
        if isinstance(account, Account) and may(account, permission)
    ]
    return {
        "places": places,
        "demo": settings.HELPLINE_MODE == "demo",
        "service_name": settings.HELPLINE_SERVICE_NAME,
    }
