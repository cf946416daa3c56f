"""What every staff page shows: who is signed in, where they may go, and the demo banner."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from helpline.face.in_force import service_name
from helpline.staff.access import may
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.staff.sign_in_notices import last_here

PLACES = [
    ("Console", "/console/", Permission.TAKE_CONTACTS),
    ("Board", "/supervision/", Permission.SEE_BOARD),
    ("Load", "/supervision/load/", Permission.SEE_BOARD),
    ("Blocks", "/supervision/blocks/", Permission.LIFT_BLOCKS),
    ("Safety", "/supervision/safeguarding/", Permission.READ_OWN_CONTACTS),
    ("Shifts", "/console/shifts/", Permission.TAKE_CONTACTS),
    ("Corrections", "/console/corrections/", Permission.READ_OWN_CONTACTS),
    ("Quality", "/supervision/quality/", Permission.REVIEW_QUALITY),
    ("Feedback", "/console/feedback/", Permission.READ_OWN_CONTACTS),
    ("Figures", "/supervision/figures/", Permission.SEE_INTERNAL_FIGURES),
    ("Released figures", "/figures/overview/", Permission.SEE_RELEASED_FIGURES),
    ("Tables", "/supervision/released/", Permission.SEE_RELEASED_FIGURES),
    ("Reports", "/figures/reports/", Permission.SEE_RELEASED_FIGURES),
    ("Service", "/supervision/service/", Permission.MANAGE_SERVICE),
    ("Line", "/supervision/line/", Permission.MANAGE_LINE),
    ("Hours", "/supervision/hours/", Permission.MANAGE_HOURS),
    ("Programmes", "/supervision/programmes/", Permission.MANAGE_DIRECTORY),
    ("Script", "/supervision/scripts/", Permission.PUBLISH_SCRIPTS),
    ("Complaints", "/supervision/complaints/", Permission.MANAGE_COMPLAINTS),
    ("Staff", "/supervision/staff/", Permission.MANAGE_STAFF),
    ("Audit", "/supervision/audit/", Permission.READ_AUDIT),
]
# A supervisor's row is full: theirs is linked on the page of reviews.
OF_HANDLERS_ALONE = {"/console/feedback/", "/console/shifts/"}
# In the list of places and on the pages beside them, not in every page's row: that would be two.
WITHIN = [
    ("Texts for callers", "/supervision/texts/", Permission.APPROVE_TEXTS),
    ("Rota", "/supervision/rota/", Permission.MANAGE_ROTA),
    ("Notices to handlers", "/supervision/notices/", Permission.MANAGE_LINE),
    ("What waits for approval", "/supervision/programmes/waiting/", Permission.MANAGE_DIRECTORY),
    ("Risk guidance", "/supervision/risk/", Permission.MANAGE_DIRECTORY),
    ("Lost second factors", "/supervision/lost-factors/", Permission.RESET_FACTORS),
    ("What browsers refused", "/supervision/browser-refusals/", Permission.READ_AUDIT),
    ("Figures for everybody", "/supervision/public-figures/", Permission.PUBLISH_FIGURES),
    ("Reports for funders", "/figures/reports/", Permission.MAKE_REPORTS),
    ("Who asked the figures what", "/supervision/queries/", Permission.READ_AUDIT),
    ("What is kept, and for how long", "/supervision/keeping/", Permission.READ_AUDIT),
    ("How many handlers are needed", "/supervision/staffing/", Permission.SEE_INTERNAL_FIGURES),
    ("Which prompts keep people talking", "/supervision/prompts/", Permission.SEE_INTERNAL_FIGURES),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context for every template: `places` of this role, `within`, `service_name`, and what else follows."""
    account = getattr(request, "user", None)
    places, within = (
        [
            {"name": name, "url": url, "here": request.path == url}
            for name, url, permission in among
            if isinstance(account, Account) and may(account, permission) and not _is_full(account, url)
        ]
        for among in (PLACES, WITHIN)
    )
    return {
        "places": places,
        "within": within,
        # Set by the checklist of a first hour (helpline/service/views.py): every page leads back to it.
        "checklist_step": request.session.get("service.step") if isinstance(account, Account) else None,
        "last_here": last_here(request.session) if isinstance(account, Account) else None,
        "demo": settings.HELPLINE_MODE == "demo",
        "service_name": service_name(),
    }


def _is_full(account: Account, url: str) -> bool:
    return url in OF_HANDLERS_ALONE and may(account, Permission.REVIEW_QUALITY)
