from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from triage.models import DirectoryEntry, EntryChange

pytestmark = pytest.mark.django_db

LIST = "/supervision/programmes/"


def page_of(entry, act=""):
    return f"{LIST}{entry.id}/{act}"


@pytest.fixture
def supervisors_browser(signed_in, supervisor):
    return signed_in(supervisor)


@pytest.fixture
def admins_browser(signed_in, admin):
    return signed_in(admin)


@pytest.fixture
def written():
    """What staff type into the form for a new service."""
    return {
        "name": "Hillside Project",
        "kind": "programme",
        "role": "behaviour_change",
        "description": "A weekly group.",
        "areas": "Wirral\n Liverpool \n",
        "audience": ["M", "W"],
        "age_min": "18",
        "weeks_min": "10",
        "phone": "0151 496 0456",
        "signpost": "yes",
        "cautions": "Ring before noon.",
    }


@pytest.mark.parametrize(
    ("role", "status"), [("supervisor", 200), ("admin", 200), ("handler", 403), ("analyst", 403)]
)
@pytest.mark.parametrize("path", ["", "add/", "{id}/", "{id}/deactivate/"])
def test_only_those_who_manage_the_directory_see_its_pages(
    role, status, path, request, signed_in, make_entry
):
    browser = signed_in(request.getfixturevalue(role))

    assert browser.get(LIST + path.format(id=make_entry().id)).status_code == status


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(LIST).url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("", {"ready", "undated", "numberless", "overdue", "soon"}),
        ("unconfirmed", {"undated"}),
        ("due", {"undated", "overdue"}),
        ("soon", {"soon"}),
        ("contradicted", {"soon"}),
        ("unreachable", {"numberless"}),
        ("inactive", {"retired"}),
        ("nonsense", {"ready", "undated", "numberless", "overdue", "soon"}),
    ],
)
@time_machine.travel("2026-11-27T12:00Z", tick=False)
def test_the_list_can_be_filtered(supervisors_browser, make_entry, show, expected):
    checked = {"last_checked": date(2026, 11, 1), "check_due": date(2027, 5, 1)}
    make_entry("ready", **checked)
    make_entry("undated")
    make_entry("numberless", phone="", **checked)
    make_entry("overdue", last_checked=date(2026, 5, 26), check_due=date(2026, 11, 26))
    make_entry(
        "soon", last_checked=date(2026, 5, 27), check_due=date(2026, 11, 27), contradictions=["8 or 9 weeks"]
    )
    make_entry("retired", is_active=False)

    response = supervisors_browser.get(LIST, {"show": show})

    assert {entry.slug for entry in response.context["entries"]} == expected


@time_machine.travel("2026-11-27T12:00Z", tick=False)
def test_what_is_overdue_longest_stands_first_after_what_was_never_checked(supervisors_browser, make_entry):
    make_entry("b", name="B", last_checked=date(2026, 1, 1), check_due=date(2026, 7, 1))
    make_entry("a", name="A", last_checked=date(2026, 2, 1), check_due=date(2026, 8, 1))
    make_entry("c", name="C")

    response = supervisors_browser.get(LIST, {"show": "due"})

    assert [entry.slug for entry in response.context["entries"]] == ["c", "b", "a"]
    assert "Check again" in response.content.decode()


def test_the_list_can_be_searched_by_words(supervisors_browser, make_entry):
    make_entry("a", name="Riverside")
    make_entry("b", name="Hillside")

    response = supervisors_browser.get(LIST, {"words": "hill"})

    assert [entry.slug for entry in response.context["entries"]] == ["b"]
    assert "Nothing fits" in supervisors_browser.get(LIST, {"words": "seaside"}).content.decode()


def test_an_empty_directory_says_what_to_do(supervisors_browser):
    assert "There are no services yet" in supervisors_browser.get(LIST).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    supervisors_browser, make_entry, django_assert_num_queries, count
):
    for number in range(count):
        make_entry(f"riverside-{number}")

    # session, account, entries, what waits, how the service is called
    with django_assert_num_queries(5):
        supervisors_browser.get(LIST)


def approved(browser):
    """Approve what alone waits, as the person of this browser."""
    change = EntryChange.objects.get(state="waiting")
    path = f"{LIST}changes/{change.pk}/approve/"
    return browser.post(path, {"revision": change.revision}, follow=True)


def test_a_service_is_added_once_a_second_person_approved_it(supervisors_browser, admins_browser, written):
    response = supervisors_browser.post(LIST + "add/", written)
    assert response.url == f"{LIST}changes/{EntryChange.objects.get().pk}/"
    assert not DirectoryEntry.objects.exists()

    approved(admins_browser)

    entry = DirectoryEntry.objects.get(slug="hillside-project")
    assert (entry.areas, entry.audience, entry.age_min) == (["Wirral", "Liverpool"], ["M", "W"], 18)
    assert entry.cautions == ["Ring before noon."]
    assert entry.last_checked is None
    assert entry.edited_at is not None


def test_a_service_checked_with_its_provider_is_confirmed_by_who_checked_it(
    supervisors_browser, supervisor, admins_browser, written
):
    supervisors_browser.post(LIST + "add/", {**written, "checked": "on"})
    approved(admins_browser)

    entry = DirectoryEntry.objects.get(slug="hillside-project")
    assert entry.last_checked is not None
    assert entry.confirmed_by == supervisor


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("name", "", "Enter the name of the service"),
        ("name", "Riverside", "There is already a service of this name: change that one"),
        ("areas", " \n ", "Enter at least one area"),
        (
            "areas",
            "Wirral\nNarnia\nLeads",
            "No search would find “Narnia”, “Leads”: enter a council, a county, a nation, UK or online",
        ),
        ("phone", "ring us", "Enter a telephone number of digits and spaces"),
        ("phone", "0800 8024040", "0800 802 4040 is a known misprint: Respect Phoneline has 0808 802 4040"),
        ("description", "Ring 0800-802-4040.", "0800 802 4040 is a known misprint"),
        ("website", "http://example.org", "Enter an address that begins with https://"),
        ("website", "javascript:alert(1)", "Write an address that begins with https://"),
        ("email", "nobody", "Enter an e-mail address like name@example.org"),
        ("age_max", "12", "The oldest age must not be below the youngest"),
        ("weeks_max", "3", "The longest length must not be below the shortest"),
        ("check_months", "25", "Write 24 or less"),
        ("routes", "the moon", "Choose from the list"),
        ("age_min", "40000", "Write 120 or less"),
        ("signpost", "", "Choose who may be given it"),
    ],
)
def test_a_mistake_is_explained_and_nothing_is_saved(
    supervisors_browser, make_entry, written, field, value, text
):
    make_entry()

    response = supervisors_browser.post(LIST + "add/", {**written, field: value})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Nothing is saved yet" in page
    assert [error for _, error in response.context["summary"] if text in error]
    assert f'href="#id_{field}"' in page
    assert f'id="id_{field}"' in page
    assert DirectoryEntry.objects.count() == 1


def test_mistakes_are_summed_up_in_the_order_of_the_page(supervisors_browser):
    response = supervisors_browser.post(LIST + "add/", {"phone": "ring us"})

    assert [field for field, _ in response.context["summary"]] == [
        "id_name", "id_kind", "id_areas", "id_phone", "id_signpost", "id_role"
    ]  # fmt: skip


def test_an_entry_is_edited_and_keeps_its_id(supervisors_browser, admins_browser, make_entry, written):
    entry = make_entry(last_checked=date(2026, 11, 1))

    supervisors_browser.post(page_of(entry), written)
    approved(admins_browser)

    entry.refresh_from_db()
    assert (entry.slug, entry.name, entry.phone) == ("riverside", "Hillside Project", "0151 496 0456")
    assert entry.last_checked is None


def test_saving_an_unchanged_form_changes_no_field(supervisors_browser, loaded):
    entry = DirectoryEntry.objects.get(slug="respect-phoneline")
    form = supervisors_browser.get(page_of(entry)).context["form"]
    data = {name: form[name].value() for name in form.fields}

    supervisors_browser.post(page_of(entry), {k: "" if v is None else v for k, v in data.items()})

    after = DirectoryEntry.objects.get(slug="respect-phoneline")
    changed = {
        f.name for f in entry._meta.concrete_fields if getattr(entry, f.name) != getattr(after, f.name)
    }
    assert changed == set()
    assert not EntryChange.objects.filter(by__isnull=False).exists()


def test_editors_notes_are_named_as_such(supervisors_browser, loaded):
    entry = DirectoryEntry.objects.get(slug="respect-phoneline")

    page = supervisors_browser.get(page_of(entry)).content.decode()
    notes = page[page.index("Notes: never shown to callers") :]

    assert "Hours conflict" in notes
    assert "misprint: 0800 instead of 0808; do not publish" in notes
    assert "003_b70c9f68bda01845.txt; 004_00b5cdf5f0b7ab61.txt" in notes


def test_contradictions_between_sources_are_shown_and_can_be_settled(supervisors_browser, loaded):
    entry = DirectoryEntry.objects.get(slug="girls-junior")
    page = supervisors_browser.get(page_of(entry))
    assert "Sources contradict each other here" in page.content.decode()
    assert "overlap at 13" in page.content.decode()

    form = page.context["form"]
    data = {name: "" if (held := form[name].value()) is None else held for name in form.fields}
    supervisors_browser.post(page_of(entry), {**data, "contradictions": ""})

    assert "contradict each other here" not in supervisors_browser.get(page_of(entry)).content.decode()


def test_hours_in_openstreetmap_s_notation_are_put_into_words(supervisors_browser, admins_browser, written):
    supervisors_browser.post(LIST + "add/", {**written, "hours_text": "Mo-Fr 09:00-17:00; PH off"})
    approved(admins_browser)

    entry = DirectoryEntry.objects.get(slug="hillside-project")
    assert entry.hours_text == "Monday to Friday, 9am to 5pm; closed on bank holidays"
    assert entry.hours["bank_holidays"] == []


def test_what_staff_write_is_text_and_never_markup(supervisors_browser, make_entry):
    entry = make_entry(name="<script>x</script>", source_notes={"status": "<b>x</b>"})

    for page in (LIST, page_of(entry), page_of(entry, "deactivate/")):
        shown = supervisors_browser.get(page).content.decode()
        assert "<script>x" not in shown
        assert "<b>x" not in shown


def test_confirming_sets_the_date(supervisors_browser, make_entry):
    entry = make_entry()

    response = supervisors_browser.post(page_of(entry, "confirm/"), follow=True)

    entry.refresh_from_db()
    assert entry.last_checked is not None
    assert "Riverside: confirmed today." in response.content.decode()


def test_taking_out_of_use_asks_first_and_can_be_undone(supervisors_browser, make_entry):
    entry = make_entry()

    asked = supervisors_browser.get(page_of(entry, "deactivate/")).content.decode()
    entry.refresh_from_db()
    assert "Take Riverside out of use?" in asked
    assert entry.is_active

    supervisors_browser.post(page_of(entry, "deactivate/"))
    entry.refresh_from_db()
    assert not entry.is_active

    supervisors_browser.post(page_of(entry, "reactivate/"))
    entry.refresh_from_db()
    assert entry.is_active


@pytest.mark.parametrize("act", ["confirm/", "reactivate/"])
def test_a_link_alone_changes_nothing(supervisors_browser, make_entry, act):
    assert supervisors_browser.get(page_of(make_entry(), act)).status_code == 405


@pytest.mark.parametrize("act", ["", "confirm/", "deactivate/", "reactivate/"])
def test_what_is_not_there_is_not_found(supervisors_browser, act):
    missing = f"{LIST}00000000-0000-0000-0000-000000000000/{act}"

    assert supervisors_browser.post(missing).status_code == 404


def test_forms_carry_a_token(supervisor, make_entry):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(supervisor)

    assert browser.post(page_of(make_entry(), "confirm/")).status_code == 403
