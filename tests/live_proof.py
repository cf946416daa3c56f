"""A client's side of the proof of work, by the library that the server has as well."""

import json
import urllib.request
from typing import Any

from altcha.v1 import Payload, solve_challenge

from tests.live_http import GUARD_SECONDS


def proof_of_work(origin: str) -> str:
    """Fetch a challenge of this server and return its solution as it travels."""
    with urllib.request.urlopen(f"{origin}/api/challenge", timeout=GUARD_SECONDS) as answer:
        return solved(json.load(answer))


def solved(challenge: dict[str, Any]) -> str:
    """Return the solution of a challenge as it travels."""
    given = {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")}
    found = solve_challenge(
        challenge["challenge"], challenge["salt"], challenge["algorithm"], challenge["maxNumber"]
    )
    assert found, "no number fits"
    return Payload(number=found.number, **given).to_base64()
