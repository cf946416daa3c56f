"""Joining modules into three files: scopes stay apart, order holds, and strange forms are refused."""

import re
import subprocess
from pathlib import Path

import pytest

from chat.bundle import CannotBundle, bundle, lean, lean_css
from chat.catalogue import IN_SCRIPTS
from chat.texts import LANGUAGES, room_texts, texts
from chat.views.page_data import FIRST_ROOMS, TALK_ROOMS, rest_rooms

ROOT = Path(__file__).resolve().parents[2]


SHARED_AND_DEEP = """import { a } from "./shared.js";
import { b } from "./deep.js";
export const end = () => [a, b];
"""


def folder(path: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (path / f"{name}.js").write_text(text)
    return path


def test_each_module_comes_behind_what_it_needs_and_keeps_its_own_names(tmp_path: Path):
    files = bundle(
        folder(
            tmp_path,
            main='import { double } from "./sums.js";\nconst KEY = 4;\nconsole.log(double(KEY));\n',
            sums="const KEY = 2;\nexport const double = (n) => n * KEY;\n",
        )
    )

    assert files["app"].index('M["sums"]') < files["app"].index('M["main"]')
    assert 'const {double}=M["sums"];' in files["app"]
    assert files["app"].count("const KEY") == 2


def test_what_is_only_reached_later_stands_in_the_second_and_third_file(tmp_path: Path):
    files = bundle(
        folder(
            tmp_path,
            main='import { a } from "./shared.js";\nawait import("./flow.js");\na();\n',
            shared="export function a() {}\n",
            flow=SHARED_AND_DEEP,
            deep='export const b = () => import("./deeper.js");\n',
            deeper='export const c = () => import("./deepest.js");\n',
            deepest="export class Deepest {}\n",
        )
    )

    held = {name: re.findall(r'^M\["(\w+)"\]=', text, re.MULTILINE) for name, text in files.items()}
    assert held == {"app": ["shared", "main"], "talk": ["deep", "flow"], "rest": ["deeper", "deepest"]}
    assert 'await M.later("flow")' in files["app"]
    assert '{"deep":"talk","flow":"talk","deeper":"rest","deepest":"rest"}' in files["app"]


@pytest.mark.parametrize(
    "text",
    [
        'import * as all from "./other.js";\n',
        'import other from "./other.js";\n',
        "export default 1;\n",
        "export let changes = 1;\n",
        'export { a } from "./other.js";\n',
    ],
)
def test_a_form_that_would_be_joined_wrongly_is_refused(tmp_path: Path, text: str):
    with pytest.raises(CannotBundle, match=r"main\.js"):
        bundle(folder(tmp_path, main=text, other="export const a = 1;\n"))


def test_modules_that_import_each_other_are_refused(tmp_path: Path):
    text = 'import { a } from "./%s.js";\nexport const a = 1;\n'
    with pytest.raises(CannotBundle, match="main > other > main"):
        bundle(folder(tmp_path, main=text % "other", other=text % "main"))


def test_a_module_that_is_missing_is_refused(tmp_path: Path):
    with pytest.raises(CannotBundle, match=r"no lost\.js"):
        bundle(folder(tmp_path, main='import { a } from "./lost.js";\n'))


def test_comments_go_and_words_stay():
    text = '/** Says\n * something. */\n  const a = "// no comment"; // kept\n\n// gone\n  b();\n'

    assert lean(text) == 'const a = "// no comment"; // kept\nb();\n'


def test_a_template_over_several_lines_is_refused():
    with pytest.raises(CannotBundle, match="template"):
        lean("const a = `one\n  two`;\n")


def test_style_sheets_lose_comments_alone():
    assert lean_css(["/* a\n b */\n.x {\n  color: red; /* c */\n}\n"]) == ".x {\ncolor: red;\n}\n"


@pytest.mark.skipif(
    subprocess.call(["sh", "-c", "command -v node >/dev/null"]) != 0, reason="node is not on this machine"
)
def test_the_files_are_sound_javascript(tmp_path: Path):
    said = {}
    for name, text in bundle(ROOT / "static" / "chat").items():
        file = tmp_path / f"{name}.mjs"
        file.write_text(f"const MORE={{}};\n{text}")
        checked = subprocess.run(["node", "--check", file], capture_output=True, text=True)
        said[name] = checked.stderr

    assert said == {"app": "", "talk": "", "rest": ""}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_file_asks_only_for_texts_that_are_there_by_then(lang: str):
    rooms = {"app": FIRST_ROOMS, "talk": TALK_ROOMS, "rest": rest_rooms(lang)}
    there: set[str] = set()
    missing: dict[str, set[str]] = {}
    for name, text in bundle(ROOT / "static" / "chat").items():
        there |= {key for room in rooms[name] for key in room_texts(lang, room)}
        missing[name] = set(IN_SCRIPTS.findall(text)) - there

    assert missing == {"app": set(), "talk": set(), "rest": set()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_text_named_for_another_function_is_there_by_then_too(lang: str):
    """`draw(box, lines, "lines_listed")`: a key in quotes, wherever it stands."""
    rooms = {"app": FIRST_ROOMS, "talk": TALK_ROOMS, "rest": rest_rooms(lang)}
    there: set[str] = set()
    early: dict[str, set[str]] = {}
    for name, text in bundle(ROOT / "static" / "chat").items():
        there |= {key for room in rooms[name] for key in room_texts(lang, room)}
        early[name] = set(re.findall(r'"([a-z0-9_]+)"', text)) & set(texts(lang)) - there

    assert early == {"app": set(), "talk": set(), "rest": set()}
