"""deploy/env.example explains every setting, with what it is without a line, and invents none."""

import pytest

from helpline import setting_names
from helpline.environment import ASKED
from tests.deploy.env_file import EXAMPLE, explained, read_by, read_by_the_code

pytestmark = pytest.mark.once

# Read without a default beside its name; what it is then stands in the code.
SAID_ELSEWHERE = {"HELPLINE_BIND": "127.0.0.1", "HELPLINE_TIMERS": "thread"}


def test_every_setting_is_explained_and_none_is_invented() -> None:
    assert set(explained(EXAMPLE.read_text())) == set(read_by_the_code())


def test_what_stands_behind_each_is_what_it_is_without_a_line() -> None:
    shown, read = explained(EXAMPLE.read_text()), read_by_the_code()
    expected = {name: SAID_ELSEWHERE.get(name, default or "") for name, default in read.items()}

    assert {name: value for name, value in shown.items() if value != expected[name]} == {}


def test_each_has_a_remark_before_it_and_no_line_counts() -> None:
    lines = EXAMPLE.read_text().splitlines()
    explanations = [line for line in lines if line.startswith("# ")]

    assert len(explanations) > len(explained(EXAMPLE.read_text())) / 2
    assert [line for line in lines if line and not line.startswith("#")] == []


def test_one_that_is_read_and_not_explained_would_be_noticed() -> None:
    planted = "\n".join(
        [
            'X = env.number("HELPLINE_NEW_ONE", 3 * 4)',
            'Y = env.secret("HELPLINE_OTHER")',
            'os.environ["HELPLINE_Z"]',
        ]
    )

    assert dict(read_by(planted)) == {
        "HELPLINE_NEW_ONE": "12",
        "HELPLINE_OTHER": "",
        "HELPLINE_OTHER_FILE": "",
        "HELPLINE_Z": "",
    }


def test_the_start_knows_the_same_names() -> None:
    """What the start refuses as unknown must not be one that is explained."""
    known = ASKED | setting_names.ASKED_LATER

    assert set(explained(EXAMPLE.read_text())) <= known
