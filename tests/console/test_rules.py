"""The console's modules in a real browser, under the policy that every page of the service has."""

from collections.abc import Iterator

import pytest

from tests.console.browser import serving, told_by


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.mark.journey
@pytest.mark.parametrize(
    ("rules", "many"),
    [
        ("rules.mjs", 38),
        ("writing.mjs", 15),
        ("desk.mjs", 23),
        ("acts.mjs", 6),
        ("places.mjs", 1),
        ("boundaries.mjs", 13),
        ("offers.mjs", 7),
        ("danger.mjs", 16),
        ("risk.mjs", 14),
        ("fitting.mjs", 10),
        ("guiding.mjs", 8),
        ("beside.mjs", 19),
        ("passing-on.mjs", 7),
        ("presence.mjs", 16),
        ("cuts.mjs", 8),
        ("signing-out.mjs", 5),
        ("talk-cards.mjs", 10),
        ("recording.mjs", 11),
        ("searching.mjs", 2),
        ("giving.mjs", 10),
        ("marks.mjs", 8),
        ("finding.mjs", 4),
        ("saving.mjs", 7),
        ("hours.mjs", 13),
        ("tour.mjs", 8),
    ],
)
def test_every_rule_of_the_console_holds_in_a_browser(address, tmp_path, rules, many):
    results = told_by(address, tmp_path, rules)

    assert {name: why for name, why in results.items() if why != "holds"} == {}
    assert len(results) == many
