"""Everything that reads what others wrote: how it is called, what it is fed, and how it may refuse.

A parser gives a value or one of its refusals; anything else is a mistake of ours.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from hypothesis import strategies as st

from chat import code_words, links
from chat.frames import Fields
from chat.parsing import parse_board, parse_caller, parse_handler
from chat.reviewing import read_reply
from chat.starting import parse_start
from helpline import environment
from helpline.complaints.rules import read_form
from helpline.configuration.reading import read_configuration
from helpline.embedding.origins import read_origin
from helpline.embedding.policies import judge, parse_policies
from helpline.face.colours import read_colour
from helpline.face.exit_addresses import mistake_in
from helpline.hours.osm_reading import read_osm
from helpline.hours.rules import Schedule
from helpline.hours.span_fields import read_clock
from helpline.keeping.backups import BackupRefused
from helpline.kernel.errors import HelplineError
from helpline.kernel.kek_sources import NoKeys
from helpline.kernel.throttle import network_of
from helpline.quality.rubric_file import parse_rubric
from helpline.statistics.answers import read_answers
from helpline.statistics.equality_answers import read_equality
from scripts.collusion_file import parse_collusion
from scripts.cuebook import parse_cues
from scripts.library import parse_script
from scripts.management.json_lines import _text as text_of_line
from scripts.practice_file import parse_caller as parse_scripted_caller
from scripts.prompt_checks import parse_jargon
from tests.attacks import calls
from tests.attacks.food import (
    BACKUP,
    CALENDAR,
    DRAWING,
    MANIFEST,
    PIXELS,
    PROOF,
    SCHEDULE,
    SERVICE,
    START,
    TABLE,
    json_texts,
    json_values,
    spoilt_file,
    spoilt_object,
    spoilt_text,
    text,
)
from triage.contact_details import is_phone
from triage.content_file import DirectoryInvalid
from triage.instrument_file import parse_instrument
from triage.line_hours import read_hours
from triage.oruk.feed import read_feed
from triage.oruk.queries import parse_query
from triage.oruk.table import read_table
from triage.place_said import suggestions
from triage.places import councils_of_postcode, find_places, outward_code, place_named
from triage.wanted import place_in

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Parser:
    """`covers` names the public functions that are reached through it, as "module:name"."""

    call: Callable[[Any], object]
    food: st.SearchStrategy[Any]
    refusals: tuple[type[BaseException], ...] = (HelplineError,)
    covers: tuple[str, ...] = ()


MISTAKE = (environment.EnvironmentMistake,)
PARSERS: dict[str, Parser] = {
    "a site's policy": Parser(
        lambda pasted: judge(parse_policies(pasted), chat="https://chat.example.org", framed=True),
        spoilt_text(
            "content-security-policy: default-src 'self' https://*.example.org:443/a; frame-src 'none'"
        ),
        covers=("helpline.embedding.policies:parse_policies",),
    ),
    "a site's address": Parser(
        read_origin,
        spoilt_text("https://www.example.org"),
        covers=("helpline.embedding.origins:read_origin",),
    ),
    "caller's frame": Parser(parse_caller, json_texts, covers=("chat.parsing:parse_caller",)),
    "handler's frame": Parser(parse_handler, json_texts, covers=("chat.parsing:parse_handler",)),
    "board's frame": Parser(parse_board, json_texts, covers=("chat.parsing:parse_board",)),
    "handler's command": Parser(
        lambda frame: parse_handler(json.dumps(frame)),
        spoilt_object(
            {"type": "contact.transfer", "id": "x", "contact": "y", "note": "", "to": {"handler": "ann"}}
        ),
    ),
    "fields of a frame": Parser(
        lambda held: [
            calls.refused(lambda read=read: getattr(Fields({"x": held}), read)("x"))  # type: ignore[misc]
            for read in (
                "text",
                "flag",
                "whole",
                "uuid",
                "plan",
                "prompts",
                "recipient",
                "positions",
                "skills",
                "answer",
            )
        ],
        json_values,
    ),
    "start": Parser(parse_start, spoilt_object(START), covers=("chat.starting:parse_start",)),
    "survey": Parser(
        read_answers,
        spoilt_object({"heard": 1, "clearer": 2, "likely": 3}),
        covers=("helpline.statistics.answers:read_answers",),
    ),
    "equality": Parser(
        read_equality,
        spoilt_object({"ethnicity": "white", "disability": "no", "sexuality": None, "relationship": ""}),
        covers=("helpline.statistics.equality_answers:read_equality",),
    ),
    "review": Parser(
        calls.review,
        spoilt_object({"scores": {"safety_first": "2"}, "comment": "Well heard.", "notes": {"3": "Here."}}),
        covers=("chat.reviewing:read_sent",),
    ),
    "reply to a review": Parser(read_reply, json_values, covers=("chat.reviewing:read_reply",)),
    "rubric": Parser(
        lambda t: parse_rubric(t, source="s"),
        spoilt_file("helpline/quality/content/rubric.yaml"),
        covers=("helpline.quality.rubric_file:parse_rubric",),
    ),
    "body of a request": Parser(
        calls.body, st.one_of(json_texts.map(lambda t: t.encode("utf-8", "surrogatepass")), st.binary())
    ),
    "length of a request": Parser(
        calls.length, st.one_of(text, st.sampled_from(["1", "-1", "1e3", "٣", "²", "9" * 5_000]))
    ),
    "words": Parser(calls.frame_of_words, text),
    "return code": Parser(code_words.normalise, st.one_of(text, spoilt_text("abacus zoom t-shirt plank"))),
    "proof of work": Parser(calls.proof, st.one_of(spoilt_object(PROOF), text)),
    "schedule": Parser(
        calls.schedule, spoilt_object(SCHEDULE), (KeyError, ValueError, TypeError, AttributeError)
    ),
    "clock": Parser(
        read_clock,
        st.one_of(text, spoilt_text("9.30 pm")),
        (ValidationError,),
        covers=("helpline.hours.span_fields:read_clock",),
    ),
    "hours in OpenStreetMap's notation": Parser(
        lambda held: read_osm(held, base=Schedule()),
        st.one_of(text, spoilt_text('Mo-Fr 09:00-17:00, Sa 22:00-06:00; PH off; 2026 Dec 24-26 off "x"')),
        covers=("helpline.hours.osm_reading:read_osm",),
    ),
    "days of a calendar": Parser(
        calls.calendar,
        st.one_of(text, spoilt_text(CALENDAR)),
        covers=("helpline.hours.calendar_reading:read_calendar",),
    ),
    "opening hours": Parser(
        read_hours,
        st.one_of(text, spoilt_text("Mo-Fr 09:00-17:00, Sa 10:00-12:00; PH off")),
        (ValueError,),
        covers=("triage.line_hours:read_hours",),
    ),
    "logo": Parser(
        calls.logo,
        st.one_of(st.binary(), spoilt_text(DRAWING), text),
        covers=(
            "helpline.face.pictures.reading:read_picture",
            "helpline.face.pictures.drawn:read_svg",
            "helpline.face.pictures.markup:read_markup",
        ),
    ),
    "logo of pixels": Parser(
        lambda t: calls.logo(PIXELS + t.encode("utf-8", "surrogatepass")),
        text,
        covers=("helpline.face.pictures.painted:read_painted",),
    ),
    "colour": Parser(
        read_colour,
        st.one_of(text, spoilt_text("#1a5c63")),
        (ValueError,),
        covers=("helpline.face.colours:read_colour",),
    ),
    "way out": Parser(mistake_in, st.one_of(text, spoilt_text("https://www.bbc.co.uk/weather"))),
    "feed": Parser(
        lambda held: read_feed(json.dumps({"contents": [held]})),
        spoilt_object(SERVICE),
        covers=("triage.oruk.feed:read_feed",),
    ),
    "feed's text": Parser(read_feed, json_texts),
    "table": Parser(
        read_table, st.one_of(spoilt_text(TABLE), text), covers=("triage.oruk.table:read_table",)
    ),
    "query of the directory": Parser(
        parse_query,
        st.dictionaries(
            st.sampled_from(
                ["page", "per_page", "search", "minimum_age", "start_time", "day", "taxonomy_id"]
            ),
            text,
        ),
        covers=("triage.oruk.queries:parse_query",),
    ),
    "script": Parser(
        lambda t: parse_script(t, source="s"),
        spoilt_file("scripts/content/script_motivational.yaml"),
        covers=("scripts.library:parse_script", "helpline.kernel.reading:read_file"),
    ),
    "instrument": Parser(
        lambda t: parse_instrument(t, source="s"),
        spoilt_file("triage/content/risk.yaml"),
        covers=("triage.instrument_file:parse_instrument",),
    ),
    "cues": Parser(
        lambda t: parse_cues(t, source="s"),
        spoilt_file("scripts/content/cues.yaml"),
        covers=("scripts.cuebook:parse_cues",),
    ),
    "collusion": Parser(
        lambda t: parse_collusion(t, source="s"),
        spoilt_file("scripts/content/collusion.yaml"),
        covers=("scripts.collusion_file:parse_collusion",),
    ),
    "jargon": Parser(
        lambda t: parse_jargon(t, source="s"),
        spoilt_file("scripts/content/jargon.yaml"),
        covers=("scripts.prompt_checks:parse_jargon",),
    ),
    "scripted caller": Parser(
        lambda t: parse_scripted_caller(t, source="s"),
        spoilt_file("scripts/content/practice/im_14.yaml"),
        covers=("scripts.practice_file:parse_caller",),
    ),
    "tree": Parser(
        calls.tree,
        spoilt_file("scripts/content/script_motivational.yaml", 2_000),
        covers=("helpline.kernel.yaml_tree:read_tree",),
    ),
    "configuration": Parser(
        lambda t: read_configuration(t.encode("utf-8", "surrogatepass")),
        st.one_of(spoilt_text("version: 1\nline: {routing: pull, idle_minutes: 20}\n"), text),
        covers=("helpline.configuration.reading:read_configuration",),
    ),
    "postcode": Parser(
        lambda t: (outward_code(t), councils_of_postcode(t)), st.one_of(text, spoilt_text("LS1 4AP"))
    ),
    "place": Parser(
        lambda t: (place_named(t), find_places(t), place_in(t), suggestions(t)),
        st.one_of(text, spoilt_text("Leeds, Wales")),
    ),
    "telephone": Parser(is_phone, st.one_of(text, spoilt_text("+44 113 496 0000"))),
    "address of a socket": Parser(
        calls.scope, st.one_of(st.binary(max_size=80), st.sampled_from([b"::ffff:1.2.3.4", b"fe80::1%eth0"]))
    ),
    "network": Parser(network_of, st.one_of(text, spoilt_text("2001:db8::1"))),
    "links": Parser(
        lambda t: [link for link in links.allowed_links(t, ["example.org"]) if calls.checked_link(link, t)],
        st.one_of(text, spoilt_text("see https://www.example.org/a(b)?x=1. and http://example.org@evil")),
    ),
    "host of a website": Parser(links.host_of, st.one_of(text, spoilt_text("https://www.example.org:99/a"))),
    "cues in words": Parser(
        calls.words_of_a_caller, st.one_of(text, spoilt_text("She made me hit her, I will kill myself"))
    ),
    "doubts about a draft": Parser(
        lambda t: calls.checker().check(t, said=[t]),
        st.one_of(text, spoilt_text("She must have provoked you")),
    ),
    "line for find_cues": Parser(lambda t: text_of_line(t, 1), json_texts, (CommandError,)),
    "choice": Parser(calls.setting(lambda: environment.choice("A_SETTING", "a", "b")), text, MISTAKE),
    "number": Parser(
        calls.setting(lambda: environment.number("A_SETTING", 1)),
        st.one_of(text, st.sampled_from(["²", "--5", "-", "٣", "9" * 5_000])),
        MISTAKE,
    ),
    "list": Parser(calls.setting(lambda: environment.listed("A_SETTING")), text, MISTAKE),
    "database": Parser(
        calls.setting(lambda: environment.database("A_SETTING", sqlite_file=Path("x"))),
        st.one_of(
            text,
            spoilt_text("postgresql://u:p@[::1]:5432/name?sslmode=require"),
            st.sampled_from(["postgresql://h:x/d", "postgresql://[::1/d", "postgresql://h:99999/d"]),
        ),
        MISTAKE,
    ),
    "secret file": Parser(calls.secret_file, st.binary(max_size=60), MISTAKE),
    "content of the directory": Parser(
        calls.content_file,
        st.one_of(json_texts.map(lambda t: t.encode("utf-8", "surrogatepass")), st.binary()),
        (DirectoryInvalid,),
    ),
    "key-encryption key": Parser(calls.kek, text, (NoKeys,)),
    "backup of the keys": Parser(
        calls.backup,
        st.one_of(
            spoilt_object(BACKUP).map(lambda held: json.dumps(held).encode()),
            json_texts.map(lambda t: t.encode("utf-8", "surrogatepass")),
            st.binary(),
        ),
        (BackupRefused,),
        covers=("helpline.keeping.backups:read_backup",),
    ),
    "manifest of a backup": Parser(
        calls.manifest,
        st.one_of(
            spoilt_object(MANIFEST).map(lambda held: json.dumps(held).encode()),
            json_texts.map(lambda t: t.encode("utf-8", "surrogatepass")),
            st.binary(),
        ),
        (BackupRefused,),
        covers=("helpline.keeping.manifests:read_manifest",),
    ),
    "private key": Parser(
        calls.private_key,
        st.binary(),
        (BackupRefused,),
        covers=("helpline.keeping.management.private_key:read_private_key",),
    ),
    "signature": Parser(calls.signature, text),
    "complaint": Parser(
        read_form,
        st.dictionaries(st.sampled_from(["kind", "text", "answer_to"]), text),
        covers=("helpline.complaints.rules:read_form",),
    ),
    "texts for callers": Parser(
        calls.words_of_texts,
        st.dictionaries(st.sampled_from(["heading", "intro", "work.points", "sections.0.text"]), text),
        (HelplineError,),
        covers=("helpline.public_texts.shape:read_words",),
    ),
}

# Public functions called like parsers that are none of what others wrote, each with the reason.
EXCUSED = {
    "helpline.handbook.changelog:read_changelog": "reads a file of the repository",
    "helpline.handbook.pages:read_handbook": "reads files of the repository",
    "helpline.handbook.pages:read_page": "reads files of the repository",
    "helpline.rota.calendars:read_by_secret": "hashes what stands in an address, and asks for the hash",
    "chat.load:load_of": "says how much there is to do",
    "helpline.kernel.keyring:read_again": "asks the source of keys again, which is fed above",
    "helpline.hours.span_fields:read_span": "reads a form's fields, which Django has cleaned",
    "chat.services.earlier:read_earlier": "reads rows of ours",
    "chat.services.held_words:read_held_words": "reads rows of ours",
    "chat.bundle:read_module": "reads scripts of the repository",
    "chat.catalogue:read_catalogue": "reads texts of the repository, when they are checked",
    "chat.catalogue:read_asked": "reads scripts of the repository, when they are checked",
    "triage.directory_file:read_directory": "reads files of the repository through ContentFile",
    "triage.directory_file:read_misprints": "reads a file of the repository",
    "triage.services.instruments:load_instrument": "stores what parse_instrument read",
    "triage.services.directory:load_directory": "stores what read_directory read",
    "triage.services.exchange:read_file": "bytes to text, then read_feed or read_table",
    "helpline.quality.rubrics:load_rubric": "stores what parse_rubric read",
    "scripts.services:load_content": "stores what parse_script read",
    "scripts.services:read_content": "reads files of the repository by the parsers above",
    "scripts.learned.model:read_weights": "reads weights of the repository",
    "scripts.learned.utterances:read_folder": "reads examples of the repository, when the model is trained",
    "scripts.learned.utterances:read_file": "reads examples of the repository, when the model is trained",
}
