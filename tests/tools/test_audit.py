"""make audit: what is inside, whole, and never "nothing known" of what nobody looked up."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tools import audit

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
FINE = {"name": "django", "version": "5.2.19", "vulns": []}
KNOWN = {
    "name": "daphne",
    "version": "4.2.1",
    "vulns": [{"id": "CVE-2026-44545", "fix_versions": ["4.2.2"]}, {"id": "PYSEC-1", "fix_versions": []}],
}
SKIPPED = {
    "name": "bleach",
    "skip_reason": "Dependency not found on PyPI and could not be audited: bleach (6.4.0)",
}


def unhashed(lock: str) -> list[str]:
    """Return the pinned lines of a lock file that no SHA-256 follows, and lines that pin nothing."""
    parts = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", lock).strip())
    pinned = re.compile(
        r"[\w.\[\],-]+==\S+(?: ; [^\\]+)? \\\n(?:\s+--hash=sha256:[0-9a-f]{64}(?: \\\n|\s*$))+"
    )
    return [part.splitlines()[0] for part in parts if not pinned.fullmatch(part)]


def test_a_line_without_its_sum_is_noticed() -> None:
    one = f"one==1 \\\n    --hash=sha256:{'0' * 64}\n    # via x\n"
    sums = one + f"two==2 ; sys_platform == 'win32' \\\n    --hash=sha256:{'1' * 64}\n"

    assert unhashed(sums) == []
    assert unhashed(sums + "three==3\n") == ["three==3"]
    assert unhashed(f"four>=4 \\\n    --hash=sha256:{'0' * 64}\n") == ["four>=4 \\"]
    assert unhashed(f"five==5 \\\n    --hash=md5:{'0' * 32}\n") == ["five==5 \\"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_line_of_every_lock_has_its_sums(lock: Path) -> None:
    assert len(LOCKS) == 4
    assert unhashed(lock.read_text()) == []


@pytest.mark.parametrize(
    ("looked_at", "status", "said"),
    [
        ([FINE], audit.FINE, ["1 packages looked up: nothing is known against them."]),
        (
            [FINE, KNOWN],
            audit.KNOWN,
            ["daphne 4.2.1: CVE-2026-44545, mended in 4.2.2", "daphne 4.2.1: PYSEC-1, mended in none yet"],
        ),
    ],
)
def test_what_was_looked_up_is_said(looked_at: list[Any], status: int, said: list[str]) -> None:
    assert audit.judge({"dependencies": looked_at}) == (status, said)


@pytest.mark.parametrize(
    "report", [{}, {"dependencies": []}, {"dependencies": [SKIPPED]}, {"dependencies": [FINE, SKIPPED]}]
)
def test_what_was_not_looked_up_is_never_called_fine(report: dict[str, Any]) -> None:
    status, said = audit.judge(report)

    assert status == audit.UNKNOWN
    assert said[0].startswith("NOT AUDITED: ")
    assert "nothing is known" not in " ".join(said)


def test_something_known_counts_even_where_others_could_not_be_looked_up() -> None:
    status, said = audit.judge({"dependencies": [KNOWN, SKIPPED]})

    assert status == audit.KNOWN
    assert said[2].startswith("NOT AUDITED: 1 packages could not be looked up, 1 were.")


def test_the_list_holds_packages_with_licences_and_what_the_browser_gets() -> None:
    bare = {
        "components": [
            {"name": "one"},
            {"name": "two"},
            {"name": "three", "licenses": [{"expression": "ISC"}]},
        ]
    }
    bom = audit.complete(
        bare,
        licence_of={"one": audit.expression("MIT"), "two": [], "three": []}.__getitem__,
        vendored=audit.VENDORED.read_text(),
    )
    parts = {part["name"]: part for part in bom["components"]}

    assert parts["one"]["licenses"] == [{"expression": "MIT"}]
    assert parts["two"]["licenses"] == []
    assert parts["three"]["licenses"] == [{"expression": "ISC"}]
    assert (parts["uplot"]["version"], parts["uplot"]["purl"]) == ("1.6.32", "pkg:npm/uplot@1.6.32")
    assert parts["htm"]["licenses"] == [{"expression": "Apache-2.0 AND MIT"}]
    assert audit.described(bom).endswith("; no licence known of two")
    assert bom["metadata"]["component"]["name"] == "helpline"


def test_every_vendored_file_is_a_part_with_the_sum_it_has() -> None:
    listed = {
        part["bom-ref"]: part["hashes"][0]["content"]
        for part in audit.vendored_parts(audit.VENDORED.read_text())
    }
    files = [path for path in (ROOT / "static/vendor").rglob("*") if path.suffix in {".js", ".mjs", ".css"}]

    assert listed == {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def test_a_row_that_cannot_be_read_is_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"new\.js"):
        audit.vendored_parts("| `new.js` | something | as it came | MIT | `none` |")


@pytest.mark.parametrize(
    ("classifiers", "said", "licence"),
    [
        (["License :: OSI Approved :: MIT License"], "", [{"expression": "MIT"}]),
        (["License :: OSI Approved", "License :: OSI Approved :: MIT License"], "", [{"expression": "MIT"}]),
        (["License :: OSI Approved :: BSD License"], "BSD-3-Clause", [{"expression": "BSD-3-Clause"}]),
        ([], "Apache Software License", [{"expression": "Apache-2.0"}]),
        # Which of the BSD licences, nobody said.
        (["License :: OSI Approved :: BSD License"], "", [{"license": {"name": "BSD License"}}]),
        (
            ["License :: OSI Approved :: MIT License", "License :: Other/Proprietary License"],
            "see file",
            [{"license": {"name": "MIT License"}}, {"license": {"name": "Other/Proprietary License"}}],
        ),
        ([], "a whole licence text " * 9, []),
        ([], "", []),
    ],
)
def test_older_packages_are_read_and_never_guessed_at(
    classifiers: list[str], said: str, licence: audit.Licences
) -> None:
    assert audit.from_classifiers(classifiers, said) == licence


def test_nothing_of_pip_audit_is_heard_but_its_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Of packages that it skipped it says "No known vulnerabilities found"."""
    monkeypatch.setattr(audit, "SBOM", tmp_path / "build" / "sbom.json")
    monkeypatch.setattr(audit, "ROOT", tmp_path)
    monkeypatch.setattr(audit, "bare_bom", lambda: {"components": []})
    monkeypatch.setattr(audit, "against_schema", lambda text: "")
    claim = "No known vulnerabilities found"
    monkeypatch.setattr(audit, "advisories", lambda: ({"dependencies": [SKIPPED]}, claim))

    assert audit.main() == audit.UNKNOWN
    assert claim not in capsys.readouterr().out
    monkeypatch.setattr(audit, "advisories", lambda: ({}, "Connection refused"))
    assert audit.main() == audit.UNKNOWN
    assert "pip-audit said: Connection refused" in capsys.readouterr().out
    monkeypatch.setattr(audit, "against_schema", lambda text: "'version' is missing")
    assert audit.main() == audit.FAILED


def test_a_report_that_is_no_json_is_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ran:
        stdout, stderr = "", "WARNING:x\nConnection refused\n"

    monkeypatch.setattr(audit.subprocess, "run", lambda *args, **how: Ran)

    assert audit.advisories() == ({}, "Connection refused")
    Ran.stdout = json.dumps({"dependencies": [FINE]})
    assert audit.judge(audit.advisories()[0])[0] == audit.FINE
