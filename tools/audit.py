"""Say what is inside (build/sbom.json, CycloneDX) and what is known against it.

make audit         ends with 0: every package was looked up and nothing is known against it
                             2: the list could not be written, or does not fit its schema
                             3: some could not be looked up, so that nobody can say
                             4: something is known against one
"""
# ruff: noqa: S603, T201

import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
VENDORED = ROOT / "static" / "vendor" / "README.md"
SBOM = ROOT / "build" / "sbom.json"
BIN = Path(sys.executable).parent
FORM = "1.6"
# 1 is what Python ends with when a program breaks: nothing may be taken for it.
FINE, FAILED, UNKNOWN, KNOWN = 0, 2, 3, 4
HASHES = "sha256:"
# Licences as they are written by hand in static/vendor/README.md, and by older packages.
# A longer one is the text itself, put where the name should be.
LONGEST_NAME = 60
BY_NAME = re.compile(r"(?:MIT|Apache-2\.0|BSD-[23]-Clause|MPL-2\.0|ISC|PSF-2\.0)")
Bom = dict[str, Any]
Licences = list[dict[str, Any]]


def main() -> int:
    SBOM.parent.mkdir(exist_ok=True)
    try:
        bom = complete(
            bare_bom(), licence_of=installed_licence, vendored=VENDORED.read_text(encoding="utf-8")
        )
        SBOM.write_text(json.dumps(bom, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        mistake = against_schema(SBOM.read_text(encoding="utf-8"))
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        mistake = str(error)
    if mistake:
        print(f"make audit: the list of what is inside is not right: {mistake}")
        return FAILED
    print(f"{SBOM.relative_to(ROOT)}: {described(bom)}.")
    report, said = advisories()
    status, lines = judge(report)
    for line in lines:
        print(line)
    # Of packages that it skipped it says "No known vulnerabilities found": only of a failure is it heard.
    if not report and said:
        print(f"pip-audit said: {said}")
    return status


def bare_bom() -> Bom:
    """Return names, versions and sums as cyclonedx-py reads them. Raises CalledProcessError."""
    command = [str(BIN / "cyclonedx-py"), "requirements", str(LOCK), "--sv", FORM, "--of", "JSON"]
    made = subprocess.run([*command, "--output-reproducible"], check=True, capture_output=True, text=True)
    read: Bom = json.loads(made.stdout)
    return read


def complete(bom: Bom, *, licence_of: Callable[[str], Licences], vendored: str) -> Bom:
    """Add the licences that are known, what the browser gets, and what the list is about."""
    packages = [{"licenses": licence_of(part["name"]), **part} for part in bom["components"]]
    about = {
        "type": "application",
        "bom-ref": "helpline",
        "name": "helpline",
        "licenses": expression("AGPL-3.0-or-later"),
    }
    return {
        **bom,
        "metadata": {**bom.get("metadata", {}), "component": about},
        "components": [*packages, *vendored_parts(vendored)],
    }


def expression(said: str) -> Licences:
    """Return the `licenses` of an SPDX expression, none for ""."""
    return [{"expression": said}] if said else []


def installed_licence(name: str) -> Licences:
    """Return what an installed package says: an SPDX expression, else the names it is classified under."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return []
    if stated := said.get("License-Expression"):
        return expression(str(stated))
    return from_classifiers(said.get_all("Classifier") or [], str(said.get("License") or ""))


CLASSIFIED = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "ISC License (ISCL)": "ISC",
}


def from_classifiers(classifiers: list[str], said: str) -> Licences:
    """Return an SPDX expression for what older packages say; where that leaves it open ("BSD"), the names."""
    named = {each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License :: ")}
    named = (named or {said}) - {"OSI Approved"}
    known = {CLASSIFIED.get(each) or (each if BY_NAME.fullmatch(each) else "") for each in named}
    if named and "" not in known:
        return expression(" OR ".join(sorted(known)))
    if BY_NAME.fullmatch(said):
        return expression(said)
    return [{"license": {"name": each}} for each in sorted(named) if each and len(each) < LONGEST_NAME]


def vendored_parts(text: str) -> list[dict[str, Any]]:
    """Return a part for each row of static/vendor/README.md. Raises ValueError where a row cannot be read."""
    rows = [row for row in text.splitlines() if row.startswith("| `")]
    return [_vendored(row) for row in rows]


def _vendored(row: str) -> dict[str, Any]:
    file, what, version, licence, digest = (cell.strip().strip("`") for cell in row.strip("| ").split(" | "))
    named = re.match(r"([\w-]+) (\d+(?:\.\d+)+)", version)
    if not named or not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise ValueError(f"static/vendor/README.md: {file} has no name, version and sum that can be read")
    return {
        "type": "library",
        "bom-ref": f"static/vendor/{file}",
        "name": named[1],
        "version": named[2],
        "description": re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", what),
        "purl": f"pkg:npm/{named[1]}@{named[2]}",
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "licenses": expression(" AND ".join(sorted(set(BY_NAME.findall(licence))))),
    }


def against_schema(text: str) -> str:
    """Return what the CycloneDX schema has against the list, "" where nothing."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    return str(JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) or "")


def described(bom: Bom) -> str:
    parts = bom["components"]
    without = [part["name"] for part in parts if not part.get("licenses")]
    open_ones = f"; no licence known of {', '.join(without)}" if without else ""
    return f"{len(parts)} parts{open_ones}"


def advisories() -> tuple[dict[str, Any], str]:
    """Return pip-audit's report on the lock file, and what it said beside it."""
    command = [str(BIN / "pip-audit"), "-r", str(LOCK), "--require-hashes", "--disable-pip"]
    command += ["--format", "json", "--progress-spinner", "off", "--timeout", "10"]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    try:
        report = json.loads(ran.stdout)
    except ValueError:
        report = {}
    lines = [line.strip() for line in ran.stderr.splitlines() if line.strip()]
    return (report if isinstance(report, dict) else {}), (lines[-1][:300] if lines else "")


def judge(report: dict[str, Any]) -> tuple[int, list[str]]:
    """Say what a report of pip-audit means: what was not looked up is not "nothing known"."""
    looked_at = report.get("dependencies", [])
    skipped = [each for each in looked_at if "vulns" not in each]
    known = [
        f"{each['name']} {each['version']}: {found['id']}, "
        f"mended in {', '.join(found['fix_versions']) or 'none yet'}"
        for each in looked_at
        for found in each.get("vulns", [])
    ]
    asked = len(looked_at) - len(skipped)
    lines = list(known)
    if not looked_at or skipped:
        lines.append(
            f"NOT AUDITED: {len(skipped) or 'all'} packages could not be looked up, {asked} were. Whether "
            "anything is known against them, nobody here can say. Try where the advisories can be reached."
        )
        lines += sorted({f"  {each.get('skip_reason', 'no reason given')}" for each in skipped})[:5]
    elif not known:
        lines.append(f"{asked} packages looked up: nothing is known against them.")
    if known:
        return KNOWN, lines
    return (UNKNOWN if not looked_at or skipped else FINE), lines


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
