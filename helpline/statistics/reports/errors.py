"""What may be wrong with a template of reports."""

from helpline.kernel.errors import HelplineError

MOST = 50


class TooManyTemplates(HelplineError):
    """There are as many templates as there may be."""

    code = "reports.too_many"
    status = 409
    message = f"There are {MOST} templates already. Delete one that nobody needs."


class TemplateGone(HelplineError):
    """There is no such template, or it is somebody else's."""

    code = "reports.gone"
    status = 404
    message = "This template is not there, or not yours. Choose one from the list."
