from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpline.kernel.errors import HelplineError
from helpline.staff import services
from helpline.staff.links import address_of_link, own_origin
from helpline.staff.lost_factors import remove_factors
from helpline.staff.models import Account
from helpline.staff.roles import Role


class Command(BaseCommand):
    """Prints a single-use link for an admin: the first one, or one who cannot get in any more."""

    help = (
        "Print a single-use link by which an admin chooses a password and sets up a second factor. "
        "For the first admin of a service, and for an admin whom nobody else can help."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", default="admin")
        parser.add_argument(
            "--lost-second-factor",
            action="store_true",
            help="take the second factors of this account away (any role); its password stays",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        username = Account.normalize_username(options["username"])
        account = Account.objects.filter(username__iexact=username).first()
        try:
            secret = self._secret(username, account, lost=options["lost_second_factor"])
        except HelplineError as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"{own_origin()}{address_of_link(secret)}")
        self.stderr.write("It works once. Whoever has it can use it: hand it over in person.")

    def _secret(self, username: str, account: Account | None, *, lost: bool) -> str:
        if lost:
            if account is None:
                raise CommandError(f"There is no account {username}.")
            return remove_factors(account=account, by=None, detail={"reason": "on_the_server"})
        if account is None:
            return services.invite(username=username, role=Role.ADMIN, by=None)[1]
        if account.role != Role.ADMIN or not account.is_active:
            raise CommandError(f"{account.username} is not an active admin; admins invite everybody else.")
        return services.reset_password(account=account, by=None)
