"""Who finds what among the services of the content."""

from dataclasses import replace

import pytest

from tests.triage.cases import TODAY, among, content, entry, found, slugs, why
from triage.entries import CHANGE_ROLES
from triage.matching import Directory, match
from triage.searchable import LEFT_OUT, Judge
from triage.wanted import Wanted
from triage.weighing import notes_of

pytestmark = pytest.mark.once

MAN = {"about": "own_behaviour", "audience": "M", "age_band": "26_40"}
WOMAN = MAN | {"audience": "W"}


def row(matches, slug):
    return next(row for row in matches.rows if row.slug == slug)


def test_a_man_in_st_helens_who_is_not_known_to_the_police():
    matches = found(area="St Helens", known=False, **MAN)

    assert slugs(matches, "local") == [
        "help-programme-st-helens", "mcrc-voluntary", "help-programme-merseyside", "mcrc-one-to-one"
    ]  # fmt: skip
    first = row(matches, "help-programme-st-helens")
    assert first.reasons == (
        "In St Helens", "Works on behaviour towards a partner", "Takes men",
        "For people not known to the police or the courts",
    )  # fmt: skip
    assert "No way to reach it is on record: it cannot be sent" in first.cautions
    # So the nearest that can be rung stands beside them.
    assert slugs(matches, "nearest") == ["freedom-programme"]
    assert why(matches)["bbr"] == "By sentence of a court only"
    assert "no way to reach it is on record" in matches.notes[0]


def test_one_who_is_known_to_the_police_is_not_offered_what_is_for_others():
    matches = found(area="St Helens", known=True, **MAN)

    assert why(matches)["help-programme-st-helens"] == (
        "Only for people not known to the police or the courts"
    )
    assert slugs(matches, "local") == ["help-programme-merseyside", "mcrc-one-to-one"]


@pytest.mark.parametrize("place", ["Wirral", "wirral", "CH45", "ch63 2lq", "Birkenhead"])
def test_a_woman_in_wirral(place):
    matches = found(area=place, **WOMAN)

    assert slugs(matches, "local") == ["tomorrows-women", "spider-project", "wirral-ways"]
    assert slugs(matches, "national")[:2] == ["make-a-change", "dapp-1to1"]
    left_out = why(matches)
    assert (left_out["freedom-programme"], left_out["lads-project"]) == ("For men", "For boys and young men")
    assert left_out["dapp-group"] == "For men"
    assert left_out["wirral-iom"] == "Callers cannot ask for it; referred by: agencies together"


def test_a_same_sex_couple_in_nottinghamshire():
    matches = found(area="Nottinghamshire", about="own_behaviour", takes=frozenset({"same_sex"}))

    assert slugs(matches, "local") == []
    assert matches.notes == (
        "Nothing local that can be given here is on record for Nottinghamshire. "
        "Nothing near is on record either; the national ones follow.",
    )
    assert slugs(matches, "national")[0] == "dapp-1to1"
    assert "Takes people in same-sex relationships" in row(matches, "dapp-1to1").reasons
    (caution,) = [text for text in row(matches, "dapp-group").cautions if text.startswith("Groups")]
    assert caution.endswith("look for one to one")
    assert why(matches)["notts-individual"] == "Callers cannot ask for it; referred by: the police"


def test_a_worker_for_that_couple_finds_the_programme_that_takes_them():
    matches = found(area="Nottinghamshire", about="work", takes=frozenset({"same_sex"}))

    assert slugs(matches, "local")[0] == "notts-individual"
    assert "notts-partner-support" not in slugs(matches)


@pytest.mark.parametrize(
    ("audience", "mine", "local"),
    [
        ("M", "lads-project", ["lads-project", "wirral-ways", "wirral-tyss"]),
        # A girl of 13 may go to either.
        ("W", "girls-project", ["girls-junior", "girls-project", "wirral-ways", "wirral-tyss"]),
    ],
)
def test_a_15_year_old(audience, mine, local):
    matches = found(area="Wirral", about="own_behaviour", audience=audience, age_band="13_15")

    assert slugs(matches, "local") == local
    assert "For ages 13 to 19" in row(matches, mine).reasons
    assert slugs(matches, "lines") == ["childline", "samaritans", "emergency"]
    left_out = why(matches)
    assert left_out["girls-project" if audience == "M" else "lads-project"].startswith("For ")
    assert left_out["dapp-1to1"] == "Nothing says that it takes anyone under 18"


def test_somebody_in_cardiff_who_asks_for_welsh():
    matches = found(area="Caerdydd", about="own_behaviour", language="cy")

    assert slugs(matches, "local") == ["change-that-lasts"]
    assert matches.notes[1] == "Nothing here says that it works in Welsh: ask each."
    assert why(matches)["live-fear-free"] == (
        "For people who are being hurt: not for a caller about their own behaviour"
    )


def test_somebody_who_is_hurt_in_cardiff_is_told_of_the_line_that_answers_in_welsh():
    matches = found(area="Cardiff", about="being_hurt", language="cy")

    assert slugs(matches, "lines")[0] == "live-fear-free"
    assert "Works in Welsh" in row(matches, "live-fear-free").reasons
    assert not [note for note in matches.notes if "Welsh" in note]


def test_somebody_who_does_not_speak_english():
    matches = found(area="Leeds", interpreter=True, **MAN)

    assert slugs(matches, "national")[0] == "dapp-1to1"
    assert "Takes people who need an interpreter" in row(matches, "dapp-1to1").reasons
    assert "Nothing says that an interpreter can come: ask" in row(matches, "dapp-group").cautions


@pytest.mark.parametrize("level", ["urgent", "immediate"])
def test_a_high_risk_caller_is_for_agencies_and_the_handler_s_advice_and_not_for_a_programme(level):
    matches = found(area="NE40", level=level, **MAN)

    by_slug = content().by_slug
    assert [each for each in slugs(matches) if by_slug[each].entry.role in CHANGE_ROLES] == []
    assert [each.slug for each in matches.agencies] == ["matac", "drive", "nps"]
    assert matches.agencies[0].reasons[0] == "Serves Northumbria, which Gateshead is in"
    assert slugs(matches, "lines") == ["emergency", "respect-phoneline", "samaritans"]
    assert matches.notes[0].startswith(f"The level is {level}: no programme is offered.")
    assert why(matches)["dapp-1to1"].startswith(f"The level is {level}")


def test_at_an_elevated_level_a_group_is_said_to_need_more_questions():
    assert "The level is elevated: ask more before a group" in row(
        found(level="elevated", **MAN), "dapp-group"
    ).cautions  # fmt: skip


def test_a_social_worker_in_leeds():
    matches = found(area="Leeds", caller_type="frontline_worker")

    assert {"drive", "bystander-rrr", "respect-individual-manual"} <= set(slugs(matches, "national")[:3])
    assert slugs(matches, "lines") == ["respect-phoneline", "emergency"]
    assert "Advises people who work with somebody who uses abuse" in row(matches, "respect-phoneline").reasons
    assert matches.notes[0].startswith("Nothing local")
    assert "notts-training" not in slugs(matches)


@pytest.mark.parametrize(
    "place", ["Wirral", "St Helens", "Nottinghamshire", "Cardiff", "Leeds", "Shetland", "", "x"]
)
@pytest.mark.parametrize("about", ["own_behaviour", "someone_else", "being_hurt", "work", "unsure", None])
def test_national_lines_always_close_the_list(place, about):
    matches = found(area=place, about=about, words="x" if place == "x" else "")

    groups = [row.group for row in matches.rows]
    assert groups == sorted(groups, key=["local", "nearest", "national", "lines"].index)
    assert slugs(matches, "lines")[-1] == "emergency"
    assert len(slugs(matches)) == len(set(slugs(matches)))


@pytest.mark.parametrize(
    "place", ["Wirral", "Merseyside", "Nottingham", "Cardiff", "Croydon", "NE1", "Leeds", None]
)
@pytest.mark.parametrize("wanted", [MAN, WOMAN, {"about": "own_behaviour"}])
def test_what_only_a_court_or_an_agency_refers_to_never_goes_to_a_caller(place, wanted):
    matches = found(area=place, **wanted)

    listed = [content().by_slug[slug].entry for slug in slugs(matches)]
    closed = {"court_only", "agency_only", "professionals_only", "survivor_only", "no"}
    assert [each.slug for each in listed if each.signpost in closed or each.takes_agencies_only] == []


def test_a_line_for_people_who_are_hurt_is_never_offered_to_the_person_who_hurts_them():
    for place in ("Wirral", "Cardiff", "Fife", "Belfast"):
        listed = [content().by_slug[slug].entry for slug in slugs(found(area=place, **MAN))]
        assert [each.slug for each in listed if each.role == "survivor_support"] == []


def test_of_two_alike_the_closest_comes_first_and_what_is_elsewhere_is_left_out():
    entries = [
        entry("uk", areas=("UK",)),
        entry("cardiff", areas=("Cardiff",)),
        entry("region", areas=("North West",)),
        entry("merseyside", areas=("Merseyside",)),
        entry("wirral"),
        entry("england", areas=("England (local sites)",)),
    ]

    assert among(*entries, area="Wirral") == ["wirral", "merseyside", "region", "england", "uk"]


@pytest.mark.parametrize(
    ("better", "wanted"),
    [
        ({"audience": ("W", "C")}, {"audience": "W"}),
        ({"formats": ("one_to_one",)}, {"formats": frozenset({"one_to_one"})}),
        ({"languages": ("cy", "en")}, {"language": "cy"}),
        ({"takes": ("interpreter",)}, {"interpreter": True}),
        ({"eligibility": ("needs an interpreter",)}, {"interpreter": True}),
        ({"takes": ("no_group",)}, {"takes": frozenset({"no_group"})}),
        ({"requires": ("not_known",)}, {"known": False}),
        ({"routes": ("self",)}, {}),
        ({"routes": ("family_friend",)}, {"about": "someone_else"}),
        ({"age_min": 18, "age_max": 25}, {"age_band": "18_25"}),
        ({"partner_support": "yes", "role": "behaviour_change"}, {"about": "own_behaviour"}),
        ({"accreditation": "respect", "role": "behaviour_change"}, {"about": "own_behaviour"}),
    ],
)
def test_what_says_that_it_fits_comes_before_what_says_nothing(better, wanted):
    role = {"role": better.get("role", "")}

    assert among(entry("a", **role), entry("b", **better), **wanted) == ["b", "a"]


def test_without_support_for_partners_a_programme_ranks_lower_and_says_so():
    without = entry("a", role="behaviour_change", partner_support="")
    offered = entry("b", role="early_intervention", partner_support="yes")

    rows = match(Directory([without, offered]), Wanted(about="own_behaviour"), on=TODAY).rows

    assert [row.slug for row in rows] == ["b", "a"]
    assert "Partners are offered support of their own" in rows[0].reasons
    assert "Nothing says that partners are offered support" in rows[1].cautions


@pytest.mark.parametrize(
    "worse",
    [
        {"phone": ""},
        {"signpost": "with_care"},
        {"signpost": "verify"},
        {"last_checked": None, "check_due": None},
        {"check_due": TODAY.replace(day=26)},
        {"requires": ("father",)},
        {"routes": ("professional",)},
    ],
)
def test_what_has_something_against_it_comes_after_what_has_not(worse):
    assert among(entry("a", **worse), entry("b")) == ["b", "a"]


@pytest.mark.parametrize(
    ("fields", "wanted", "reason"),
    [
        ({"audience": ("M",)}, {"audience": "W"}, "For men"),
        ({"audience": ("C", "M")}, {"audience": "W", "age_band": "13_15"}, "For boys and young men"),
        ({"audience": ("C",)}, {"age_band": "26_40"}, "For children and young people"),
        ({"age_min": 13, "age_max": 19}, {"age_band": "26_40"}, "For ages 13 to 19"),
        ({"age_min": 18}, {"age_band": "16_17"}, "For ages 18 and over"),
        ({"formats": ("group",)}, {"formats": frozenset({"online"})}, "Another form: group"),
        ({"requires": ("convicted",)}, {"known": False}, "For people who were convicted"),
        ({"signpost": "professionals_only"}, {}, "For workers only"),
        ({"signpost": "survivor_only"}, {"about": "own_behaviour"}, "For people who are being hurt only"),
        ({"routes": ("court",)}, {}, "Callers cannot ask for it; referred by: a court"),
    ],
)
def test_what_is_left_out_says_why(fields, wanted, reason):
    matches = match(Directory([entry(**fields)]), Wanted(area="Wirral", **wanted), on=TODAY)

    assert (slugs(matches), why(matches), matches.left_out_count) == ([], {"riverside": reason}, 1)


def test_what_nobody_said_leaves_nothing_out():
    everything = {
        "audience": "W", "age_band": "41_60", "language": "cy", "interpreter": True, "known": True,
        "takes": frozenset({"same_sex", "no_group"}), "formats": frozenset({"online"}), "open_now": True,
    }  # fmt: skip

    assert among(entry(), area="Wirral", **everything) == ["riverside"]


def test_words_must_all_stand_somewhere_and_the_name_counts_most():
    entries = [
        entry("b", name="Bridge", description="A group for fathers"),
        entry("a", name="Fathers' group"),
        entry("c", name="Court", description="A group"),
    ]

    assert among(*entries, words="group FATHERS") == ["a", "b"]


def test_a_place_among_the_words_is_a_place():
    leeds, uk = entry("leeds", name="Z group", areas=("Leeds",)), entry("uk", name="A line", areas=("UK",))

    assert among(leeds, uk, entry("bradford", areas=("Bradford",)), words="leeds") == ["leeds", "uk"]
    assert among(leeds, uk, words="group Leeds") == ["leeds"]


def clock(each):
    return {"open": (True, "Open now until 5"), "shut": (False, "Opens tomorrow")}.get(each.slug, (None, "?"))


def test_open_now_leaves_out_what_is_closed_and_keeps_what_is_not_known():
    directory = Directory([entry("shut"), entry("open"), entry("unknown")])

    matches = match(directory, Wanted(area="Wirral", open_now=True), on=TODAY, clock=clock)

    assert slugs(matches) == ["open", "unknown"]
    assert why(matches) == {"shut": "Not open now. Opens tomorrow"}
    assert "Open now until 5" in row(matches, "open").reasons


def test_what_is_open_is_a_reason_and_what_is_closed_a_caution():
    matches = match(Directory([entry("shut"), entry("open")]), Wanted(), on=TODAY, clock=clock)

    assert row(matches, "open").reasons == ("Open now until 5",)
    assert row(matches, "shut").cautions == ("Opens tomorrow",)


def test_the_nearest_is_of_the_same_county_and_else_of_the_same_region():
    programme = entry(role="behaviour_change")
    entries = [
        replace(programme, slug="sefton", areas=("Sefton",)),
        replace(programme, slug="bolton", areas=("Bolton",)),
        replace(programme, slug="leeds", areas=("Leeds",)),
    ]
    directory = Directory(entries)

    near = match(directory, Wanted(area="Wirral", **MAN), on=TODAY)
    assert slugs(near) == ["sefton", "bolton"]
    assert row(near, "sefton").reasons[0] == "Not there, but near: serves Sefton"
    assert near.notes == (
        "Nothing local that can be given here is on record for Wirral. "
        "The nearest and the national ones follow.",
    )
    assert slugs(match(directory, Wanted(area="Cardiff", **MAN), on=TODAY)) == []


def test_an_unknown_place_is_said_to_be_unknown():
    matches = found(area="Narnia", **MAN)

    assert matches.notes[0] == "No place called “Narnia” is known here: try the council, county or postcode."


def test_a_list_has_a_limit_and_the_lines_come_on_top_of_it():
    matches = match(content(), Wanted(area="Wirral", **MAN), on=TODAY, limit=2)

    assert [each.group for each in matches.rows[2:]] == ["lines"] * 3


def test_what_is_out_of_use_or_not_to_be_given_out_is_nowhere():
    matches = match(
        Directory([entry("gone", is_active=False), entry("never", signpost="no")]), Wanted(), on=TODAY
    )

    assert (matches.rows, matches.left_out, matches.left_out_count) == ((), (), 0)


def test_entries_that_a_criterion_sees_alike_get_the_same_of_it():
    """The numbers under which entries are judged once must not hide what a criterion looks at."""
    urgent = {"known": True, "level": "urgent", "formats": frozenset({"group"})}
    everybody = [
        Wanted(),
        Wanted(**MAN),
        Wanted(about="work"),
        Wanted(about="being_hurt", age_band="13_15"),
        Wanted(language="cy", interpreter=True, takes=frozenset({"same_sex", "no_group"}), **WOMAN),
        Wanted(suits=(("motivated", "no"),), **urgent, **MAN),
    ]
    fields = ("signpost", "role", "audience", "formats", "routes", "takes", "requires", "phone", "excludes")
    known = [each.entry for each in content().held]
    mixed = [
        replace(a, **{name: getattr(b, name) for name in fields[number % 9 :]})
        for number, a in enumerate(known)
        for b in known
    ]

    for wanted in everybody:
        judge, directory = Judge(Directory(mixed), wanted), Directory(mixed)
        for each in directory.held:
            notes = list(notes_of(each.entry, wanted))
            out = any(note.out for note in notes)
            points = judge.points(each)
            assert (points < LEFT_OUT // 2) == out
            assert out or points == sum(note.points for note in notes)
