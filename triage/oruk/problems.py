"""What is wrong with a file that somebody wants to import. Plain Python."""

from dataclasses import asdict, dataclass

from helpline.kernel.errors import HelplineError


@dataclass(frozen=True)
class Problem:
    """One mistake: in which row (a line of the table, or the number of the service), field, and why.

    Row 0 is the file as a whole.
    """

    row: int
    field: str
    reason: str

    def __str__(self) -> str:
        place = f"row {self.row}" if self.row else "file"
        return f"{place}, {self.field}: {self.reason}" if self.field else f"{place}: {self.reason}"


class ImportRefused(HelplineError):
    """The file holds mistakes and nothing was changed; `extra["problems"]` lists {row, field, reason}."""

    code = "directory.import_refused"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)), problems=[asdict(problem) for problem in problems])
