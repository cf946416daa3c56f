"""Make .venv, install one lock file into it, and become a command that runs there.

    python3 tools/bootstrap.py [--first MODULE] LOCK COMMAND...

MODULE is plain Python that refuses early, before anything is downloaded.
Every way out that is not the command's own is one clear line and status 2.
Written for any Python, so that an old one can say that it is too old.
"""
# ruff: noqa: UP031, RUF005, S603, S606

import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11")
IS_NEW_ENOUGH = "import sys; sys.exit(sys.version_info < (3, 11))"


def refuse(line):
    """Say why not, in one line, and end."""
    sys.stderr.write(line + "\n")
    sys.exit(2)


def works(command):
    """Tell whether a command ends well, without a word."""
    with open(os.devnull, "w") as nowhere:
        try:
            return subprocess.call(command, stdout=nowhere, stderr=nowhere) == 0
        except OSError:
            return False


def use_new_enough_python():
    """Go on under a newer Python when this one is too old and another is at hand."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        if works([name, "-c", IS_NEW_ENOUGH]):
            os.execvp(name, [name] + sys.argv)
    refuse("Helpline needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])


def make_venv():
    """Make .venv unless there is one that works."""
    if works([VENV_PYTHON, "-c", "import pip; " + IS_NEW_ENOUGH]):
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        refuse("Python's venv module is missing; install it with: apt-get install python3-venv")
    try:
        os.makedirs(VENV, exist_ok=True)
    except OSError as error:
        refuse("Cannot make %s: %s." % (VENV, error.strerror))
    if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]) != 0:
        refuse("Cannot make a virtual environment in %s; what Python says stands above." % VENV)


def install(lock):
    """Install a lock file, hashes checked, unless this very one is installed already."""
    with open(os.path.join(ROOT, lock), "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    stamp = os.path.join(VENV, "installed-" + lock)
    if os.path.exists(stamp):
        with open(stamp) as file:
            if file.read() == digest:
                return
    sys.stderr.write("Installing the packages of %s into .venv (once).\n" % lock)
    pip = [VENV_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    if subprocess.call(pip + ["--require-hashes", "--only-binary", ":all:", "-r", lock], cwd=ROOT) != 0:
        refuse("The packages of %s could not be installed; what pip says stands above." % lock)
    with open(stamp, "w") as file:
        file.write(digest)


def main(arguments):
    use_new_enough_python()
    os.chdir(ROOT)
    if arguments[0] == "--first":
        refused = subprocess.call([sys.executable, "-m", arguments[1]])
        if refused:
            sys.exit(refused)
        arguments = arguments[2:]
    make_venv()
    install(arguments[0])
    sys.stdout.flush()
    os.execv(VENV_PYTHON, [VENV_PYTHON] + arguments[1:])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
