"""The shipped guidance, and a small script whose every line is known."""

from collections.abc import Iterator

import pytest

from helpline.kernel.content_files import text_of
from helpline.staff.roles import Role
from scripts import drafts
from scripts.cues import Lexicon
from scripts.library import CUES, CueBook, Script, parse_cues, parse_script
from scripts.services import CONTENT, forget_versions
from scripts.versions import publish_texts

SMALL = """\
version: 1
stages: [welcome, challenge, danger]
start: a1
interrupts:
- {cue: threat_ultimatum, to: d1, priority: 1}
- {cue: self_harm, to: a2, priority: 1}
- {cue: child_at_risk, to: d1, priority: 2}
interrupts_by_caller_type:
  own_behaviour: {danger: d1}
  being_hurt: {danger: s1}
  child: {danger: s1}
  someone_else: {danger: s1}
  work: {danger: s1}
nodes:
- id: a1
  script: main
  stage: welcome
  prompt: Hello. How can I help?
  intent: Warm start.
  next:
  - when: goes on
    to: a2
- id: a2
  script: main
  stage: challenge
  prompt: What happened?
  intent: Account.
  enter_on_cues:
  - minimisation
  next:
  - when: end
    to: END
- id: d1
  script: danger
  stage: danger
  prompt: Please put it down.
  intent: Danger.
  next:
  - when: end
    to: END
- id: s1
  script: survivor
  stage: danger
  prompt: Ring 999 if you can.
  intent: Safety.
  enter_on_cues: [CUES]
  next:
  - when: end
    to: END
""".replace("CUES", ", ".join(cue for cue in CUES if cue != "minimisation"))


@pytest.fixture(autouse=True)
def _no_stale_versions() -> Iterator[None]:
    forget_versions()
    yield
    forget_versions()


@pytest.fixture(scope="session")
def script() -> Script:
    text = (CONTENT / "script_motivational.yaml").read_text(encoding="utf-8")
    return parse_script(text, source="scripts/content/script_motivational.yaml")


@pytest.fixture(scope="session")
def book() -> CueBook:
    return parse_cues((CONTENT / "cues.yaml").read_text(encoding="utf-8"), source="scripts/content/cues.yaml")


@pytest.fixture(scope="session")
def lexicon(book: CueBook) -> Lexicon:
    return Lexicon.from_book(book)


@pytest.fixture
def second(make_account):
    return make_account(Role.SUPERVISOR, "supervisor2")


@pytest.fixture
def draft(supervisor):
    publish_texts((SMALL, text_of(CONTENT / "cues.yaml")), by=None)
    return drafts.begin_draft(by=supervisor)


@pytest.fixture
def browser(signed_in, supervisor, draft):
    return signed_in(supervisor)


@pytest.fixture
def other_browser(signed_in, second, draft):
    return signed_in(second)
