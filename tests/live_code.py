"""Python inside the project, beside a live server and on its data: one process for all that is run."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# One line of JSON in, one out: what failed, or nothing. A name that is given stays for the next line.
LOOP = """
import json, sys, traceback
names = {}
for line in sys.stdin:
    failed = ""
    try:
        exec(json.loads(line), names)
    except BaseException:
        failed = traceback.format_exc()
    print(json.dumps(failed), flush=True)
"""
# Put before code that signs people in by hand: hundreds of sign-ins would measure Argon2.
SIGNING_IN = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from helpline.staff.sessions import begin
def cookie_of(account):
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    begin(session)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
"""


class Code:
    """Runs what it is given, one after the other."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", LOOP]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, code: str) -> None:
        """Run it to its end. Raises RuntimeError with what it raised."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("The process beside the server has ended.")
        if failed := json.loads(answer):
            raise RuntimeError(failed[-3_000:])

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()
