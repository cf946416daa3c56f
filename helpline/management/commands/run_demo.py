import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from helpline.demo import HOST
from helpline.key_start import unfit_keys
from helpline.laying_out import lay_out
from helpline.management.commands.create_demo_staff import SignIns, ensure_demo_staff
from helpline.serving import alone, serve

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
        # The first time takes a while; a silent screen would be taken for a hang.
        self.stdout.write("Making databases, content and sign-ins ready.")
        self.stdout.flush()
        lay_out(self.stderr)
        return ensure_demo_staff(chosen_password=os.environ.get("HELPLINE_DEMO_PASSWORD", ""))

    def announce(self, sign_ins: SignIns) -> None:
        """Print the three addresses and how to sign in."""
        url = f"http://{HOST}:{settings.HELPLINE_PORT}"
        self.stdout.write(ADDRESSES.format(url=url, passwords=sign_ins.line()))
        self.stdout.flush()
