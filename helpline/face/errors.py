"""What is refused when the charity's own face is changed. Plain Python."""

from helpline.kernel.errors import HelplineError


class FaceChanged(HelplineError):
    """Somebody else saved since the page was opened."""

    code = "face.changed"
    status = 409
    message = (
        "Somebody else has changed this meanwhile, so nothing was saved. Your own words still stand below. "
        "Look at what is in force now, then press again if you still mean it."
    )


class NothingBefore(HelplineError):
    """There is no version before the one in force."""

    code = "face.nothing_before"
    status = 409
    message = "There is no earlier version to put back. Change it by hand."


class NoSuchPicture(HelplineError):
    """The picture was never uploaded, or too long ago."""

    code = "face.no_such_picture"
    status = 404
    message = (
        "That picture is not here any more. Nothing was changed: choose the file of your logo once more."
    )
