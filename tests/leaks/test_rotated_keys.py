"""After a rotation nothing that the old key-encryption key opens is left in the files of the key store."""

from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection  # noqa: F401 - the mark below asks it

from chat.services.retention import cut_logs
from helpline.kernel.keystore import create_key
from helpline.kernel.models import ContactKey, SiteSecret
from helpline.kernel.site_secrets import site_secret
from tests.chat.acts import BOTH
from tests.kernel.key_sources import new_kek
from tests.leaks.at_rest import files_of

pytestmark = pytest.mark.django_db(transaction=True, databases=BOTH)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps what was until it is recycled")
def test_what_the_old_key_wrapped_is_in_no_file(on_disk: dict[str, Path], settings: Any) -> None:
    for _ in range(40):
        create_key(contact=uuid4())
    site_secret("digests")
    old = [bytes(row.wrapped) for model in (ContactKey, SiteSecret) for row in model.objects.all()]  # type: ignore[attr-defined]
    before = b"".join(path.read_bytes() for path in files_of(on_disk))
    assert [value for value in old if value not in before] == []

    settings.HELPLINE_KEK = f"{new_kek()[0]}\n{settings.HELPLINE_KEK}"
    call_command("rotate_keys", stdout=StringIO())
    cut_logs()

    after = b"".join(path.read_bytes() for path in files_of(on_disk))
    assert len(old) == 41
    assert [value for value in old if value in after] == []
