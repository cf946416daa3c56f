"""Who may do what: every route, every socket and every command, in one table.

`python -m tests.staff.permission_table > docs/permissions.md` writes it for people to read. What is not in it
fails a test, and each line is asked of the real view, socket or service, for every role and for nobody.

What a line needs:
    anybody              no account; what a caller sees, or a program (/metrics: from the operator's networks)
    token                the token of one's own contact, which no account replaces
    staff                any account that may sign in
    PERMISSION           helpline/staff/roles.py says which roles hold it
    PERMISSION own       of what is one's own; somebody else's looks absent
    PERMISSION own or Q  of what is one's own, or anybody's with the permission Q
"""

import sys
from dataclasses import dataclass
from itertools import groupby

from helpline.staff.roles import PERMISSIONS, Permission, Role

ROUTES = """
# Callers: no cookie, no session
GET       /                                                   anybody
GET       /embed.js                                           anybody
GET       /chat/                                              anybody
GET       /chat/talk.js                                       anybody
GET       /chat/rest.js                                       anybody
GET       /chat/page.css                                      anybody
GET       /chat/texts.json                                    anybody
GET,POST  /chat/plain                                         anybody
GET,POST  /chat/services                                      anybody
GET       /chat/help                                          anybody
GET       /chat/guide                                         anybody
GET       /chat/guide.json                                    anybody
GET       /chat/workers                                       anybody
GET       /chat/workers.json                                  anybody
GET       /chat/easy-read                                     anybody
GET       /chat/agreed/<int:number>                           anybody
GET       /chat/agreed/<int:number>.json                      anybody
GET       /chat/bsl                                           anybody
GET       /chat/figures                                       anybody
GET       /chat/accessibility                                 anybody
GET,POST  /chat/complaints                                    anybody
GET       /chat/privacy                                       anybody
GET       /chat/lines.json                                    anybody
GET       /face/<int:number>.css                              anybody
GET       /face/logo/<str:name>                               anybody
GET       /status.json                                        anybody
GET       /api/challenge                                      anybody
POST      /api/contacts                                       anybody
GET       /api/contact/events                                 token
POST      /api/contact/commands                               token
POST      /api/contact/survey                                 token
POST      /api/contact/equality                               token
POST      /api/contact/code                                   token
POST      /api/return                                         anybody
# Other programs, and whoever watches the process
GET       /api/oruk/                                          anybody
GET       /api/oruk/services                                  anybody
GET       /api/oruk/services/<uuid:service_id>                anybody
GET       /.well-known/security.txt                           anybody
GET       /healthz                                            anybody
GET       /readyz                                             anybody
GET       /calendar/<str:secret>/shifts.ics                   anybody
GET       /metrics                                            anybody
POST      /csp-reports                                        anybody
# The console
GET       /console/                                           take_contacts
GET       /console/guide/                                     staff
GET       /console/guide/safety/                              staff
GET       /console/notices/                                   take_contacts
POST      /console/notices/<uuid:notice>/read/                take_contacts
GET       /console/corrections/                               read_own_contacts
GET       /console/shifts/                                    take_contacts
GET       /console/shifts/shifts.ics                          take_contacts
POST      /console/shifts/address/                            take_contacts
POST      /console/shifts/<int:shift>/ask/                    take_contacts
POST      /console/shifts/<int:shift>/keep/                   take_contacts
POST      /console/shifts/swaps/<int:swap>/agree/             take_contacts
POST      /console/shifts/swaps/<int:swap>/decline/           take_contacts
GET,POST  /console/corrections/<uuid:contact>/                read_own_contacts own or correct_any
GET       /console/feedback/                                  read_own_contacts
GET       /console/feedback/rubric/                           read_own_contacts
POST      /console/feedback/kept/<uuid:kept>/read/            read_own_contacts own
GET       /console/feedback/<uuid:reviewed>/                  read_own_contacts own
POST      /console/feedback/<uuid:reviewed>/read/             read_own_contacts own
POST      /console/feedback/<uuid:reviewed>/reply/            read_own_contacts own
POST      /console/api/reviews/<uuid:reviewed>/               review_quality
GET       /console/api/contacts/<uuid:contact>/               read_own_contacts own
GET       /console/api/contacts/<uuid:contact>/guidance/      read_own_contacts own
GET       /console/api/contacts/<uuid:contact>/prompts/       read_own_contacts own
GET       /console/api/contacts/<uuid:contact>/earlier/       read_own_contacts own
POST      /console/api/contacts/<uuid:contact>/script/        read_own_contacts own
POST      /console/api/contacts/<uuid:contact>/address/       read_own_contacts own
POST      /console/api/contacts/<uuid:contact>/confidence/    read_own_contacts own or safeguard
POST      /console/api/contacts/<uuid:contact>/danger/        read_own_contacts own
POST      /console/api/contacts/<uuid:contact>/danger/rang/   read_own_contacts own
POST      /console/api/contacts/<uuid:contact>/danger/over/   read_own_contacts own
POST      /console/api/contacts/<uuid:contact>/triage/        read_own_contacts own
POST      /console/api/contacts/<uuid:contact>/answers/       read_own_contacts own
POST      /console/api/contacts/<uuid:contact>/level/         read_own_contacts own
POST      /console/api/contacts/<uuid:contact>/outcome/       read_own_contacts own
POST      /console/api/contacts/<uuid:contact>/wrap-up/       read_own_contacts own
GET       /console/api/talks/                                 follow_contacts
GET       /console/api/transfer-targets/                      read_own_contacts
GET       /console/api/sign-out/                              read_own_contacts
POST      /console/api/confirm/                               staff
GET       /console/api/practice/                              take_contacts
POST      /console/api/practice/put-away/                     take_contacts
POST      /console/api/tour/                                  take_contacts
GET       /console/api/directory/                             take_contacts
POST      /console/api/directory/<uuid:entry>/confirm/        take_contacts
GET       /console/api/draft-rules/                           take_contacts
GET       /console/api/replies/                               take_contacts
POST      /console/api/texts/<slug:kind>/<slug:lang>/         manage_service
POST      /console/api/replies/<uuid:reply>/                  take_contacts own
POST      /console/api/replies/<uuid:reply>/delete/           take_contacts own
# The handbook
GET       /help/                                              staff
GET       /help/search/                                       staff
GET,POST  /help/new/                                          staff
GET       /help/handbook.html                                 staff
GET       /help/<slug:part>/                                  staff
GET       /help/<slug:part>/whole/                            staff
GET       /help/<slug:part>/<slug:name>/                      staff
# Supervision
GET       /supervision/                                       staff
GET       /supervision/load/                                  see_board
GET       /supervision/staffing/                              see_internal_figures
GET       /supervision/staffing/week/                         see_internal_figures
GET       /supervision/staffing/week.csv                      see_internal_figures
GET       /supervision/blocks/                                lift_blocks
POST      /supervision/blocks/<uuid:block>/lift/              lift_blocks
POST      /supervision/alerts/<uuid:alert>/answer/            follow_contacts
POST      /supervision/contacts/<uuid:contact>/assign/        assign_contacts
GET       /supervision/safeguarding/                          read_own_contacts
GET,POST  /supervision/safeguarding/dangers/<uuid:danger>/    safeguard
GET,POST  /supervision/safeguarding/propose/<uuid:contact>/   read_own_contacts own or safeguard
GET       /supervision/safeguarding/records/<uuid:id>/        read_own_contacts own or safeguard
POST      /supervision/safeguarding/records/<uuid:id>/decide/ safeguard
POST      /supervision/safeguarding/records/<uuid:id>/passed/ read_own_contacts own or safeguard
POST      /supervision/safeguarding/records/<uuid:id>/end-hold/ safeguard
POST      /supervision/safeguarding/records/<uuid:id>/words/  safeguard
GET       /supervision/quality/                               review_quality
POST      /supervision/quality/draw/                          review_quality
GET       /supervision/quality/figures/                       review_quality
GET       /supervision/quality/<uuid:reviewed>/               review_quality
POST      /supervision/quality/<uuid:reviewed>/choose/        review_quality
POST      /supervision/quality/<uuid:reviewed>/put-back/      review_quality
GET       /supervision/quality/<uuid:reviewed>/words/         review_quality
POST      /supervision/quality/<uuid:reviewed>/save/          review_quality
POST      /supervision/quality/<uuid:reviewed>/take-back/     review_quality
POST      /supervision/quality/<uuid:reviewed>/settle/        review_quality
POST      /supervision/today/close/                           manage_hours
POST      /supervision/today/extend/                          manage_hours
POST      /supervision/today/undo/                            manage_hours
GET       /supervision/figures/                               see_internal_figures
GET       /figures/overview/                                  see_released_figures
GET       /figures/overview/figures.csv                       see_released_figures
GET       /figures/overview/figures.ods                       see_released_figures
GET       /figures/reports/                                   make_reports
GET       /figures/reports/show/                              make_reports
GET       /figures/reports/show/report.csv                    make_reports
GET       /figures/reports/show/report.ods                    make_reports
GET,POST  /figures/reports/templates/add/                     make_reports
GET,POST  /figures/reports/templates/<int:template>/          make_reports own
GET,POST  /figures/reports/templates/<int:template>/delete/   make_reports own
GET       /figures/reports/kept/<int:report>/                 make_reports
GET       /figures/reports/kept/<int:report>/<slug:form>/     make_reports
GET       /supervision/released/                              see_released_figures
GET       /supervision/released/table.csv                     see_released_figures
GET,POST  /supervision/public-figures/                        publish_figures
GET       /supervision/queries/                               read_audit
GET       /supervision/prompts/                               see_internal_figures
# Settings
GET,POST  /supervision/line/                                  manage_line
GET,POST  /supervision/notices/                               manage_line
POST      /supervision/notices/<uuid:notice>/take-down/       manage_line
GET,POST  /supervision/hours/                                 manage_hours
POST      /supervision/hours/exceptions/add/                  manage_hours
POST      /supervision/hours/exceptions/remove/               manage_hours
POST      /supervision/hours/restore/                         manage_hours
GET       /supervision/hours/exchange/                        manage_hours
GET       /supervision/hours/exchange/hours.ics               manage_hours
POST      /supervision/hours/exchange/opening-hours/          manage_hours
POST      /supervision/hours/exchange/calendar/               manage_hours
GET       /supervision/programmes/                            manage_directory
GET,POST  /supervision/programmes/add/                        manage_directory
GET       /supervision/programmes/waiting/                    manage_directory
GET       /supervision/programmes/changes/<int:number>/       manage_directory
POST      /supervision/programmes/changes/<int:number>/approve/ manage_directory
POST      /supervision/programmes/changes/<int:number>/refuse/ manage_directory
GET,POST  /supervision/programmes/<uuid:entry_id>/            manage_directory
POST      /supervision/programmes/<uuid:entry_id>/confirm/    manage_directory
GET,POST  /supervision/programmes/<uuid:entry_id>/deactivate/ manage_directory
POST      /supervision/programmes/<uuid:entry_id>/reactivate/ manage_directory
GET       /supervision/programmes/<uuid:entry_id>/history/    manage_directory
GET,POST  /supervision/programmes/<uuid:entry_id>/history/<int:number>/back/ manage_directory
GET       /supervision/risk/                                  manage_directory
POST      /supervision/risk/begin/                            manage_directory
GET       /supervision/risk/draft/                            manage_directory
GET,POST  /supervision/risk/draft/discard/                    manage_directory
POST      /supervision/risk/draft/propose/                    manage_directory
POST      /supervision/risk/draft/withdraw/                   manage_directory
POST      /supervision/risk/draft/follow/                     manage_directory
POST      /supervision/risk/draft/approve/                    manage_directory
GET,POST  /supervision/risk/draft/<slug:part>/                manage_directory
GET       /supervision/risk/versions/<int:number>/            manage_directory
POST      /supervision/risk/versions/<int:number>/back/       manage_directory
GET       /supervision/scripts/                               publish_scripts
GET       /supervision/scripts/schema.json                    publish_scripts
POST      /supervision/scripts/begin/                         publish_scripts
GET       /supervision/scripts/compare/                       publish_scripts
GET       /supervision/scripts/draft/                         publish_scripts
GET,POST  /supervision/scripts/draft/discard/                 publish_scripts
GET,POST  /supervision/scripts/draft/add/                     publish_scripts
GET,POST  /supervision/scripts/draft/prompts/<str:node_id>/   publish_scripts
GET,POST  /supervision/scripts/draft/prompts/<str:node_id>/remove/ publish_scripts
GET,POST  /supervision/scripts/draft/ways-in/                 publish_scripts
GET       /supervision/scripts/draft/drawing/                 publish_scripts
GET,POST  /supervision/scripts/draft/try/                     publish_scripts
GET       /supervision/scripts/draft/sign-offs/               publish_scripts
POST      /supervision/scripts/draft/sign-offs/record/        publish_scripts
POST      /supervision/scripts/draft/sign-offs/take-back/     publish_scripts
GET,POST  /supervision/scripts/draft/import/                  publish_scripts
GET       /supervision/scripts/draft/export/                  publish_scripts
GET       /supervision/scripts/draft/publish/                 publish_scripts
POST      /supervision/scripts/draft/propose/                 publish_scripts
POST      /supervision/scripts/draft/withdraw/                publish_scripts
POST      /supervision/scripts/draft/approve/                 publish_scripts
POST      /supervision/scripts/draft/follow/                  publish_scripts
GET       /supervision/scripts/versions/<int:number>/         publish_scripts
GET       /supervision/scripts/versions/<int:number>/drawing/ publish_scripts
GET       /supervision/scripts/versions/<int:number>/export/  publish_scripts
GET,POST  /supervision/scripts/versions/<int:number>/roll-back/ publish_scripts
# Service
GET       /supervision/service/                               manage_service
GET,POST  /supervision/face/                                  manage_service
GET,POST  /supervision/face/logo/                             manage_service
POST      /supervision/face/logo/use/                         manage_service
GET       /supervision/face/preview/                          manage_service
GET       /supervision/face/preview.css                       manage_service
POST      /supervision/face/restore/                          manage_service
GET       /supervision/service/checklist/                     manage_service
POST      /supervision/service/checklist/leave/               manage_service
POST      /supervision/service/checklist/<slug:step>/go/      manage_service
POST      /supervision/service/checklist/<slug:step>/fits/    manage_service
GET,POST  /supervision/service/before-opening/                manage_service
POST      /supervision/service/before-opening/<uuid:sign_off>/take-back/ manage_service
GET       /supervision/service/embedding/                     manage_service
POST      /supervision/service/embedding/sites/allow/         manage_service
POST      /supervision/service/embedding/sites/take-away/     manage_service
POST      /supervision/service/embedding/policy/              manage_service
GET       /supervision/service/embedding/try/                 manage_service
GET,POST  /supervision/service/test-contact/                  manage_service
GET       /supervision/service/test-contact/state/            manage_service
GET,POST  /supervision/service/configuration/                 manage_service
POST      /supervision/service/configuration/apply/           manage_service
GET       /supervision/state/                                 manage_service
POST      /supervision/state/mail/                            manage_service
POST      /supervision/state/restore/                         manage_service
POST      /supervision/state/test-mail/                       manage_service
GET       /supervision/service/configuration/file/            manage_service
GET       /supervision/service/configuration/schema/          manage_service
# Texts for callers
GET       /supervision/texts/                                 approve_texts
GET       /supervision/texts/<slug:kind>/                     approve_texts
POST      /supervision/texts/<slug:kind>/begin/               manage_service
GET       /supervision/texts/<slug:kind>/draft/               approve_texts
POST      /supervision/texts/<slug:kind>/draft/plan/          manage_service
POST      /supervision/texts/<slug:kind>/draft/propose/       manage_service
POST      /supervision/texts/<slug:kind>/draft/withdraw/      approve_texts
POST      /supervision/texts/<slug:kind>/draft/approve/       approve_texts
GET,POST  /supervision/texts/<slug:kind>/draft/discard/       manage_service
GET,POST  /supervision/texts/<slug:kind>/draft/<slug:lang>/   manage_service
GET       /supervision/texts/<slug:kind>/compare/             approve_texts
GET       /supervision/texts/<slug:kind>/preview/<slug:what>/ approve_texts
GET       /supervision/texts/<slug:kind>/versions/<int:number>/ approve_texts
POST      /supervision/texts/<slug:kind>/versions/<int:number>/take-back/ approve_texts
GET       /supervision/texts/<slug:kind>/seen/<slug:what>/    approve_texts
GET       /supervision/texts/seen-<slug:scheme>.css           approve_texts
# Complaints
GET       /supervision/complaints/                            manage_complaints
GET       /supervision/complaints/<uuid:complaint>/           manage_complaints
POST      /supervision/complaints/<uuid:complaint>/note/      manage_complaints
POST      /supervision/complaints/<uuid:complaint>/step/      manage_complaints
# Staff
GET       /figures/equality/                                  see_released_figures
GET       /supervision/browser-refusals/                      read_audit
GET,POST  /supervision/lost-factors/                          reset_factors
POST      /supervision/lost-factors/<int:pk>/decide/          reset_factors
GET       /supervision/keeping/                               read_audit
GET       /supervision/keeping/reports/                       read_audit
GET       /supervision/keeping/reports/<str:day>/             read_audit
GET       /supervision/keeping/reports/<str:day>/report.json  read_audit
GET       /supervision/audit/                                 read_audit
GET       /supervision/audit/file/<slug:form>/                read_audit
GET       /supervision/staff/                                 manage_staff
GET,POST  /supervision/staff/add/                             manage_staff
GET       /supervision/staff/<int:pk>/                        manage_staff
POST      /supervision/staff/<int:pk>/role/                   manage_staff
POST      /supervision/staff/<int:pk>/skills/                 manage_staff
POST      /supervision/staff/<int:pk>/sign-out/               manage_staff
GET,POST  /supervision/staff/<int:pk>/deactivate/             manage_staff
POST      /supervision/staff/<int:pk>/reactivate/             manage_staff
GET,POST  /supervision/staff/<int:pk>/password/               manage_staff
POST      /supervision/staff/<int:pk>/left/<slug:item>/       manage_staff
GET,POST  /supervision/standing/                              manage_staff
GET       /supervision/rota/                                  manage_rota
POST      /supervision/rota/add/                              manage_rota
POST      /supervision/rota/copy/                             manage_rota
GET,POST  /supervision/rota/cover/                            manage_rota
GET       /supervision/rota/rota.ics                          manage_rota
POST      /supervision/rota/address/                          manage_rota
POST      /supervision/rota/<int:shift>/remove/               manage_rota
GET       /supervision/standing/<int:pk>/                     manage_staff
POST      /supervision/standing/<int:pk>/<slug:kind>/date/    manage_staff
POST      /supervision/standing/<int:pk>/<slug:kind>/grace/   manage_staff
POST      /supervision/standing/<int:pk>/<slug:kind>/grace/end/ manage_staff
# Sign-in
GET,POST  /accounts/login/                                    anybody
GET,POST  /accounts/login/second/                             anybody
GET,POST  /accounts/login/passkey/                            anybody
GET,POST  /accounts/link/                                     anybody
GET,POST  /accounts/logout/                                   anybody
GET       /accounts/inactive/                                 anybody
# One's own account
GET       /accounts/                                          staff
POST      /accounts/sign-out-elsewhere/                       staff
GET,POST  /accounts/password/change/                          staff
GET,POST  /accounts/reauthenticate/                           staff
GET,POST  /accounts/app/add/                                  staff
GET       /accounts/app/add/picture.svg                       staff
GET,POST  /accounts/app/remove/                               staff
GET,POST  /accounts/passkeys/add/                             staff
GET,POST  /accounts/passkeys/<int:pk>/remove/                 staff
GET       /accounts/codes/                                    staff
GET,POST  /accounts/codes/make/                               staff
"""

SOCKETS = """
# Sockets
SOCKET    /ws/caller/                                         anybody
SOCKET    /ws/handler/                                        take_contacts
SOCKET    /ws/board/                                          see_board
# Commands of a caller's socket; hello gives the token
COMMAND   caller hello                                        token
COMMAND   caller message.post                                 token
COMMAND   caller card.answer                                  token
COMMAND   caller typing                                       token
COMMAND   caller seen                                         token
COMMAND   caller contact.end                                  token
COMMAND   caller ping                                         anybody
# Commands of the console's socket
COMMAND   handler hello                                       take_contacts
COMMAND   handler ping                                        take_contacts
COMMAND   handler presence.set                                take_contacts
COMMAND   handler presence.here                               take_contacts
COMMAND   handler presence.carry_on                           take_contacts
COMMAND   handler debrief.ask                                 take_contacts
COMMAND   handler queue.take                                  take_contacts
COMMAND   handler offer.decline                               take_contacts own
COMMAND   handler contact.assign                              assign_contacts
COMMAND   handler message.post                                read_own_contacts own
COMMAND   handler typing                                      read_own_contacts own
COMMAND   handler seen                                        read_own_contacts own
COMMAND   handler contact.transfer                            read_own_contacts own
COMMAND   handler contact.transfer.accept                     take_contacts own
COMMAND   handler contact.transfer.decline                    take_contacts own
COMMAND   handler contact.transfer.withdraw                   read_own_contacts own
COMMAND   handler note.add                                    read_own_contacts own
COMMAND   handler help.raise                                  read_own_contacts own
COMMAND   handler help.withdraw                               read_own_contacts own
COMMAND   handler contact.follow                              follow_contacts
COMMAND   handler contact.unfollow                            take_contacts
COMMAND   handler contact.join                                follow_contacts
COMMAND   handler contact.take_over                           follow_contacts
COMMAND   handler whisper                                     follow_contacts own
COMMAND   handler signpost.send                               read_own_contacts own
COMMAND   handler signpost.send_several                       read_own_contacts own
COMMAND   handler card.send                                   read_own_contacts own
COMMAND   handler contact.release                             read_own_contacts own
COMMAND   handler contact.end                                 read_own_contacts own
COMMAND   handler cue.judge                                   read_own_contacts own
COMMAND   handler prompt.take                                 read_own_contacts own
COMMAND   handler prompts.shown                               read_own_contacts own
COMMAND   handler draft.doubted                               read_own_contacts own
COMMAND   handler contact.known                               read_own_contacts own
COMMAND   handler contact.warn                                read_own_contacts own
COMMAND   handler contact.end_for_abuse                       read_own_contacts own
COMMAND   handler practice.start                              take_contacts
COMMAND   handler record.start                                take_contacts
COMMAND   handler record.discard                              read_own_contacts own
COMMAND   handler signpost.note                               read_own_contacts own
# Commands of the board's socket
COMMAND   board hello                                         see_board
COMMAND   board ping                                          see_board
"""


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    part: str
    methods: tuple[str, ...]
    what: str
    needs: str

    @property
    def permission(self) -> Permission | None:
        first = self.needs.split()[0]
        return None if first in {"anybody", "token", "staff"} else Permission(first)

    @property
    def is_own(self) -> bool:
        return " own" in self.needs

    @property
    def instead(self) -> Permission | None:
        """What opens somebody else's as well."""
        _, _, instead = self.needs.partition(" or ")
        return Permission(instead) if instead else None

    def lets_in(self, role: Role, *, own: bool) -> str:
        """Return what the table says of an account that may sign in: in, out or absent."""
        if self.needs in {"anybody", "staff"}:
            return "in"
        if self.needs == "token" or self.permission not in PERMISSIONS[role]:
            return "out"
        return "in" if own or not self.is_own or self.instead in PERMISSIONS[role] else "absent"


def lines(table: str) -> list[Line]:
    """Return the lines of a table."""
    read, part = [], ""
    for line in table.strip().splitlines():
        if line.startswith("# "):
            part = line[2:]
            continue
        methods, rest = line.split(maxsplit=1)
        what, needs = _parted(methods, rest)
        read.append(Line(part, tuple(methods.split(",")), what, needs))
    return read


def _parted(methods: str, rest: str) -> tuple[str, str]:
    words = rest.split()
    width = 2 if methods == "COMMAND" else 1
    return " ".join(words[:width]), " ".join(words[width:])


HEAD = """# Who may do what

Every route, socket and command, and who is let in. `python -m tests.staff.permission_table` writes this page.
The code is asked for every role, for nobody and for closed accounts (`tests/staff/test_permissions.py`,
`tests/conformance/test_permissions.py`). A route or command that is not here fails a test.

**yes**: let in. **own**: one's own; somebody else's answers as if it were not there. **–**: refused. Who is
not signed in, or whose account was closed, is let in where it says *anybody* and nowhere else. *token*: the
caller of that contact, by its token, and no account.

Every reading of words by somebody who is not the handler of the contact is in the audit: following and
joining a talk, taking one over, the words of a contact whose confidence is broken, and what a caller said
before they came back. The same tests look for words in each answer, and for the line about it.
"""


def page() -> str:
    """Return docs/permissions.md."""
    parts = [HEAD, "## Roles", _roles()]
    for part, held in groupby([*lines(ROUTES), *lines(SOCKETS)], key=lambda line: line.part):
        parts += [f"## {part}", _table(list(held))]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _roles() -> str:
    rows = []
    for permission in Permission:
        cells = ["yes" if permission in PERMISSIONS[role] else "–" for role in Role]
        rows.append(f"| `{permission}` | " + " | ".join(cells) + " |")
    return "\n".join([_head("Permission"), *rows])


def _head(first: str) -> str:
    names = [first, *(role.value for role in Role)]
    return "| " + " | ".join(names) + " |\n" + "|---" * len(names) + "|"


def _table(held: list[Line]) -> str:
    rows = []
    for line in held:
        method = "" if line.methods[0] in {"SOCKET", "COMMAND"} else f" {', '.join(line.methods)}"
        cells = [_cell(line, role) for role in Role]
        rows.append(f"| `{line.what}`{method} | " + " | ".join(cells) + f" | {line.needs} |")
    names = ["What", *(role.value for role in Role), "Needs"]
    return "\n".join(["| " + " | ".join(names) + " |", "|---" * len(names) + "|", *rows])


def _cell(line: Line, role: Role) -> str:
    if line.needs in {"anybody", "token"}:
        return f"*{line.needs}*"
    mine, other = line.lets_in(role, own=True), line.lets_in(role, own=False)
    if mine == "out":
        return "–"
    return "yes" if other == "in" else "own"


if __name__ == "__main__":
    sys.stdout.write(page())
