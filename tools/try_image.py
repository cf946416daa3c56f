"""Follow deploy/Dockerfile in folders, where there is no container engine: as root, with debootstrap.

    python3 tools/try_image.py FOLDER [COMMAND...]

FOLDER gets a Debian 12 (once), then each stage beside it. COMMAND is what the image is to do in place of its
own, such as `doctor`; it runs as the image's account on a read-only root, as in compose.yml. `unshare`
keeps its mounts to itself. Packages come as pip is set up here.
"""
# ruff: noqa: S108, S603, S607, T201

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTINUED = re.compile(r"\\\n\s*")
MIRROR = "http://deb.debian.org/debian"
BASE = "debian:12-slim"
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")


@dataclass
class Stage:
    """One FROM and what follows it."""

    folder: Path
    workdir: str = "/"
    user: str = "0:0"
    settings: dict[str, str] = field(default_factory=dict)
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)

    def inside(self, path: str) -> Path:
        return self.folder / os.path.join(self.workdir, path).lstrip("/")


class Image:
    """Runs the instructions that the Dockerfile uses, and refuses any other."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.stages: dict[str, Stage] = {}

    def follow(self, text: str) -> Stage:
        lines = CONTINUED.sub(" ", text).splitlines()
        stage = None
        for line in lines:
            if not line or line.startswith("#"):
                continue
            print(f"-- {line[:110]}", flush=True)
            word, _, rest = line.partition(" ")
            if word == "FROM":
                stage = self._begin(rest)
                continue
            if stage is None:
                sys.exit(f"{word} before FROM.")
            self._do(stage, word, rest)
        return stage or sys.exit("There is no FROM.")

    def _begin(self, rest: str) -> Stage:
        base, _, name = rest.partition(" AS ")
        if base != BASE:
            sys.exit(f"{base} cannot be made here; {BASE} can.")
        debian = self.place / "debian"
        if not (debian / "etc/debian_version").exists():
            call("debootstrap", "--variant=minbase", "bookworm", str(debian), MIRROR)
        folder = self.place / (name or "last")
        call("rm", "-rf", "--one-file-system", str(folder))
        call("cp", "-a", "--reflink=auto", str(debian), str(folder))
        call("cp", "-L", "/etc/resolv.conf", str(folder / "etc/resolv.conf"))
        self.stages[name or "last"] = stage = Stage(folder)
        return stage

    def _do(self, stage: Stage, word: str, rest: str) -> None:
        if word == "RUN":
            # Whom this machine trusts, for one whose packages come through a proxy of its own.
            if AUTHORITIES.exists():
                call("cp", "-L", str(AUTHORITIES), str(stage.folder / "tmp/authorities.crt"))
            call("chroot", str(stage.folder), "/bin/sh", "-ec", f"cd {shlex.quote(stage.workdir)}; {rest}")
        elif word == "WORKDIR":
            stage.workdir = rest
            stage.inside(".").mkdir(parents=True, exist_ok=True)
        elif word == "COPY":
            self._copy(stage, rest)
        elif word == "ENV":
            stage.settings.update(part.partition("=")[::2] for part in shlex.split(rest))
        elif word == "USER":
            stage.user = rest
        elif word == "ENTRYPOINT":
            stage.entrypoint = json.loads(rest)
        elif word == "CMD":
            stage.command = json.loads(rest)
        elif word != "EXPOSE":
            sys.exit(f"{word} is not known here.")

    def _copy(self, stage: Stage, rest: str) -> None:
        *options, source, to = rest.split()
        target = stage.inside(to)
        if options:
            other = self.stages[options[0].removeprefix("--from=")]
            target.parent.mkdir(parents=True, exist_ok=True)
            call("cp", "-a", str(other.folder / source.lstrip("/")), str(target))
        else:
            copy_context(source, target)


def copy_context(source: str, target: Path) -> None:
    """Copy what .dockerignore lets in: all but what it names with a ! is left out."""
    let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    wanted = let_in if source == "." else [source]
    packed = [
        "tar",
        "-C",
        str(ROOT),
        "--exclude=__pycache__",
        "--exclude=deploy/secrets",
        "-cf",
        "-",
        *wanted,
    ]
    with subprocess.Popen(packed, stdout=subprocess.PIPE) as tar:
        subprocess.run(
            ["tar", "--no-same-owner", "-C", str(target), "-xf", "-"], stdin=tar.stdout, check=True
        )


def call(*command: str) -> None:
    trusting = dict.fromkeys(("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"), "/tmp/authorities.crt")
    settings = os.environ | (trusting if command[0] == "chroot" else {})
    done = subprocess.run(command, env=settings, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} ended with {done.returncode}.")


def run(stage: Stage, command: list[str]) -> int:
    """Run the image's command as its account, on a root that cannot be written to."""
    folder = shlex.quote(str(stage.folder))
    uid, gid = stage.user.split(":")
    mounts = (
        f"mount --bind {folder} {folder}; mount -t proc proc {folder}/proc; "
        f"mount -t tmpfs -o mode=1777 tmpfs {folder}/tmp; "
        f"mount -t tmpfs -o mode=0700,uid={uid},gid={gid} tmpfs {folder}/var/lib/helpline; "
        f"mount -o remount,bind,ro {folder}; "
    )
    settings = stage.settings | {
        name: os.environ[name] for name in os.environ if name.startswith("HELPLINE_")
    }
    shown = " ".join(shlex.quote(f"{name}={value}") for name, value in settings.items())
    started = shlex.join(stage.entrypoint + command)
    there = f"cd {stage.workdir}; exec setpriv --no-new-privs env -i {shown} {started}"
    account = f"exec chroot --userspec={uid}:{gid} --groups= {folder} /bin/sh -c {shlex.quote(there)}"
    return subprocess.call(
        ["unshare", "--mount", "--propagation", "private", "/bin/sh", "-ec", mounts + account]
    )


def main(arguments: list[str]) -> int:
    if not arguments or os.geteuid() != 0:
        sys.exit(__doc__)
    place = Path(arguments[0]).absolute()
    place.mkdir(parents=True, exist_ok=True)
    last = Image(place).follow((ROOT / "deploy/Dockerfile").read_text())
    print(f"-- as {last.user}: {shlex.join(last.entrypoint + (arguments[1:] or last.command))}", flush=True)
    return run(last, arguments[1:] or last.command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
