"""What is refused of the list of sites."""

from helpline.kernel.errors import HelplineError

MOST_SITES = 50


class SiteGone(HelplineError):
    """It is not on the list."""

    code = "embedding.site_gone"
    status = 410
    message = (
        "This site is not on the list any more. Nothing was changed. Load the page again to see what stands."
    )


class TooManySites(HelplineError):
    """The list is sent with every page in a frame."""

    code = "embedding.too_many"
    status = 409
    message = f"There are {MOST_SITES} sites already. Take one away first."
