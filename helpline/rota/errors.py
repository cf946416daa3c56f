"""What the rota refuses. Plain Python."""

from helpline.kernel.errors import HelplineError


class OnAlready(HelplineError):
    """Nobody is in two shifts at a time; the message names the one that is there."""

    code = "rota.on_already"
    status = 409
    message = "They are on already at that time. Nothing was saved. Choose another time."


class ShiftGone(HelplineError):
    """Absent and not yours look alike."""

    code = "rota.shift_gone"
    status = 404
    message = "There is no such shift any more. Look at the rota again."


class SwapGone(HelplineError):
    """Answered, taken back, or never asked of you."""

    code = "rota.swap_gone"
    status = 409
    message = (
        "This was answered or taken back meanwhile. Nothing has changed for you. Look at the rota again."
    )


class ShiftBegun(HelplineError):
    code = "rota.shift_begun"
    status = 409
    message = "This shift has begun. Tell whoever is on duty, or ring your supervisor."


class NotThen(HelplineError):
    """Whoever agrees may take nobody new by then."""

    code = "rota.not_then"
    status = 409
    message = "A date of yours is out of date by then, so nobody new would come to you. Ask your admin."


class CoverChanged(HelplineError):
    code = "rota.cover_changed"
    status = 409
    message = (
        "Somebody else has changed how many are needed meanwhile, so nothing was saved. "
        "Look at what is in force now, then press again if you still mean it."
    )
