"""What can be refused while texts for callers are written and published. Plain Python."""

from helpline.kernel.errors import HelplineError


class NoDraft(HelplineError):
    """Nobody has begun a draft of this text."""

    code = "text.no_draft"
    status = 404
    message = "There is no draft now: it was approved or thrown away. Begin a new one if you need it."


class NoText(HelplineError):
    """There is no such version."""

    code = "text.not_found"
    status = 404
    message = "There is no such version of this text. Choose one from the list."


class DraftMoved(HelplineError):
    """Somebody wrote on or decided since the page was opened: nothing was saved."""

    code = "text.draft_moved"
    status = 409
    message = (
        "Somebody has changed this draft since you opened the page. What you wrote is still in the boxes: "
        "copy it, load the page again, and put it in where it is missing."
    )


class TextRefused(HelplineError):
    """It may not be proposed, approved or taken back as it is; the message says why, and what to do."""

    code = "text.refused"
    status = 409


class DateTaken(TextRefused):
    """Another text of the kind begins on that day."""

    code = "text.date_taken"


class SecondPersonNeeded(TextRefused):
    """Whoever proposes or writes does not approve."""

    code = "text.second_person_needed"
    message = (
        "You proposed this text, or wrote in it last: somebody else approves it, so that two people have "
        "read what callers are told. Ask another admin or a supervisor."
    )
