"""What can be wrong with a file of the configuration: where, and in one sentence. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpline.kernel.errors import HelplineError

MOST_MISTAKES = 40


@dataclass(frozen=True)
class Mistake:
    """One mistake; `line` counts from 1 and is 0 where none can be named, `place` such as "Hours, weekly"."""

    says: str
    place: str = ""
    line: int = 0

    def __str__(self) -> str:
        where = ", ".join(
            [*([f"Line {self.line}"] if self.line else []), *([self.place] if self.place else [])]
        )
        return f"{where}: {self.says}" if where else self.says


class FileRefused(HelplineError):
    """Nothing of the file was taken in; `mistakes` says why, the first of many."""

    code = "configuration.refused"
    status = 422
    message = (
        "This file cannot be taken in, so nothing was changed. Mend what stands below in the file, then "
        "try again."
    )

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes[:MOST_MISTAKES])
        left = len(mistakes) - len(self.mistakes)
        self.more = f"and {left} more" if left > 0 else ""
        super().__init__(problems=[str(mistake) for mistake in self.mistakes])


class ConfigurationMoved(HelplineError):
    """Somebody changed what is set since the differences were shown."""

    code = "configuration.moved"
    status = 409
    message = (
        "Somebody has changed the settings meanwhile, so nothing was taken in. Look at what differs now, "
        "then press again if you still mean it."
    )


class NotForAFile(HelplineError):
    """Something stands in the settings that no file may hold; `extra["places"]` says where, never what."""

    code = "configuration.not_for_a_file"
    status = 409
    message = (
        "No file was made: what stands in these places must not leave the service. Change them, then try "
        "again."
    )
