"""Where `?` leads: from the name of a route, else from the beginning of its address, into the handbook.

A target is "part/page" or "part/page#heading". A test walks every page of the product for staff and fails
where none is named here, or where the page or the heading is not there. Plain Python.
"""

# By the name of a route, where the beginning of its address says too little.
BY_NAME = {
    "console": "handler/console",
    "supervision": "supervisor/board",
    "rubric": "handler/feedback",
    "prompts": "supervisor/figures#which-prompts-keep-people-talking",
    "line": "supervisor/line",
}

# By the beginning of an address; the longest that fits counts.
BY_ADDRESS = {
    "/accounts/": "handler/before-you-start#your-account",
    "/console/corrections/": "handler/ending#if-something-was-recorded-wrongly",
    "/console/feedback/": "handler/feedback",
    "/console/shifts/": "handler/shifts",
    "/console/notices/": "handler/before-you-start#sounds-and-notices",
    "/figures/": "supervisor/released-figures",
    "/figures/equality/": "supervisor/released-figures#equality",
    "/figures/reports/": "supervisor/released-figures#reports-for-funders",
    "/help/": "index",
    "/supervision/alerts/": "supervisor/board",
    "/supervision/audit/": "administrator/audit",
    "/supervision/blocks/": "supervisor/load#blocks",
    "/supervision/browser-refusals/": "administrator/browser-refusals",
    "/supervision/complaints/": "administrator/complaints",
    "/supervision/contacts/": "supervisor/board",
    "/supervision/face/": "administrator/face",
    "/supervision/face/logo/": "administrator/face#the-logo",
    "/supervision/figures/": "supervisor/figures",
    "/supervision/hours/": "administrator/hours",
    "/supervision/hours/exchange/": "administrator/hours#other-programs",
    "/supervision/keeping/": "administrator/keeping",
    "/supervision/load/": "supervisor/load",
    "/supervision/lost-factors/": "administrator/lost-factors",
    "/supervision/notices/": "supervisor/line#notices-to-handlers",
    "/supervision/programmes/": "administrator/programmes",
    "/supervision/public-figures/": "supervisor/released-figures#figures-for-everybody",
    "/supervision/quality/": "supervisor/quality",
    "/supervision/quality/figures/": "supervisor/quality#scores-by-month",
    "/supervision/queries/": "administrator/audit#who-asked-the-figures-what",
    "/supervision/released/": "supervisor/released-figures#tables",
    "/supervision/rota/": "supervisor/rota",
    "/supervision/risk/": "supervisor/risk",
    "/supervision/safeguarding/": "supervisor/safeguarding",
    "/supervision/scripts/": "supervisor/scripts",
    "/supervision/service/": "administrator/index",
    "/supervision/service/configuration/": "administrator/settings-as-a-file",
    "/supervision/service/before-opening/": "administrator/first-hour#before-you-open",
    "/supervision/service/checklist/": "administrator/first-hour#the-checklist",
    "/supervision/service/embedding/": "administrator/button",
    "/supervision/service/test-contact/": "administrator/first-hour#a-test-contact",
    "/supervision/staff/": "administrator/accounts",
    "/supervision/staffing/": "supervisor/staffing",
    "/supervision/standing/": "administrator/staff-dates",
    "/supervision/state/": "administrator/state-of-the-service",
    "/supervision/texts/": "administrator/texts",
    "/supervision/today/": "supervisor/board",
}


def help_for(*, name: str | None, path: str) -> str | None:
    """Return the target for a page of the product; None where there is none."""
    if name in BY_NAME:
        return BY_NAME[name]
    fitting = [start for start in BY_ADDRESS if path.startswith(start)]
    return BY_ADDRESS[max(fitting, key=len)] if fitting else None


def parted(target: str) -> tuple[str, str, str]:
    """Return a target as (part, page, heading)."""
    there, _, heading = target.partition("#")
    part, _, page = there.partition("/")
    return part, page, heading
