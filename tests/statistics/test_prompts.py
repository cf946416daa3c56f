"""What may be shown of the guidance's tallies: from five contacts on, and no share that tells a number."""

from datetime import date

import pytest

from helpline.statistics.disclosure import THRESHOLD, ShareBand, share_band
from helpline.statistics.models import GuidanceTally
from helpline.statistics.prompts import Used, tally, usages, versions_tallied

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
ANSWERED = [("prompt_answered", "prompt_sent")]


def used(name: str, kind: str, contacts: int, *, version: int = 1, month: date = NOVEMBER) -> None:
    tally([Used(month=month, version=version, kind=kind, name=name, times=2) for _ in range(contacts)])


def test_each_contact_counts_once_and_its_times_add_up(db: None) -> None:
    used("a", "prompt_sent", 3)
    used("a", "prompt_sent", 2)
    used("a", "prompt_sent", 1, month=DECEMBER)

    rows = GuidanceTally.objects.order_by("month").values_list("month", "contacts", "times")
    assert list(rows) == [(NOVEMBER, 5, 10), (DECEMBER, 1, 2)]


@pytest.mark.parametrize(
    ("part", "whole", "label"),
    [
        (4, 4, None),
        (0, 5, "few"), (1, 5, "few"), (2, 5, "about half"), (3, 5, "about half"), (4, 5, "most"),
        (5, 5, "most"),
        (10, 30, "about half"), (49, 49, "most"),
        (0, 50, "0 to 1 in 10"), (44, 50, "8 to 9 in 10"), (45, 50, "9 to 10 in 10"),
        (50, 50, "9 to 10 in 10"),
    ],
)  # fmt: skip
def test_a_share_is_shown_as_a_band(part: int, whole: int, label: str | None) -> None:
    band = share_band(part, whole)
    assert (band.label if band else None) == label


@pytest.mark.parametrize(("part", "whole"), [(-1, 5), (6, 5)])
def test_a_part_that_is_none_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="a part lies between"):
        share_band(part, whole)


def test_no_band_stands_for_a_single_number_whatever_the_whole() -> None:
    for whole in range(THRESHOLD, 400):
        bands: dict[ShareBand | None, int] = {}
        for part in range(whole + 1):
            bands[share_band(part, whole)] = bands.get(share_band(part, whole), 0) + 1
        assert None not in bands
        assert min(bands.values()) >= 2, whole
        ranked = [band for part in range(whole + 1) if (band := share_band(part, whole))]
        assert ranked == sorted(ranked), whole


def test_below_five_contacts_nothing_is_listed(db: None) -> None:
    used("rare", "prompt_sent", THRESHOLD - 1)
    used("rare", "prompt_answered", THRESHOLD - 1)
    used("common", "prompt_sent", THRESHOLD)

    (only,) = usages(version=1, used="prompt_sent", shares=ANSWERED)

    assert (only.name, only.contacts) == ("common", 5)
    assert [share.label if share else None for share in only.shares] == ["few"]


def test_a_share_may_be_shown_where_the_count_may_not(db: None) -> None:
    used("a", "prompt_shown", 9)
    used("a", "prompt_sent", 2)

    (only,) = usages(version=1, used="prompt_sent", shares=[("prompt_taken", "prompt_shown"), *ANSWERED])

    assert only.contacts is None
    assert [share.label if share else None for share in only.shares] == ["few", None]


def test_the_order_is_by_band_then_by_use_and_tells_no_exact_share(db: None) -> None:
    for name, sent, answered in [
        ("low", 9, 1),
        ("less", 9, 7),
        ("more", 9, 9),
        ("often", 20, 14),
        ("none", 9, 0),
    ]:
        used(name, "prompt_sent", sent)
        used(name, "prompt_answered", answered)

    names = [each.name for each in usages(version=1, used="prompt_sent", shares=ANSWERED)]

    assert names == ["often", "less", "more", "low", "none"]


def test_months_add_up_and_versions_stand_apart(db: None) -> None:
    used("a", "prompt_sent", 3)
    used("a", "prompt_sent", 3, month=DECEMBER)
    used("a", "prompt_sent", 8, version=2)

    found = [usages(version=version, used="prompt_sent", shares=ANSWERED)[0].contacts for version in (1, 2)]

    assert found == [6, 8]
    assert versions_tallied() == [2, 1]


def test_yes_is_a_share_of_all_that_was_said_of_a_cue(db: None) -> None:
    used("denial", "cue_confirmed", 6)
    used("denial", "cue_refused", 3)

    (only,) = usages(version=1, used="cue_confirmed", shares=[("cue_confirmed", "cue_confirmed+cue_refused")])

    assert only.shares == (share_band(6, 9),)
