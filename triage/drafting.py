"""What can be refused while the risk guidance is written. Plain Python."""

from helpline.kernel.errors import HelplineError


class NoInstrument(HelplineError):
    """There is no such version."""

    code = "risk.not_found"
    status = 404
    message = "There is no such version of the risk guidance. Choose one from the list."


class NoDraft(HelplineError):
    """Nobody has begun a draft, or asks for a way back."""

    code = "risk.no_draft"
    status = 404
    message = "There is no draft now: it was approved or thrown away. Begin a new one if you need it."


class DraftMoved(HelplineError):
    """Somebody wrote on or decided since the page was opened."""

    code = "risk.draft_moved"
    status = 409
    message = (
        "Somebody has changed the draft since you opened the page, so nothing was done. Look at it again, "
        "then press again."
    )


class PartMoved(HelplineError):
    """Somebody wrote in the same part since the form was opened: nothing was saved."""

    code = "risk.part_moved"
    status = 409
    message = (
        "Somebody has changed the same words since you opened the page. Nothing of yours is saved yet: "
        "look at theirs, then save yours again."
    )


class ProposalRefused(HelplineError):
    """It may not be proposed or approved as it is; the message says why."""

    code = "risk.proposal_refused"
    status = 409


class SecondReaderNeeded(ProposalRefused):
    """Whoever proposes or writes does not approve."""

    code = "risk.second_person_needed"
    message = "You proposed it, or wrote in it last. Ask another supervisor or admin to approve it."
