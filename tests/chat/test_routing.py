"""Who gets whom: needs, who fits, the order, and that nobody is forgotten, doubled or overloaded."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.routing import AGAIN_SECONDS, Desk, Line, Waiting, needs, next_for, offers
from chat.starting import AGE_BANDS
from chat.texts import INTERPRETER_LANGUAGES
from helpline.staff.skills import SKILLS, is_skill

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SKILL_WAIT = 120
ANN, BEN, CAT = 1, 2, 3


def needed(**answers: object) -> set[str]:
    unanswered = {"about": "own_behaviour", "age_band": None, "gender": None, "language": "en"}
    return set(needs(**{**unanswered, "interpreter": None, **answers}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, set()),
        ({"gender": "man", "age_band": "18_25"}, set()),
        ({"gender": "woman"}, {"women"}),
        ({"age_band": "16_17"}, {"under_18"}),
        ({"about": "work"}, {"frontline"}),
        ({"language": "cy"}, {"language:cy"}),
        ({"interpreter": "Polski (Polish)"}, {"language:polish"}),
        ({"interpreter": "British Sign Language"}, {"language:british sign language"}),
        ({"language": "cy", "interpreter": "Polski (Polish)"}, {"language:polish"}),
        (
            {"gender": "woman", "age_band": "13_15", "about": "work", "language": "cy"},
            {"women", "under_18", "frontline", "language:cy"},
        ),
    ],
)
def test_what_a_contact_needs_comes_from_its_answers(answers: dict[str, object], expected: set[str]) -> None:
    assert needed(**answers) == expected


def test_everything_that_can_be_needed_is_a_skill_that_a_handler_can_have() -> None:
    possible = set().union(
        *(needed(interpreter=language) for language in INTERPRETER_LANGUAGES),
        *(needed(age_band=band) for band in AGE_BANDS),
        needed(gender="woman", about="work", language="cy"),
    )
    assert {skill for skill in possible if not is_skill(skill)} == set()
    assert len(possible) == len(INTERPRETER_LANGUAGES) + 4
    assert {skill for skill in possible if not skill.startswith("language:")} < set(SKILLS)


def desk(handler: int = ANN, *, capacity: int = 2, held: int = 0, skills: str = "", **more: object) -> Desk:
    return Desk(handler=handler, capacity=capacity, held=held, skills=frozenset(skills.split()), **more)  # type: ignore[arg-type]


def waits(number: int = 1, *, seconds: int = 0, needs: str = "", **more: object) -> Waiting:
    return Waiting(
        contact=UUID(int=number),
        joined_at=NOON - timedelta(seconds=seconds),
        needs=frozenset(needs.split()),
        **more,  # type: ignore[arg-type]
    )


def line(*desks: Desk) -> Line:
    return Line(desks, NOON, SKILL_WAIT)


def offered(waiting: list[Waiting], *desks: Desk) -> list[tuple[int, int]]:
    return [(contact.contact.int, chosen.handler) for contact, chosen in offers(waiting, line(*desks))]


# -- skills ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "fits"), [(0, False), (SKILL_WAIT - 1, False), (SKILL_WAIT, True), (3_600, True)]
)
def test_a_skill_that_somebody_there_holds_is_waited_for_and_then_gives_way(seconds: int, fits: bool) -> None:
    welsh, other = desk(ANN, skills="language:cy", held=2), desk(BEN)

    assert line(welsh, other).fits(other, waits(needs="language:cy", seconds=seconds)) is fits


def test_a_skill_that_nobody_there_holds_gives_way_at_once_and_the_others_do_not() -> None:
    women, other = desk(ANN, skills="women", held=2), desk(BEN)
    contact = waits(needs="women language:polish")

    assert line(women, other).still_needs(contact) == {"women"}
    assert line(women, other).fits(women, contact)
    assert not line(women, other).fits(other, contact)


def test_needs_that_nobody_holds_together_give_way_at_once() -> None:
    one, two = desk(ANN, skills="women"), desk(BEN, skills="under_18")

    assert line(one, two).still_needs(waits(needs="women under_18")) == set()


def test_who_is_in_danger_waits_for_no_skill_and_comes_to_whoever_has_it_where_one_is_free() -> None:
    trained, other = desk(ANN, skills="women", held=1), desk(BEN)
    danger, calm = waits(1, needs="women", pressing=True), waits(2)

    assert next_for(other, [danger, calm], line(trained, other)) == UUID(int=1)
    assert offered([danger, calm], desk(ANN, skills="women", held=2), other) == [(1, BEN)]
    assert offered([danger, calm], trained, other) == [(1, ANN), (2, BEN)]
    # Without a danger the skill is waited for.
    assert next_for(other, [waits(1, needs="women"), calm], line(trained, other)) == UUID(int=2)


# -- take the next --------------------------------------------------------------------------


def test_the_next_is_the_first_in_order_that_fits() -> None:
    welsh, other = desk(ANN, skills="language:cy"), desk(BEN)
    queue = [waits(1, needs="language:cy"), waits(2), waits(3)]

    assert next_for(other, queue, line(welsh, other)) == UUID(int=2)
    assert next_for(welsh, queue, line(welsh, other)) == UUID(int=1)
    assert next_for(other, queue[:1], line(welsh, other)) is None


def test_what_is_offered_to_somebody_else_is_not_the_next_and_one_s_own_offer_is() -> None:
    queue = [waits(1, offered_to=ANN), waits(2)]

    assert next_for(desk(BEN), queue, line(desk(ANN), desk(BEN))) == UUID(int=2)
    assert next_for(desk(ANN), queue, line(desk(ANN), desk(BEN))) == UUID(int=1)


def test_what_one_passed_by_is_not_the_next_while_anybody_else_there_fits() -> None:
    queue = [waits(1, passed_by=frozenset({ANN}), passed_at=NOON), waits(2)]

    assert next_for(desk(ANN), queue, line(desk(ANN), desk(BEN, held=2))) == UUID(int=2)
    assert next_for(desk(ANN), queue, line(desk(ANN))) == UUID(int=1)
    assert next_for(desk(ANN), queue[:1], line(desk(ANN), desk(BEN))) is None


# -- offers ---------------------------------------------------------------------------------


def test_the_first_is_offered_to_the_least_busy_by_what_is_held_now() -> None:
    assert offered([waits(1)], desk(ANN, held=1), desk(BEN, held=0)) == [(1, BEN)]
    # A long day behind one counts for nothing: RocketChat #13134 counted all contacts of all times.
    long_day = desk(BEN, held=0, last_taken_at=NOON - timedelta(hours=1))
    assert offered([waits(1)], desk(ANN, held=1, capacity=4), long_day) == [(1, BEN)]


def test_among_equally_busy_ones_whoever_has_been_longest_without_a_new_one_is_asked_first() -> None:
    ann = desk(ANN, last_taken_at=NOON - timedelta(minutes=5))
    ben = desk(BEN, last_taken_at=NOON - timedelta(minutes=50))

    assert offered([waits(1)], ann, ben) == [(1, BEN)]
    assert offered([waits(1)], ann, ben, desk(CAT)) == [(1, CAT)]


def test_a_handler_has_one_offer_at_a_time_and_the_order_is_kept() -> None:
    assert offered([waits(1), waits(2), waits(3)], desk(ANN), desk(BEN)) == [(1, ANN), (2, BEN)]


@pytest.mark.parametrize(
    "busy",
    [
        desk(ANN, held=2),
        desk(ANN, held=3),
        desk(ANN, wrapping_up=True),
        desk(ANN, has_offer=True),
        desk(ANN, paused_until=NOON + timedelta(seconds=1)),
    ],
)
def test_whoever_is_not_free_is_offered_nothing(busy: Desk) -> None:
    assert offered([waits(1)], busy) == []
    assert offered([waits(1)], busy, desk(BEN)) == [(1, BEN)]


def test_a_pause_that_is_over_holds_nobody_back() -> None:
    assert offered([waits(1)], desk(ANN, paused_until=NOON)) == [(1, ANN)]


def test_who_passed_it_by_is_not_asked_while_somebody_else_is_free() -> None:
    passed = waits(1, passed_by=frozenset({ANN}), passed_at=NOON - timedelta(hours=1))

    assert offered([passed], desk(ANN), desk(BEN, held=1)) == [(1, BEN)]
    assert offered([passed, waits(2)], desk(ANN), desk(BEN)) == [(1, BEN), (2, ANN)]


@pytest.mark.parametrize(("seconds", "again"), [(AGAIN_SECONDS - 1, []), (AGAIN_SECONDS, [(1, ANN)])])
def test_what_everybody_free_passed_by_goes_round_again_after_a_while(
    seconds: int, again: list[tuple[int, int]]
) -> None:
    passed = waits(1, passed_by=frozenset({ANN}), passed_at=NOON - timedelta(seconds=seconds))

    assert offered([passed], desk(ANN), desk(BEN, held=2)) == again


def test_what_is_offered_already_is_not_offered_again() -> None:
    assert offered([waits(1, offered_to=BEN), waits(2)], desk(ANN)) == [(2, ANN)]


def test_the_queue_is_read_no_further_than_needed() -> None:
    read = []

    def queue():  # type: ignore[no-untyped-def]
        for number in range(1, 10_001):
            read.append(number)
            yield waits(number)

    assert list(offers(queue(), line(desk(ANN, held=2)))) == []
    assert read == []
    assert len(list(offers(queue(), line(desk(ANN), desk(BEN))))) == 2
    assert read == [1, 2]


# -- who knows the person -------------------------------------------------------------------


def test_whoever_knows_the_person_never_gets_the_contact_not_even_when_nobody_else_is_there() -> None:
    known = waits(1, not_for=frozenset({ANN}), seconds=3_600)

    assert offered([known, waits(2)], desk(ANN)) == [(2, ANN)]
    assert next_for(desk(ANN), [known, waits(2)], line(desk(ANN))) == UUID(int=2)
    assert offered([known], desk(ANN), desk(BEN)) == [(1, BEN)]


def test_a_skill_that_only_somebody_who_knows_the_person_holds_gives_way_at_once() -> None:
    known = waits(1, needs="women", not_for=frozenset({ANN}))

    assert offered([known], desk(ANN, skills="women"), desk(BEN)) == [(1, BEN)]


# -- whatever comes -------------------------------------------------------------------------

skills = st.frozensets(st.sampled_from(["women", "under_18", "language:cy"]), max_size=3)
desks = st.lists(
    st.builds(
        Desk,
        handler=st.integers(1, 8),
        capacity=st.integers(1, 4),
        held=st.integers(0, 5),
        skills=skills,
        wrapping_up=st.booleans(),
        has_offer=st.booleans(),
        paused_until=st.sampled_from([None, NOON - timedelta(minutes=1), NOON + timedelta(minutes=1)]),
        last_taken_at=st.sampled_from([None, NOON - timedelta(minutes=1), NOON - timedelta(minutes=9)]),
    ),
    unique_by=lambda each: each.handler,
    max_size=8,
)
queues = st.lists(
    st.builds(
        Waiting,
        contact=st.uuids(),
        joined_at=st.integers(0, 300).map(lambda seconds: NOON - timedelta(seconds=seconds)),
        needs=skills,
        passed_by=st.frozensets(st.integers(1, 8)),
        not_for=st.frozensets(st.integers(1, 8), max_size=2),
        passed_at=st.sampled_from([None, NOON, NOON - timedelta(minutes=1)]),
        offered_to=st.sampled_from([None, None, None, 1, 2]),
        pressing=st.booleans(),
    ),
    unique_by=lambda each: each.contact,
    max_size=12,
)


@given(queues, desks)
def test_never_two_owners_never_over_capacity_and_only_who_fits(
    queue: list[Waiting], there: list[Desk]
) -> None:
    made = list(offers(queue, line(*there)))

    assert len({contact.contact for contact, _ in made}) == len(made)
    assert len({chosen.handler for _, chosen in made}) == len(made)
    for contact, chosen in made:
        assert chosen.is_free(NOON)
        assert chosen.held < chosen.capacity
        assert line(*there).fits(chosen, contact)
        assert chosen.handler not in contact.not_for
        assert contact.offered_to is None


@given(queues, desks)
def test_the_order_is_kept_among_all_that_a_handler_could_have_been_given(
    queue: list[Waiting], there: list[Desk]
) -> None:
    rule = line(*there)
    made = {contact.contact: chosen for contact, chosen in offers(queue, rule)}
    order = [contact.contact for contact in queue]

    assert [id for id in order if id in made] == list(made)
    for contact in queue:
        if contact.contact in made or contact.offered_to is not None or contact.passed_by:
            continue
        # It was left out: whoever fits it was given somebody who stands before it, or is not free.
        for each in filter(lambda each: each.is_free(NOON) and rule.fits(each, contact), there):
            (given_to,) = [id for id, chosen in made.items() if chosen == each]
            assert order.index(given_to) < order.index(contact.contact)


@given(queues, desks)
def test_nobody_starves(queue: list[Waiting], there: list[Desk]) -> None:
    """Once skill and rest are over, the first in the queue is offered whenever anybody at all is free."""
    first = Waiting(
        contact=UUID(int=0),
        joined_at=NOON - timedelta(seconds=SKILL_WAIT),
        needs=frozenset({"women", "under_18", "language:cy"}),
        passed_by=frozenset(range(1, 9)),
        passed_at=NOON - timedelta(seconds=AGAIN_SECONDS),
    )
    made = list(offers([first, *queue], line(*there)))

    assert bool(made and made[0][0] == first) is any(each.is_free(NOON) for each in there)


@given(queues, desks)
def test_the_least_busy_of_those_who_fit_is_asked(queue: list[Waiting], there: list[Desk]) -> None:
    rule = line(*there)
    made = list(offers(queue, rule))
    given_before: set[int] = set()
    for contact, chosen in made:
        fitting = [
            each
            for each in there
            if each.is_free(NOON)
            and each.handler not in given_before | contact.passed_by
            and rule.fits(each, contact)
        ]
        trained = [each for each in fitting if contact.pressing and contact.needs <= each.skills]
        if chosen.handler not in contact.passed_by:
            assert chosen.held == min(each.held for each in trained or fitting)
        given_before.add(chosen.handler)


@given(queues, desks)
def test_take_the_next_gives_the_first_that_fits(queue: list[Waiting], there: list[Desk]) -> None:
    rule = line(*there)
    for each in there:
        got = next_for(each, queue, rule)
        allowed = [
            contact.contact
            for contact in queue
            if contact.offered_to in {None, each.handler}
            and rule.fits(each, contact)
            and not rule.passed(each, contact, there)
        ]
        assert got == (allowed[0] if allowed else None)
