"""Links in a handler's words, as they travel to the caller."""

import pytest
from pytest_django.fixtures import Settings as SettingsWrapper

from chat.services.contacts import Started
from helpline.staff.models import Account
from tests.people import Caller, Handler
from triage.models import DirectoryEntry


async def talks(started: Started, account: Account, body: str) -> dict[str, object]:
    """Say it as a handler; returns what the caller hears."""
    async with Handler(account) as handler:
        await handler.is_available()
        await handler.takes(str(started.contact.pk))
        async with Caller(started) as caller:
            await handler.says(str(started.contact.pk), body)
            return await caller.hears("message")


async def test_a_handlers_link_to_a_service_of_the_directory_is_named(
    started: Started, handler1: Account, settings: SettingsWrapper
) -> None:
    settings.HELPLINE_LINK_HOSTS = ["chat.example.org"]
    entry = await DirectoryEntry.objects.filter(signpost="yes", is_active=True).exclude(website="").afirst()
    assert entry is not None
    site = entry.website.rstrip("/")
    body = f"{site} or https://chat.example.org/a, never https://evil.example/"

    heard = await talks(started, handler1, body)
    assert (heard["body"], heard["links"]) == (body, [site, "https://chat.example.org/a"])


@pytest.mark.parametrize("signpost", ["no", "survivor_only"])
async def test_a_service_that_no_caller_is_given_is_no_link(
    started: Started, handler1: Account, signpost: str
) -> None:
    await DirectoryEntry.objects.aupdate(signpost=signpost)

    assert "links" not in await talks(
        started, handler1, "https://www.respect.org.uk/ https://respect.org.uk/"
    )


async def test_a_callers_own_words_hold_no_links(
    started: Started, handler1: Account, settings: SettingsWrapper
) -> None:
    settings.HELPLINE_LINK_HOSTS = ["chat.example.org"]
    async with Caller(started) as caller:
        await caller.says("https://chat.example.org/")

        assert "links" not in await caller.hears("message")
