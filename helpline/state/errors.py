"""What can be refused on the page of the state. Plain Python."""

from helpline.kernel.errors import HelplineError


class MailRefused(HelplineError):
    """It did not go; the message says what to do."""

    code = "state.mail_refused"
    status = 409
