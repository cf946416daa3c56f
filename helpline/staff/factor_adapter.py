"""How second factors behave here: their secrets are sealed, and the last one stays where one is asked for."""

from base64 import b64decode, b64encode
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.crypto import salted_hmac

from helpline.face.in_force import service_name
from helpline.kernel.crypto import seal, unseal
from helpline.kernel.keyring import is_in_memory
from helpline.kernel.site_secrets import site_secret
from helpline.staff.second_factor import FACTORS, factors_left

BOUND_TO = "v1|second-factor"


def _key() -> bytes:
    """Return the key of these secrets: out of the key store, so that it lies apart from them."""
    if is_in_memory():
        # A key store that dies with the process must not take everybody's way in along.
        return salted_hmac("second-factors", "key", algorithm="sha256").digest()
    return site_secret("second-factors")


class FactorAdapter(DefaultMFAAdapter):
    """Seals the secrets of apps and recovery codes: a copy of the database gives nobody a second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right, or was used already. Wait for the next one and try again.",
        "cannot_generate_recovery_codes": "Set up an app or a passkey first: recovery codes come after.",
        "cannot_delete_authenticator": "This is your only second factor. Add another one first.",
    }

    def encrypt(self, text: str) -> str:
        return b64encode(seal(_key(), text.encode(), bound_to=BOUND_TO)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(_key(), b64decode(encrypted_text), bound_to=BOUND_TO).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        is_factor = authenticator.type in FACTORS
        return not (settings.HELPLINE_SECOND_FACTOR and is_factor and factors_left(authenticator.user) == 1)

    def _get_site_name(self) -> str:
        return service_name()

    def _get_user_identifier(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "Passkey" if count == 0 else f"Passkey {count + 1}"
