"""What check_scripts finds in the words and the ways of a script: each with file, line and node."""

import pytest
from django.core.management import CommandError, call_command

from scripts.library import ContentErrors, parse_jargon, parse_script
from scripts.services import CONTENT, jargon_beside
from tests.scripts.conftest import SMALL

ASKS = "  prompt: What happened?"
WELSH = SMALL.replace("start: a1", "start: a1\nlanguages: [cy]")


def read(text, **more):
    return parse_script(text, source="x.yaml", **more)


def mistakes_in(text, **more):
    with pytest.raises(ContentErrors) as caught:
        read(text, **more)
    return [str(error) for error in caught.value.errors]


def warnings_in(text, **more):
    return [str(warning) for warning in read(text, **more).warnings]


def changed(old, new, text=SMALL):
    assert text.count(old) == 1, old
    return text.replace(old, new)


def in_welsh(text=WELSH):
    """Give every node a Welsh wording."""
    return text.replace("  intent:", "  cy: {prompt: Beth ddigwyddodd?}\n  intent:")


@pytest.mark.parametrize(
    ("prompt", "seen"),
    [
        ("'You will ring [programme'", "["),
        ("'You will ring programme] today'", "]"),
        ("'Ring {programme today'", "{"),
        ("'Ring []'", "["),
        ("'Ring ____ today'", "____"),
        ("'Ring <the programme>'", "<the programme>"),
        ("'Ring TBC'", "TBC"),
        ("'TODO: what to say'", "TODO"),
        ('"Ring [the\\nprogramme]"', "["),
        (f"'Ring [{'x' * 201}]'", "["),
    ],
)
def test_a_blank_that_nobody_would_be_asked_about_is_a_mistake(prompt, seen):
    [mistake] = mistakes_in(changed(ASKS, f"  prompt: {prompt}"))

    assert mistake.startswith(f"x.yaml:26: node a2: prompt has {seen!r}, which could be sent unfilled: ")


@pytest.mark.parametrize(
    "prompt", ["'Ring [programme] on {day}.'", "'Is {they} near?'", "'You (both) wait <3'"]
)
def test_blanks_that_the_console_asks_about_and_tokens_are_none(prompt):
    assert warnings_in(changed(ASKS, f"  prompt: {prompt}")) == []


def test_an_alternative_is_held_to_the_same():
    text = changed(
        "  intent: Account.", "  intent: Account.\n  alternatives:\n  - Ring [name\n  - Who? When?"
    )

    assert [line.split(", which")[0] for line in mistakes_in(text)] == [
        "x.yaml:29: node a2: alternative has '['"
    ]
    good = text.replace("Ring [name", "x" * 301)
    assert warnings_in(good) == [
        "x.yaml:29: node a2: alternative is 301 characters, better 300",
        "x.yaml:30: node a2: alternative asks 2 questions, better one",
    ]


@pytest.mark.parametrize(
    ("prompt", "questions"),
    [
        ("What happened, and who was there?", 2),
        ("Where are you, and are they near? What now?", 3),
        ("Is it you, or is it somebody else?", 1),
        ("You said it, and what I heard was fear. What next?", 1),
    ],
)
def test_two_questions_under_one_mark_are_two(prompt, questions):
    expected = (
        [] if questions == 1 else [f"x.yaml:26: node a2: prompt asks {questions} questions, better one"]
    )

    assert warnings_in(changed(ASKS, f"  prompt: {prompt}")) == expected


def test_a_published_version_is_read_as_it_was_checked_in_its_day():
    text = changed(ASKS, "  prompt: Ring [programme")

    assert read(text, published=True).nodes["a2"].prompt == "Ring [programme"


def test_a_cue_without_a_node_is_named():
    assert warnings_in(changed("  - minimisation\n", "  - denial\n")) == [
        "x.yaml:14: file: no node is entered on the cue minimisation"
    ]


def test_jargon_is_named_with_what_to_say_instead():
    words = jargon_beside(CONTENT)
    text = changed(ASKS, "  prompt: You made a disclosure. Do Perpetrators know of MARAC?")

    assert warnings_in(text, jargon=words) == [
        "x.yaml:26: node a2: prompt says 'MARAC', which callers need not know; "
        "say: a meeting of the agencies that keep people safe",
        "x.yaml:26: node a2: prompt says 'perpetrator', which callers need not know; "
        "say: what the person does: 'you hit', 'the person using abuse'",
        "x.yaml:26: node a2: prompt says 'disclosure', which callers need not know; say: what you told us",
    ]


@pytest.mark.parametrize("text", ["a dashing start", "mashed potato", "a discloser of nothing"])
def test_words_that_only_look_like_jargon_are_left_alone(text):
    assert warnings_in(changed(ASKS, f"  prompt: {text}"), jargon=jargon_beside(CONTENT)) == []


def test_a_worker_knows_the_words_of_their_trade():
    text = SMALL.replace("script: main", "script: frontline_worker").replace(
        "What happened?", "Is MARAC told?"
    )

    assert warnings_in(text, jargon=jargon_beside(CONTENT)) == []


def test_the_list_of_jargon_is_checked_itself():
    with pytest.raises(ContentErrors) as caught:
        parse_jargon(
            "version: 1\nwords:\n- {id: MARAC}\n- {id: DASH, say: s}\n- {id: DASH, say: t}\n", source="j.yaml"
        )

    assert [str(error) for error in caught.value.errors] == [
        "j.yaml:3: word MARAC: say is missing",
        "j.yaml:5: word DASH: the id DASH is already used on line 4",
    ]


def test_a_script_that_declares_a_language_has_every_prompt_in_it():
    assert mistakes_in(WELSH) == [
        f"x.yaml:{line}: node {node}: the cy wording is missing"
        for line, node in [(19, "a1"), (27, "a2"), (37, "d1"), (45, "s1")]
    ]
    script = read(in_welsh())
    assert script.languages == ("cy",)
    assert script.nodes["a2"].wordings["cy"].prompt == "Beth ddigwyddodd?"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("languages: [cy]", "languages: [fr]", "x.yaml:4: languages: fr is not one of cy"),
        (
            "  intent: Account.",
            "  alternatives: [Who was there?]\n  intent: Account.",
            "x.yaml:29: node a2: cy: as many alternatives as in English are needed",
        ),
        (
            "What happened?",
            "'What about [day]?'",
            "x.yaml:29: node a2: cy: prompt has 0 blanks, the English one 1",
        ),
        ("languages: [cy]\n", "", "x.yaml:28: node a2: cy is not declared: put it into languages"),
    ],
)
def test_what_is_wrong_with_a_translation_names_its_line(old, new, expected):
    assert expected in mistakes_in(in_welsh().replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "  intent: Account.",
            "  does: [tea]\n  intent: A.",
            "x.yaml:27: node a2: does: there is no topic tea",
        ),
        (
            "  intent: Account.",
            "  for: [everyone]\n  intent: A.",
            "x.yaml:27: node a2: for: everyone is not one of own_behaviour, unsure, being_hurt, child, "
            "someone_else, work",
        ),
        (
            "  intent: Account.",
            "  for: []\n  intent: A.",
            "x.yaml:27: node a2: for is empty: nobody could be offered it",
        ),
        (
            "priority: 2}",
            "priority: 2, unless_done: [children]}",
            "x.yaml:7: interrupt 3: unless_done and instead go together: "
            "what is done, and what comes instead",
        ),
        (
            "priority: 2}",
            "priority: 2, unless_done: [children], instead: zz}",
            "x.yaml:7: interrupt 3: instead goes to 'zz', which does not exist",
        ),
        (
            "start: a1",
            "start: a1\nscripts:\n- {id: main, title: M, start: a1}\n- {id: tea, title: T, start: a1}",
            "x.yaml:4: file: scripts: danger is missing, and node d1 is of it",
        ),
        (
            "start: a1",
            "start: a1\nscripts:\n- {id: main, title: M, start: a1}\n- {id: tea, title: T, start: a1}",
            "x.yaml:6: script tea: no node is of this script",
        ),
        (
            "  prompt: Ring 999 if you can.",
            "  for: [work]\n  prompt: Ring 999 if you can.",
            "x.yaml:8: file: interrupts_by_caller_type: child is sent to s1, which is not for them",
        ),
        (
            "  prompt: Hello. How can I help?",
            "  for: [work]\n  prompt: Hello. How can I help?",
            "x.yaml:3: file: start: a1 is not for everybody",
        ),
    ],
)
def test_what_a_node_does_and_whom_it_is_for_is_checked(old, new, expected):
    assert expected in mistakes_in(changed(old, new))


def test_a_kind_of_caller_who_could_only_go_round_is_named():
    """For everybody else a2 leads to END by b1; a child would be led back to a1 instead, for ever."""
    ways = "  - minimisation\n  next:\n  - when: end\n    to: END\n"
    b1 = (
        "- {id: b1, script: b, stage: challenge,\n"
        "   for: [own_behaviour, unsure, being_hurt, someone_else, work],\n"
        "   prompt: Hm., intent: I., next: [{when: end, to: END}]}\n"
    )
    text = (
        changed(ways, "  - minimisation\n  next:\n  - when: on\n    to: b1\n  - when: again\n    to: a1\n")
        + b1
    )
    text = text.replace("when: on\n", "when: 'on'\n")

    assert mistakes_in(text) == [
        f"x.yaml:{line}: node {node}: dead end for child, no way that is for them leads to END"
        for line, node in [(15, "a1"), (23, "a2")]
    ]


def test_warnings_fail_only_where_they_are_asked_to(tmp_path, capsys):
    file = tmp_path / "script_x.yaml"
    file.write_text(changed(ASKS, "  prompt: Who? When?"), encoding="utf-8")

    call_command("check_scripts", str(file))
    assert capsys.readouterr().out.splitlines()[0] == (
        f"{file}:26: warning: node a2: prompt asks 2 questions, better one"
    )
    with pytest.raises(CommandError, match="1 warning in the content"):
        call_command("check_scripts", str(file), "--strict")


def test_our_own_content_has_nothing_to_warn_of(capsys):
    call_command("check_scripts", "--strict")

    assert len(capsys.readouterr().out.splitlines()) == 1
