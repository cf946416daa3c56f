"""Lost second factors: two people, neither of them the one concerned, and a link at the end."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client

from helpline.kernel.errors import Forbidden
from helpline.staff.errors import AlreadyProposed, NothingToReset, ProposalGone, SecondPersonNeeded
from helpline.staff.lost_factors import approve_reset, propose_reset, refuse_reset
from helpline.staff.models import Account, AuditEvent, LostFactor
from helpline.staff.roles import Role
from tests.chat.acts import BOTH
from tests.staff.codes import PASSWORD, code_of, is_in, sign_in, with_app

pytestmark = pytest.mark.django_db(databases=BOTH)
LOST = LostFactor.Reason.LOST
PAGE = "/supervision/lost-factors/"


@pytest.fixture
def loser(handler: Account) -> Account:
    return with_app(handler)


def proposed(loser: Account, by: Account) -> int:
    return propose_reset(account=loser, reason=LOST, by=by).pk


def test_two_people_take_the_factors_away_and_the_sign_ins_end(
    loser: Account, admin: Account, supervisor: Account
) -> None:
    client = sign_in(loser, code=code_of())
    proposal = proposed(loser, admin)
    assert Authenticator.objects.filter(user=loser).exists()
    assert is_in(client)

    _, secret = approve_reset(proposal=proposal, by=supervisor)

    assert not Authenticator.objects.filter(user=loser).exists()
    assert client.get("/console/").status_code == 302
    assert Account.objects.get(pk=loser.pk).check_password(PASSWORD)
    events = [(line.event, line.actor) for line in AuditEvent.objects.all()]
    assert ("staff.factor_reset_proposed", "admin1") in events
    assert ("staff.factors_removed", "supervisor1") in events
    done = AuditEvent.objects.get(event="staff.factors_removed").detail
    assert done == {"reason": "lost", "proposed_by": "admin1", "factors": 2, "sessions_ended": 1}
    assert secret not in str(list(AuditEvent.objects.values_list()))


def test_after_it_the_password_alone_opens_no_enrolment_and_the_link_does(
    loser: Account, admin: Account, supervisor: Account, settings: object
) -> None:
    settings.HELPLINE_SECOND_FACTOR = True  # type: ignore[attr-defined]
    _, secret = approve_reset(proposal=proposed(loser, admin), by=supervisor)
    client = sign_in(loser)
    assert client.get("/accounts/app/add/").headers["Location"] == "/accounts/"

    Client().post("/accounts/link/", {"link": secret, "password": PASSWORD})

    assert sign_in(loser).get("/accounts/app/add/").status_code == 200


def test_nobody_approves_their_own_proposal(loser: Account, admin: Account) -> None:
    proposal = proposed(loser, admin)

    with pytest.raises(SecondPersonNeeded):
        approve_reset(proposal=proposal, by=admin)

    assert Authenticator.objects.filter(user=loser).exists()


def test_nobody_has_a_hand_in_their_own(admin: Account, supervisor: Account) -> None:
    with_app(admin)
    with pytest.raises(SecondPersonNeeded):
        proposed(admin, admin)
    proposal = proposed(admin, supervisor)

    with pytest.raises(SecondPersonNeeded):
        approve_reset(proposal=proposal, by=admin)
    with pytest.raises(SecondPersonNeeded):
        refuse_reset(proposal=proposal, by=admin)


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.HANDLER, False), (Role.SUPERVISOR, True), (Role.ANALYST, False), (Role.ADMIN, True)],
)
def test_admins_and_supervisors_propose_and_decide(
    role: Role, may: bool, make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    loser = with_app(make_account(Role.HANDLER, "loser"))
    by, other = make_account(role, "by"), make_account(Role.ADMIN, "other")

    assert signed_in(by).get(PAGE).status_code == (200 if may else 403)
    if may:
        approve_reset(proposal=proposed(loser, by), by=other)
        with_app(loser)
        approve_reset(proposal=proposed(loser, other), by=by)
    else:
        with pytest.raises(Forbidden):
            proposed(loser, by)
        waits = proposed(loser, other)
        assert signed_in(by).post(f"{PAGE}{waits}/decide/", {"decision": "agree"}).status_code == 403
        with pytest.raises(Forbidden):
            approve_reset(proposal=waits, by=by)


def test_one_proposal_at_a_time_and_none_without_a_factor(
    loser: Account, analyst: Account, admin: Account, supervisor: Account
) -> None:
    proposal = proposed(loser, admin)
    with pytest.raises(AlreadyProposed):
        proposed(loser, supervisor)
    with pytest.raises(NothingToReset):
        proposed(analyst, admin)

    refuse_reset(proposal=proposal, by=admin)

    with pytest.raises(ProposalGone):
        approve_reset(proposal=proposal, by=supervisor)
    assert Authenticator.objects.filter(user=loser).count() == 2


def test_the_pages_take_it_from_proposal_to_link(
    loser: Account, admin: Account, supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    sent = signed_in(admin).post(PAGE, {"account": loser.pk, "reason": "stolen"}, follow=True)
    own = sent.content.decode()
    assert "Proposed by admin1" in own
    assert "Agree, and make a link" not in own
    waits = LostFactor.objects.get()

    page = signed_in(supervisor).post(f"{PAGE}{waits.pk}/decide/", {"decision": "agree"}).content.decode()

    assert "http://testserver/accounts/link/#" in page
    assert not Authenticator.objects.filter(user=loser).exists()


def test_in_a_service_of_one_the_server_does_it(
    admin: Account, signed_in: Callable[[Account], Client], capsys: pytest.CaptureFixture[str]
) -> None:
    with_app(admin)
    assert "There is nobody else here" in signed_in(admin).get(PAGE).content.decode()

    call_command("invite_admin", "admin1", "--lost-second-factor")

    assert "/accounts/link/#" in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    assert AuditEvent.objects.get(event="staff.factors_removed").actor == "system"
