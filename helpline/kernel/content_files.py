"""The text of a content file, and how messages name the file. Plain Python."""

from pathlib import Path

from helpline.kernel.content_errors import ContentError, ContentErrors
from helpline.kernel.reading import LONGEST_FILE

PROJECT = Path(__file__).resolve().parent.parent.parent


def text_of(path: Path) -> str:
    """Return the text of a content file.

    Raises ContentErrors when it cannot be read as UTF-8, or is too long: that is seen without reading it.
    """
    try:
        # No character is longer than four bytes.
        if path.stat().st_size > 4 * LONGEST_FILE:
            problem = f"the file is longer than {LONGEST_FILE} characters"
            raise ContentErrors([ContentError(name_of(path), 1, problem)])
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ContentErrors([ContentError(name_of(path), line, "not UTF-8 text")]) from None
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise ContentErrors([ContentError(name_of(path), 1, problem)]) from None


def name_of(path: Path) -> str:
    """Return how messages name a file: from the project's folder where it lies in it."""
    whole = path.resolve()
    return str(whole.relative_to(PROJECT)) if whole.is_relative_to(PROJECT) else str(path)
