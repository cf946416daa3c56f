"""The pages on which a second person decides, and on which an entry's history stands."""

import pytest

from helpline.staff.models import Account
from helpline.staff.roles import Role
from triage.models import DirectoryEntry, EntryChange
from triage.services import approve_change, save_entry, set_active

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LIST = "/supervision/programmes/"
WAITING = LIST + "waiting/"


@pytest.fixture
def second(make_account):
    return make_account(Role.SUPERVISOR, "supervisor2")


@pytest.fixture
def browser(signed_in, supervisor):
    return signed_in(supervisor)


@pytest.fixture
def other_browser(signed_in, second):
    return signed_in(second)


@pytest.fixture
def waiting(make_entry, supervisor):
    """A number that the first supervisor wrote."""
    values = {"phone": "0151 496 0999"}
    return save_entry(entry=make_entry(), values=values, checked=False, by=supervisor).waiting


def page_of(change, act=""):
    return f"{LIST}changes/{change.pk}/{act}"


def form_of(browser, entry, **written):
    """Return what a browser would send of the entry's form, with something written in it."""
    page = browser.get(f"{LIST}{entry.id}/")
    form = page.context["form"]
    held = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in held.items() if value is not False}
    return {**sent, "seen": page.context["seen"], **written}


@pytest.mark.parametrize(
    ("role", "status"), [("supervisor", 200), ("admin", 200), ("handler", 403), ("analyst", 403)]
)
@pytest.mark.parametrize(
    "path", ["waiting/", "changes/{change}/", "{entry}/history/", "{entry}/history/{done}/back/"]
)
def test_only_those_who_manage_the_directory_see_what_changes(
    role, status, path, request, signed_in, waiting, second
):
    entry = DirectoryEntry.objects.get()
    values = {"cautions": ["Ring first."]}
    save_entry(entry=entry, values=values, checked=False, by=second)
    done = EntryChange.objects.get(state="done")
    browser = signed_in(request.getfixturevalue(role))

    answer = browser.get(LIST + path.format(change=waiting.pk, entry=entry.id, done=done.pk))

    assert answer.status_code == status


@pytest.mark.parametrize("role", ["handler", "analyst"])
@pytest.mark.parametrize("act", ["approve/", "refuse/"])
def test_nobody_else_decides(role, act, request, signed_in, waiting):
    browser = signed_in(request.getfixturevalue(role))

    assert browser.post(page_of(waiting, act), {"revision": 1, "note": "No."}).status_code == 403
    assert EntryChange.objects.get().state == "waiting"


def test_its_author_is_told_who_approves_and_another_reads_both_sides(browser, other_browser, waiting):
    own = browser.get(page_of(waiting)).content.decode()
    assert "Approve: use it" not in own
    assert "somebody else approves it: another supervisor, or an admin" in own

    page = other_browser.get(page_of(waiting)).content.decode()
    assert "0151 496 <del>0123</del>" in page
    assert "0151 496 <ins>0999</ins>" in page
    done = other_browser.post(page_of(waiting, "approve/"), {"revision": 1}, follow=True).content.decode()
    assert "Riverside: approved, and in use now." in done
    assert "Nothing waits for approval." in done


def test_an_author_who_posts_all_the_same_is_refused(browser, second, waiting):
    answer = browser.post(page_of(waiting, "approve/"), {"revision": 1}, follow=True)

    assert "You wrote this change. Ask another supervisor or admin to approve it." in answer.content.decode()
    assert DirectoryEntry.objects.get().phone == "0151 496 0123"


@pytest.mark.parametrize("revision", ["", "x", "0", "9", "²", "1" * 30])
def test_what_was_not_read_is_not_approved(other_browser, waiting, revision):
    answer = other_browser.post(page_of(waiting, "approve/"), {"revision": revision}, follow=True)

    assert "decided on, or written on, since you opened the page" in answer.content.decode()
    assert EntryChange.objects.get().state == "waiting"


def test_who_is_alone_is_told_so_and_the_rule_stays(browser, signed_in, admin, waiting):
    with_admin = browser.get(page_of(waiting)).content.decode()
    assert "Nobody else here may approve it" not in with_admin

    Account.objects.exclude(pk=waiting.by_id).update(is_active=False)
    alone = browser.get(page_of(waiting)).content.decode()
    assert "Nobody else here may approve it" in alone
    assert "Ask whoever keeps the accounts" in alone
    assert "Nobody else here may approve it" in browser.get(WAITING).content.decode()
    browser.post(page_of(waiting, "approve/"), {"revision": 1})
    assert EntryChange.objects.get().state == "waiting"


def test_sending_back_needs_a_reason_that_the_author_reads_and_takes_up(browser, other_browser, waiting):
    refused = other_browser.post(page_of(waiting, "refuse/"), {"revision": 1, "note": "  "})
    assert refused.status_code == 422
    assert 'href="#id_note"' in refused.content.decode()

    other_browser.post(page_of(waiting, "refuse/"), {"revision": 1, "note": "That is their <b>fax</b>."})
    page = browser.get(page_of(waiting)).content.decode()
    assert "supervisor2 wrote: That is their &lt;b&gt;fax&lt;/b&gt;." in page

    form = browser.get(f"{LIST}{waiting.entry}/", {"again": waiting.pk})
    assert form.context["form"]["phone"].value() == "0151 496 0999"
    assert "0151 496 0123" in browser.get(f"{LIST}{waiting.entry}/").content.decode()


def test_a_form_that_was_overtaken_keeps_what_was_written(browser, other_browser, make_entry, second, admin):
    entry = make_entry()
    mine = form_of(browser, entry, phone="0151 496 0777", cost="Free")
    theirs = save_entry(entry=entry, values={"phone": "0151 496 0888"}, checked=False, by=second).waiting
    blocked = browser.post(f"{LIST}{entry.id}/", mine)
    assert blocked.status_code == 409
    assert page_of(theirs) in blocked.content.decode()
    assert blocked.context["form"]["phone"].value() == "0151 496 0777"

    approve_change(change=theirs.pk, revision=1, by=admin)
    moved = browser.post(f"{LIST}{entry.id}/", mine)
    assert moved.status_code == 409
    assert moved.context["moved"] == [("Telephone", "0151 496 0888")]
    assert moved.context["form"]["phone"].value() == "0151 496 0777"
    assert not EntryChange.objects.filter(state="waiting").exists()

    again = browser.post(f"{LIST}{entry.id}/", {**mine, "seen": moved.context["seen"]})
    assert again.url == page_of(EntryChange.objects.get(state="waiting"))
    assert EntryChange.objects.get(state="waiting").fields["phone"] == ["0151 496 0888", "0151 496 0777"]


def test_an_author_goes_on_with_what_waits(browser, waiting):
    entry = DirectoryEntry.objects.get()
    form = form_of(browser, entry)
    assert form["phone"] == "0151 496 0999"

    browser.post(f"{LIST}{entry.id}/", {**form, "cost": "Free"})

    assert sorted(EntryChange.objects.get(state="waiting").fields) == ["cost", "phone"]


def test_a_new_service_is_written_on_under_another_name(browser, other_browser):
    written = {
        "name": "Hillside",
        "kind": "programme",
        "role": "helpline",
        "areas": "Wirral",
        "signpost": "yes",
    }
    browser.post(LIST + "add/", written)
    first = EntryChange.objects.get()
    assert "A new service" in browser.get(WAITING).content.decode()
    assert other_browser.get(LIST + "add/", {"again": first.pk}).context["form"]["name"].value() is None

    form = browser.get(LIST + "add/", {"again": first.pk}).context["form"]
    assert (form["name"].value(), form["areas"].value()) == ("Hillside", "Wirral")
    browser.post(f"{LIST}add/?again={first.pk}", {**written, "name": "Uphill"})

    assert [(c.name, c.state) for c in EntryChange.objects.order_by("pk")] == [
        ("Hillside", "taken_back"), ("Uphill", "waiting")
    ]  # fmt: skip


def test_history_shows_who_wrote_and_who_approved_and_leads_back(browser, other_browser, waiting):
    other_browser.post(page_of(waiting, "approve/"), {"revision": 1})
    entry = DirectoryEntry.objects.get()

    page = browser.get(f"{LIST}{entry.id}/history/").content.decode()
    assert "Written by supervisor1" in page
    assert "Approved by supervisor2" in page
    back = f"{LIST}{entry.id}/history/{waiting.pk}/back/"
    assert f'href="{back}"' in page

    assert "0151 496 <ins>0123</ins>" in browser.get(back).content.decode()
    proposed = browser.post(back)
    assert proposed.url == page_of(EntryChange.objects.get(how="restored"))
    assert "waits for approval" in browser.get(back).content.decode()


def test_a_history_without_changes_says_so_and_one_with_many_is_cut(browser, make_entry, supervisor):
    entry = make_entry()
    history = f"{LIST}{entry.id}/history/"
    assert "No change is recorded" in browser.get(history).content.decode()

    for number in range(51):
        save_entry(entry=entry, values={"editor_notes": f"{number}."}, checked=False, by=supervisor)

    page = browser.get(history)
    assert "The latest 50 changes are shown." in page.content.decode()
    assert len(page.context["changes"]) == 50


@pytest.mark.parametrize("count", [1, 3])
def test_a_history_costs_the_same_however_long(
    browser, make_entry, supervisor, count, django_assert_num_queries
):
    entry = make_entry()
    for number in range(count):
        save_entry(entry=entry, values={"editor_notes": f"{number}."}, checked=False, by=supervisor)

    # session, account, entry, its changes with their people, how the service is called
    with django_assert_num_queries(5):
        browser.get(f"{LIST}{entry.id}/history/")


def test_bringing_back_what_somebody_else_took_out_is_asked_for(browser, make_entry, second):
    entry = make_entry()
    set_active(entry_id=entry.id, active=False, by=second)

    answer = browser.post(f"{LIST}{entry.id}/reactivate/", follow=True)

    assert "once a second person has approved it" in answer.content.decode()
    assert not DirectoryEntry.objects.get().is_active
    assert browser.post(f"{LIST}{entry.id}/reactivate/").status_code == 302


def test_what_staff_write_of_a_service_is_text_and_never_markup(
    browser, other_browser, make_entry, supervisor
):
    entry = make_entry(name="<script>x</script>")
    values = {"caller_text": "<script>y</script>"}
    change = save_entry(entry=entry, values=values, checked=False, by=supervisor).waiting

    for path in (page_of(change), WAITING, f"{LIST}{entry.id}/history/", LIST):
        page = other_browser.get(path).content.decode()
        assert "<script>x" not in page
        assert "<script>y" not in page


@pytest.mark.parametrize("path", ["changes/99/", f"changes/{10**30}/", "add/?again=99"])
def test_what_is_not_there_is_not_found(browser, path):
    assert browser.get(LIST + path).status_code == 404


@pytest.mark.parametrize("act", ["approve/", "refuse/"])
def test_a_link_alone_decides_nothing(other_browser, waiting, act):
    assert other_browser.get(page_of(waiting, act)).status_code == 405
