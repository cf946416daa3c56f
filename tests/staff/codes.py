"""Codes of an authenticator app, as a telephone works them out."""

import base64
import hmac
import struct
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from helpline.staff.models import Account

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery"
SIGN_IN = "/accounts/login/"
SECOND = "/accounts/login/second/"


def code_of(secret: str = SECRET, *, steps: int = 0) -> str:
    """Return the code that an app shows now, or some half minutes later (RFC 6238)."""
    counter = int(time.time()) // 30 + steps
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), "sha1").digest()
    at = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def with_app(account: Account) -> Account:
    """Give an account an app and recovery codes."""
    TOTP.activate(account, SECRET)
    RecoveryCodes.activate(account)
    return account


def recovery_codes(account: Account) -> list[str]:
    row = Authenticator.objects.get(user=account, type=Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = row.wrap().get_unused_codes()
    return codes


def sign_in(account: Account, *, code: str | None = None, client: Client | None = None) -> Client:
    """Sign in by the pages, as a person does; with a code also the second step."""
    client = client or Client()
    client.post(SIGN_IN, {"login": account.username, "password": PASSWORD})
    if code is not None:
        client.post(SECOND, {"code": code})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
