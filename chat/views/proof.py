"""The proof of work before a contact: given out, and asked for again."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from chat.consumers.limits import check_again, check_challenges, check_starts, network_name
from chat.errors import ProofInvalid
from chat.views.replies import coded
from helpline.kernel.difficulty import max_number
from helpline.kernel.marks import Marks
from helpline.kernel.networks import address_of, shared_marks
from helpline.kernel.proof import LIFE, new_challenge, solution, spend

LIFE_SECONDS = int(LIFE.total_seconds()) + 1


@lru_cache(maxsize=1)
def marks() -> Marks:
    """Return the marks of this process, made at first use."""
    return shared_marks()


def is_asked_for() -> bool:
    return bool(settings.HELPLINE_PROOF == "on")


@require_GET
@coded
def challenge(request: HttpRequest) -> HttpResponse:
    """Give a challenge, harder while many are asked for."""
    if not is_asked_for():
        error = {"code": "proof.off", "message": "No proof is needed."}
        return JsonResponse({"error": error}, status=404)
    address = address_of(request)
    check_challenges(address)
    number = max_number(
        base=max(1, settings.HELPLINE_PROOF_NUMBER),
        by_service=marks().count("challenges"),
        by_network=marks().count(f"challenges.{network_name(address)}"),
        starts=marks().counted("starts"),
    )
    return JsonResponse(new_challenge(max_number=number))


def check_proof(proof: object) -> None:
    """Spend the proof that a start brought. Raises ProofInvalid."""
    if not is_asked_for():
        return
    if not spend(proof, marks=marks()):
        raise ProofInvalid
    marks().count("starts")


def check_start(proof: object, address: str) -> None:
    """Count a start by what it brings: a solution once, and what brings none apart. Raises TooMany.

    Nothing is spent: whoever is turned away for the hour keeps the proof, and may bring it again. That
    one solution, sent without end, takes nothing from others on its network.
    """
    if not is_asked_for():
        check_starts(address, solved=True)
        return
    found = solution(proof)
    if found is not None and not marks().claim(f"start.{found}", LIFE_SECONDS):
        check_again(found)
    else:
        check_starts(address, solved=found is not None)
