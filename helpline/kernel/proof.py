"""The proof of work: a challenge that one solution answers once. ALTCHA's first protocol, SHA-256.

Nothing is kept of a challenge until it is solved: it carries its own signature and its end. Nothing
in it says to whom it was given. See docs/adr/0012-proof-of-work.md.
"""

import base64
import json
from datetime import timedelta
from typing import Any

from altcha.v1 import SHA256, ChallengeOptions, Payload, create_challenge, verify_solution
from django.utils import timezone
from django.utils.crypto import salted_hmac

from helpline.kernel.marks import Marks

# Long enough to read the limits of confidentiality slowly and to answer three questions.
LIFE = timedelta(minutes=20)
MOST_CHARACTERS = 2_000


def new_challenge(*, max_number: int) -> dict[str, Any]:
    """Return a challenge as it travels: {"algorithm", "challenge", "maxNumber", "salt", "signature"}."""
    options = ChallengeOptions(
        algorithm=SHA256, max_number=max_number, hmac_key=_key(), expires=timezone.now() + LIFE
    )
    return dict(create_challenge(options).to_dict())


def spend(proof: object, *, marks: Marks) -> bool:
    """Return whether this is the solution of a challenge of ours, in time and for the first time.

    From then on it is spent, whatever becomes of the request that brought it.
    """
    payload = _read(proof)
    if payload is None or not _is_right(payload):
        return False
    # The signature, since the same solution may be written in more than one way.
    return marks.claim(f"proof.{payload.signature}", int(LIFE.total_seconds()) + 1)


def solution(proof: object) -> str | None:
    """Return what names a solution of a challenge of ours, in time; None where it is none.

    It may have been spent. A few hashes and nothing else: it costs less than what it lets through.
    """
    payload = _read(proof)
    return payload.signature if payload is not None and _is_right(payload) else None


def _is_right(payload: Payload) -> bool:
    right, _ = verify_solution(payload, _key())
    return bool(right)


def _read(proof: object) -> Payload | None:
    """Return what a client sent as far as it has the right shape; the library trusts its own client."""
    if not isinstance(proof, str) or len(proof) > MOST_CHARACTERS:
        return None
    try:
        held = json.loads(base64.b64decode(proof, validate=True))
    except (ValueError, RecursionError):
        return None
    if not isinstance(held, dict) or held.get("algorithm") != SHA256:
        return None
    number, texts = held.get("number"), [held.get(name) for name in ("challenge", "salt", "signature")]
    if type(number) is not int or not all(isinstance(text, str) and text.isascii() for text in texts):
        return None
    return Payload.from_dict(held)  # type: ignore[arg-type]


def _key() -> str:
    """Return this deployment's key for proofs alone: whoever learns it can sign nothing else."""
    return salted_hmac("helpline.kernel.proof", "altcha v1", algorithm="sha256").hexdigest()
