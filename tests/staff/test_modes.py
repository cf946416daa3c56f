"""The mode of a deployment decides whether a second factor is asked for: nothing else switches it."""

import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASKED = (
    "from helpline import settings as s; "
    "print(s.HELPLINE_SECOND_FACTOR, s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN)"
)


@pytest.mark.parametrize(
    ("mode", "said"), [("service", "True False"), ("demo", "False True"), ("", "True False")]
)
def test_a_service_asks_for_it_and_so_does_what_says_nothing(mode: str, said: str, tmp_path: Path) -> None:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
    ours |= {"HELPLINE_DATA_DIR": str(tmp_path), "HELPLINE_SECRET_KEY": "k" * 60}
    ours |= {"HELPLINE_KEK": b64encode(b"k" * 32).decode(), "HELPLINE_SECOND_FACTOR": "0"}
    ours |= {"HELPLINE_MODE": mode} if mode else {}

    done = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=ROOT, env=ours, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == said
