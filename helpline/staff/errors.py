"""What the staff room refuses. Plain Python."""

from helpline.kernel.errors import HelplineError

ONLY_ADMIN = (
    "You are the only admin here, so nothing was changed: without you nobody could let anybody in again. "
    "Invite a second admin first, or make somebody one. They can then change your account."
)


class UsernameTaken(HelplineError):
    """Somebody here has that name already, capitals aside."""

    code = "staff.username_taken"
    status = 409
    message = "Somebody here already signs in with that username. Choose another one."


class OwnAccount(HelplineError):
    """Nobody changes the standing of their own account: a second person does."""

    code = "staff.own_account"
    status = 409
    message = "You cannot do this to your own account. Ask another admin."


class LastAdmin(HelplineError):
    """Without an admin nobody could let anybody in again."""

    code = "staff.last_admin"
    status = 409
    message = "This is the last active admin. Make somebody else an admin first."


class NotLeft(HelplineError):
    """The list is for whoever left, and this account is in use."""

    code = "staff.not_left"
    status = 409
    message = "Nothing was ticked: this account is in use, so there is no list for it. Deactivate it first."


class TalksChanged(HelplineError):
    """The talks of somebody who is to be shut out are not those that were shown."""

    code = "staff.talks_changed"
    status = 409
    message = (
        "Their talks have changed meanwhile, so nothing was done. Look at the list again, then press again."
    )


class SecondFactorMissing(HelplineError):
    """Here nobody gets further without a second factor."""

    code = "staff.second_factor"
    status = 403
    message = "Set up your second factor first."


class ConfirmFirst(HelplineError):
    """An act of weight: whoever sits there shows again that it is them."""

    code = "staff.confirm_first"
    status = 403
    message = "Confirm that it is you, then try again."


class NotConfirmed(HelplineError):
    """The password or the code was not right."""

    code = "staff.not_confirmed"
    status = 403
    message = (
        "That password or code is not right. Try again; after several wrong ones you have to wait a few "
        "minutes."
    )


class LinkGone(HelplineError):
    """Unknown, used, replaced and run out look alike."""

    code = "staff.link_gone"
    status = 410
    message = "This link has been used or has run out. Ask an admin for a new one."


class NothingToReset(HelplineError):
    """There is no second factor to take away."""

    code = "staff.no_factor"
    status = 409
    message = "This account has no second factor, so there is nothing to take away. Choose another account."


class AlreadyProposed(HelplineError):
    """One proposal for an account stands at a time."""

    code = "staff.already_proposed"
    status = 409
    message = "This is proposed already. Wait for a second person, or ask one to look at it."


class SecondPersonNeeded(HelplineError):
    """Nobody decides on what they proposed, or on their own account."""

    code = "staff.second_person"
    status = 409
    message = "Whoever proposed it cannot do this, nor the person themselves. Ask somebody else."


class ProposalGone(HelplineError):
    """It was decided on, or taken back, meanwhile."""

    code = "staff.proposal_gone"
    status = 410
    message = "This was decided on meanwhile, and stays as it was decided. Load the page again to see how."
