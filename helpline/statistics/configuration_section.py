"""Whether anybody may read the figures, in the file of the service's configuration. The figures never are."""

from typing import Any

from helpline.configuration.section import Data, Section, closed
from helpline.staff.access import check_may
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.statistics.models import PublicFigures
from helpline.statistics.reports.public import set_public


def _export() -> Data:
    return {"shown": PublicFigures.objects.filter(pk=1, is_on=True).exists()}


def _apply(data: Any, by: Account) -> None:
    check_may(by, Permission.PUBLISH_FIGURES)
    set_public(on=data["shown"], by=by)


SECTION = Section(
    name="public_figures",
    title="Figures for everybody",
    says="Whether anybody may read the yearly and quarterly figures.",
    schema=closed({"shown": {"type": "boolean"}}),
    export=_export,
    check=lambda data: [],
    apply=_apply,
)
