"""Settings of the tests: ours, with keys that are worth nothing and no timer thread."""

import atexit
import os
import shutil
import tempfile
from base64 import b64encode

if "HELPLINE_DATA_DIR" not in os.environ:
    os.environ["HELPLINE_DATA_DIR"] = tempfile.mkdtemp(prefix="helpline-test-")
    atexit.register(shutil.rmtree, os.environ["HELPLINE_DATA_DIR"], ignore_errors=True)
os.environ.setdefault("HELPLINE_SECRET_KEY", "only for tests")
os.environ.setdefault("HELPLINE_KEK", b64encode(b"t" * 32).decode())
os.environ.setdefault("HELPLINE_MODE", "demo")
os.environ.setdefault("HELPLINE_TIMERS", "off")
# A test that wants the proof of work switches it on.
os.environ.setdefault("HELPLINE_PROOF", "off")

from helpline.settings import *  # noqa: F403

# In files, as in service: SQLite in memory, shared between threads, locks whole tables and waits for none.
for alias, database in DATABASES.items():  # noqa: F405
    if "sqlite" in database["ENGINE"]:
        database["TEST"] = {"NAME": str(HELPLINE_DATA_DIR / f"test-{alias}.sqlite3")}  # noqa: F405

# Few migrations are about its tables, and all would be gone through. The tests' servers do go through them.
DATABASES["keys"].setdefault("TEST", {})["MIGRATE"] = False  # noqa: F405

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]  # type: ignore[misc]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
