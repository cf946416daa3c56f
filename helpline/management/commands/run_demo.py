import io
import os
import sys
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from helpline.demo import HOST
from helpline.key_start import unfit_keys
from helpline.management.commands.create_demo_staff import SignIns, ensure_demo_staff
from helpline.serving import alone, serve

# Command that loads content -> the model whose rows are what is running.
CONTENT = {
    "load_scripts": "scripts.ScriptVersion",
    "load_directory": "triage.DirectoryEntry",
    "load_consent": "chat.ConsentText",
    "load_risk": "triage.RiskInstrument",
    "load_rubric": "quality.RubricVersion",
}
ADDRESSES = """
Helpline demo: practice data, never for real callers. Ctrl-C ends it.

  Caller       {url}/
  Console      {url}/console/      sign in as handler1 or handler2
  Supervision  {url}/supervision/  sign in as supervisor1, supervisor2, analyst1 or admin1

{passwords}
"""


class Command(BaseCommand):
    """Lays out what is missing and serves the demo on this machine alone.

    `manage.py` has made the keys and checked port and folder before this is imported.
    """

    help = "Play the demo: migrate, load the content, create demo staff, serve."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.HELPLINE_MODE != "demo":
            raise CommandError("run_demo needs HELPLINE_MODE=demo.", returncode=2)
        with alone():
            sign_ins = self.lay_out()
            if reasons := unfit_keys():
                raise CommandError("\n".join(reasons), returncode=2)
            # 127.0.0.1 whatever is asked: the demo's passwords stand on a screen.
            serve(host=HOST, port=settings.HELPLINE_PORT, ready=lambda: self.announce(sign_ins))

    def lay_out(self) -> SignIns:
        """Bring databases, content and staff to where this version wants them."""
        for database in ("default", "keys"):
            call_command("migrate", database=database, verbosity=0, interactive=False)
        for command, model in CONTENT.items():
            self.load(command, model)
        return ensure_demo_staff(chosen_password=os.environ.get("HELPLINE_DEMO_PASSWORD", ""))

    def load(self, command: str, model: str) -> None:
        """Load one kind of content; with a mistake in it the running version stays in use."""
        if command not in get_commands():
            return
        try:
            call_command(command, verbosity=0, stdout=io.StringIO(), stderr=self.stderr)
        except (CommandError, SystemExit) as refusal:
            if isinstance(refusal, CommandError):
                self.stderr.write(str(refusal))
            if not apps.get_model(model)._default_manager.exists():
                sys.exit(2)
            self.stderr.write("The version that was running stays in use.")

    def announce(self, sign_ins: SignIns) -> None:
        """Print the three addresses and how to sign in."""
        url = f"http://{HOST}:{settings.HELPLINE_PORT}"
        self.stdout.write(ADDRESSES.format(url=url, passwords=sign_ins.line()))
        self.stdout.flush()
