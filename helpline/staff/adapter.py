"""How sign-in behaves here: nobody signs themselves up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from helpline.staff.models import Account
from helpline.staff.roles import Role

HOME = {
    Role.HANDLER: "/console/",
    Role.SUPERVISOR: "/console/",
    Role.ANALYST: "/supervision/",
    Role.ADMIN: "/supervision/",
}


class StaffAdapter(DefaultAccountAdapter):
    """Invitation only; each role lands on its own first page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        account = request.user
        return HOME[Role(account.role)] if isinstance(account, Account) else "/console/"
