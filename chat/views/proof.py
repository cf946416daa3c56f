"""The proof of work before a contact: given out, and asked for again."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from chat.consumers.limits import check_challenges, names
from chat.errors import ProofInvalid
from chat.views.replies import coded
from helpline.kernel.difficulty import max_number
from helpline.kernel.marks import Marks
from helpline.kernel.networks import address_of, shared_marks
from helpline.kernel.proof import new_challenge, spend


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
        by_network=marks().count(f"challenges.{names.name(address)}"),
    )
    return JsonResponse(new_challenge(max_number=number))


def check_proof(proof: object) -> None:
    """Spend the proof that a start brought. Raises ProofInvalid."""
    if is_asked_for() and not spend(proof, marks=marks()):
        raise ProofInvalid
