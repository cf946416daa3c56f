"""What a handler's draft is doubted for, and what must go out without a word."""

import re

import pytest

from helpline.kernel.content_errors import ContentErrors
from scripts.addressing import PRONOUNS, Address, fill
from scripts.collusion import Checker, Doubt, compiled
from scripts.collusion_file import KINDS, parse_collusion
from scripts.script import CALLER_KINDS
from scripts.services import CONTENT, collusion
from tests.scripts.drafts import FILES, GOOD, Measured, drafts, measured
from tests.scripts.test_cues import repeats

RULES = collusion()
CHECK = Checker(RULES).check
# Whom the prompts of each script are written to.
WRITTEN_TO = {
    "motivational": "own_behaviour",
    "immediate_danger": "own_behaviour",
    "frontline_worker": "work",
    "survivor_redirect": "being_hurt",
    "friend_family": "someone_else",
    "child": "child",
    "young_own_behaviour": "child",
    "out_of_scope": "unsure",
    "inappropriate_contact": "unsure",
}
TEXT = (CONTENT / "collusion.yaml").read_text(encoding="utf-8")


def kinds(draft: str, **about: object) -> list[str]:
    return [doubt.kind for doubt in CHECK(draft, **about)]  # type: ignore[arg-type]


# -- What is doubted ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("draft", "kind", "words"),
    [
        ("OK. She really wound you up there.", "agreeing_with_blame", "She really wound you up"),
        ("You had no choice!", "feeding_the_excuse", "had no choice"),
        ("At least you didn’t hit her", "minimising_with_them", "At least you didn’t"),
        ("Well, I don't believe you.", "arguing", "I don't believe you"),
        ("😀 It's totally confidential", "promising_secrecy", "It's totally confidential"),
        ("Hm. Then tell her you're sorry", "endangering_advice", "tell her"),
    ],
)
def test_the_words_that_are_doubted_are_marked(draft: str, kind: str, words: str) -> None:
    (doubt,) = CHECK(draft)

    assert doubt.kind == kind
    assert draft[doubt.start : doubt.end] == words


def test_a_doubt_says_why_and_gives_a_line_for_whom_it_is_written_to() -> None:
    (to_one_who_hurts,) = CHECK("You should tell her how you feel.")
    (to_one_who_is_hurt,) = CHECK("You should tell her how you feel.", caller="being_hurt")

    assert isinstance(to_one_who_hurts, Doubt)
    assert "danger" in to_one_who_hurts.why
    assert "nobody is frightened" in to_one_who_hurts.better
    assert "0808 2000 247" in to_one_who_is_hurt.better


def test_the_gravest_comes_first_and_the_same_words_are_doubted_once() -> None:
    draft = "She does wind you up. You had no choice. Go home and tell her, I won't tell anyone."

    assert kinds(draft) == [
        "endangering_advice",
        "promising_secrecy",
        "agreeing_with_blame",
        "feeding_the_excuse",
    ]
    assert kinds("You could ask her to drop the charges.") == ["endangering_advice"]


# -- What is not -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pair",
    [
        ("I can keep that secret, I promise nobody will know.", "I can't promise to keep that secret."),
        ("She wound you up.", "You said she wound you up: what did you do next?"),
        ("She wound you up.", "She wound you up, you say."),
        ("The social worker won't find out you told me.", "Will the social worker find out?"),
        ("It was just a slap.", 'When you say "it was just a slap", what did it look like?'),
        ("Go and apologise to her.", "I wouldn't go and apologise to her."),
        ("She deserved it.", "What makes you say she deserved it?"),
        ("Tell her.", "Have you told her?"),
        ("You should tell her.", "You should tell your brother."),
        ("She'll come back.", "Nobody knows whether she'll come back."),
        ("What is her name?", "You needn't tell me her name."),
    ],
)
def test_denied_quoted_and_given_back_it_is_not_doubted(pair: tuple[str, str]) -> None:
    bad, good = pair

    assert kinds(bad) != []
    assert kinds(good) == []


@pytest.mark.parametrize("caller", ["being_hurt", "child", "someone_else", "work"])
def test_what_excuses_one_who_hurts_is_right_for_everybody_else(caller: str) -> None:
    for draft in ("It isn't your fault.", "You've done nothing wrong.", "He had no right to do that."):
        assert kinds(draft) != []
        assert kinds(draft, caller="unsure") != []
        assert kinds(draft, caller=caller) == []


def test_a_prompt_or_saved_reply_is_passed_over_while_it_stands_as_it_was_given() -> None:
    reply = "You had no choice."

    assert kinds(f"{reply} She started it.", given=[reply]) == ["agreeing_with_blame"]
    assert kinds("You had no choice!", given=[reply]) == ["feeding_the_excuse"]
    (doubt,) = CHECK(f"{reply} She started it.", given=[reply, "", " "])
    assert doubt.start == len(reply) + 1


# -- Names -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "draft", "found"),
    [
        ("my wife Sarah left", "And Sarah's mother?", "Sarah"),
        ("me and Élodie had a row", "How is Élodie now?", "Élodie"),
        ("her name is Beth", "What did Beth do?", "Beth"),
        ("", "So your girlfriend Kim went upstairs?", "Kim"),
        ("my wife Sarah left", "How did she look?", None),
        ("I told my wife on Friday", "What about Friday?", None),
        ("me and Tom", "Was he by the tombola?", None),
    ],
)
def test_a_name_is_known_from_the_callers_own_words(said: str, draft: str, found: str | None) -> None:
    doubts = CHECK(draft, said=[said])

    assert [draft[doubt.start : doubt.end] for doubt in doubts] == ([found] if found else [])


@pytest.mark.parametrize(
    ("said", "draft", "kind", "words"),
    [
        ("my client Darren denies it", "And how is Darren with you?", "naming_the_partner", "Darren"),
        ("", "When you see Mr Khan alone, ask him.", "naming_the_partner", "Khan"),
        ("", "What's the client's date of birth?", "naming_the_partner", "What's the client's date of birth"),
        ("", "Who is this man?", "naming_the_partner", "Who is this man"),
        ("", "Which school do the children go to?", "finding_the_partner", "Which school do the children"),
        ("", "Where does he live?", "finding_the_partner", "Where does he live"),
        ("", "I don't need his date of birth.", None, None),
        ("", "Which council area is it?", None, None),
        ("", "Please leave out names and case numbers.", None, None),
    ],
)
def test_a_draft_to_a_worker_neither_names_the_client_nor_asks_who_it_is(
    said: str, draft: str, kind: str | None, words: str | None
) -> None:
    doubts = CHECK(draft, said=[said], caller="work")

    assert [(doubt.kind, draft[doubt.start : doubt.end]) for doubt in doubts] == (
        [(kind, words)] if kind else []
    )
    assert all("your partner" not in doubt.better for doubt in doubts)


# -- What must go out at once --------------------------------------------------------------------------


def test_no_prompt_of_the_script_and_no_reply_of_the_cues_is_doubted(script, book) -> None:
    said = [
        (words, WRITTEN_TO[node.script])
        for node in script.nodes.values()
        for words in (node.prompt, *node.alternatives)
    ]
    said += [(reply, "own_behaviour") for cue in book.cues.values() for reply in cue.handler.replies]
    said += [(marker.ask, caller) for marker in book.markers.values() for caller in CALLER_KINDS]

    assert len(said) > 200
    assert [
        (words, kinds(words, caller=caller)) for words, caller in said if kinds(words, caller=caller)
    ] == []


@pytest.mark.parametrize("pronoun", PRONOUNS)
def test_no_prompt_is_doubted_however_it_speaks_of_the_other_person(script, pronoun: str) -> None:
    address = Address(pronoun=pronoun, relation="wife")
    doubted = [
        node.id
        for node in script.nodes.values()
        if kinds(fill(node.prompt, address), caller=WRITTEN_TO[node.script])
    ]

    assert doubted == []


def test_no_better_line_is_doubted_itself_for_anybody() -> None:
    betters = {better for rule in RULES.rules() for better in rule.betters}

    assert len(betters) > 25
    assert [better for better in betters for caller in CALLER_KINDS if kinds(better, caller=caller)] == []


# -- How well it finds: the figures of docs/collusion.md -------------------------------------------------


@pytest.fixture(scope="module")
def figures() -> dict[str, Measured]:
    return {name: measured(CHECK, drafts(name)) for name in FILES}


def test_there_are_drafts_enough_of_every_kind(figures: dict[str, Measured]) -> None:
    many = sum((result.many for result in figures.values()), start=type(figures["built_with"].many)())

    assert many[GOOD] >= 400
    assert sum(many.values()) - many[GOOD] >= 250
    assert set(many) == {GOOD, *KINDS}
    assert min(many[kind] for kind in KINDS) >= 30


@pytest.mark.parametrize(
    ("name", "recall", "good_doubted"),
    [
        ("built_with", 1.0, 0),
        ("held_apart", 0.95, 0),
        ("put_otherwise", 0.9, 0),
        ("written_last", 0.64, 1),
        ("written_again", 0.6, 0),
    ],
)
def test_it_finds_no_less_than_is_said_and_cries_wolf_no_more(
    figures: dict[str, Measured], name: str, recall: float, good_doubted: int
) -> None:
    result = figures[name]

    assert result.overall_recall >= recall
    assert len(result.good_doubted) <= good_doubted
    assert result.overall_precision >= 0.9


# -- Bounds --------------------------------------------------------------------------------------------


def test_no_pattern_repeats_without_a_bound() -> None:
    patterns = [compiled(getattr(rule, key), RULES) for rule in RULES.rules() for key in PATTERNS]
    patterns += [compiled(RULES.given_back, RULES), compiled(RULES.given_back_after, RULES)]
    found = [most for each in patterns if each for most in repeats(re._parser.parse(each.pattern))]  # type: ignore[attr-defined]

    assert len(found) > 100
    assert max(int(most) for most in found) <= 30


PATTERNS = ("says", "opens", "unless", "unless_anywhere")
HOSTILE = {
    "no space": "a" * 4000,
    "leads": "you could " * 400,
    "quotes that never close": " 'a" * 1333,
    "signs alone": '"' * 4000,
    "stops": ". " * 2000,
    "adverbs": "she really just always clearly " * 129,
    "names": "Sarah and me and " * 235,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_draft_is_looked_through_to_its_end(text: str) -> None:
    assert len(text) <= 4000

    found = CHECK(f"{text}. You had no choice.", said=[text] * 3)

    assert found[-1].kind == "feeding_the_excuse"


# -- The file ------------------------------------------------------------------------------------------


def test_the_file_as_it_is_shipped_has_every_kind() -> None:
    assert {kind.id for kind in parse_collusion(TEXT, source="collusion.yaml").kinds} == set(KINDS)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("- id: arguing\n", "- id: bickering\n", "there is no kind bickering"),
        ("    - 'heart to heart'\n", "    - 'heart (to heart)*'\n", "repeats without a bound"),
        ("    - 'heart to heart'\n", "    - 'heart (to heart){2,}'\n", "repeats without a bound"),
        ("    - 'heart to heart'\n", "    - 'heart (?:to <hearth>'\n", "there are no words called 'hearth'"),
        ("    - 'heart to heart'\n", "    - 'heart (to'\n", "not a pattern"),
        ("    asked: still\n", "    asked: never\n", 'asked must be "fine" or "still"'),
        ("    named: true\n", "", "needs either says, opens or named"),
        ("    callers: [own_behaviour, unsure]\n", "    callers: [everybody]\n", "everybody is not one of"),
        ("better: Safety first. Is", "better: Safety first? Is", "asks more than one question"),
        ("better: Safety first. Is", "better: Safety first, {name}. Is", "has a blank"),
        ("  - id: secret\n", "  - id: secret\n    colour: red\n", "unknown key colour"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(old: str, new: str, told: str) -> None:
    assert old in TEXT
    wrong = TEXT.replace(old, new, 1)

    with pytest.raises(ContentErrors) as refused:
        parse_collusion(wrong, source="collusion.yaml")

    (error, *_) = [each for each in refused.value.errors if told in each.problem]
    assert str(error).startswith(f"collusion.yaml:{error.line}: ")
    assert abs(error.line - TEXT[: TEXT.index(old)].count("\n")) <= 3


def test_a_rule_that_does_otherwise_than_it_says_is_told_by_check_scripts(tmp_path, capsys) -> None:
    from django.core.management import CommandError, call_command

    wrong = TEXT.replace("    - Just ring her and ask.\n", "    - Just ring them and ask.\n").replace(
        "    - Have you told her?\n", "    - Just tell her.\n"
    )
    file = tmp_path / "collusion.yaml"
    file.write_text(wrong, encoding="utf-8")

    with pytest.raises(CommandError, match="2 mistakes"):
        call_command("check_scripts", file)

    told = capsys.readouterr().err
    assert "example not found: Just ring them and ask." in told
    assert "near miss found: Just tell her." in told
