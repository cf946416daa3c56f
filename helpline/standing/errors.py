"""What is refused about dates and their rules. Plain Python."""

from helpline.kernel.errors import HelplineError


class RulesChanged(HelplineError):
    code = "standing.rules_changed"
    status = 409
    message = (
        "Somebody else has changed the rules meanwhile, so nothing was saved. "
        "Look at what is in force now, then press again if you still mean it."
    )


class NotNeeded(HelplineError):
    code = "standing.not_needed"
    status = 409
    message = "Nobody is held back for this, so that a grace would change nothing. Set the rule first."
