"""The blocks that are in force, and the button that lifts one: for supervisors."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chat.errors import BlockGone
from chat.services.blocks import lift_block, live_blocks
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission


@requires(Permission.LIFT_BLOCKS)
@require_safe
def blocks(request: HttpRequest) -> HttpResponse:
    """Show every block whose time is not over: reason, until when, by whom, from which contact."""
    return render(request, "supervision/blocks.html", {"blocks": live_blocks()})


@requires(Permission.LIFT_BLOCKS)
@require_POST
def lift(request: HttpRequest, block: UUID) -> HttpResponse:
    """Lift one block and say so, once whoever presses was asked: a lifted block cannot be put back."""
    found = next((each for each in live_blocks() if each["id"] == block and not each["lifted_by"]), None)
    if found and "sure" not in request.POST:
        return render(request, "supervision/lift_block.html", {"asked": found})
    try:
        lift_block(block=block, by=account_of(request))
    except BlockGone as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "The block is lifted. A chat can start from there again.")
    return redirect("blocks")
