"""Joining modules into two files: scopes stay apart, order holds, and strange forms are refused."""

import subprocess
from pathlib import Path

import pytest

from chat.bundle import CannotBundle, bundle, lean, lean_css

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

    assert files.app.index('M["sums"]') < files.app.index('M["main"]')
    assert 'const {double}=M["sums"];' in files.app
    assert files.app.count("const KEY") == 2


def test_what_is_only_reached_later_stands_in_the_second_file(tmp_path: Path):
    files = bundle(
        folder(
            tmp_path,
            main='import { a } from "./shared.js";\nawait import("./ended.js");\na();\n',
            shared="export function a() {}\n",
            ended=SHARED_AND_DEEP,
            deep='export const b = () => import("./deeper.js");\n',
            deeper="export class Deeper {}\n",
        )
    )

    assert 'M.later("ended")' in files.app
    assert [name in files.app for name in ("shared", "deep", "deeper")] == [True, False, False]
    assert [f'M["{name}"]=' in files.later for name in ("shared", "deep", "ended", "deeper")] == [
        False,
        True,
        True,
        True,
    ]


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
def test_both_files_are_sound_javascript(tmp_path: Path):
    files = bundle(ROOT / "static" / "chat")
    (tmp_path / "app.mjs").write_text(files.app)
    (tmp_path / "later.mjs").write_text("const LATER={};\n" + files.later)

    checked = [
        subprocess.run(["node", "--check", tmp_path / name], capture_output=True, text=True).stderr
        for name in ("app.mjs", "later.mjs")
    ]

    assert checked == ["", ""]
