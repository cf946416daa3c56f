"""What the staff room refuses. Plain Python."""

from helpline.kernel.errors import HelplineError


class UsernameTaken(HelplineError):
    """Somebody here has that name already, capitals aside."""

    code = "staff.username_taken"
    status = 409
    message = "Somebody here already signs in with that username."


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
