"""What can be wrong with a content file: one mistake names its file, its line and itself. Plain Python."""

from collections.abc import Sequence

from helpline.kernel.errors import HelplineError


class ContentError(HelplineError):
    """One mistake in a content file; `line` counts from 1."""

    code = "content.mistake"

    def __init__(self, source: str, line: int, problem: str) -> None:
        super().__init__(f"{source}:{line}: {problem}", source=source, line=line, problem=problem)
        self.source = source
        self.line = line
        self.problem = problem


class ContentErrors(HelplineError):
    """Every mistake found in the content, in the order of the files and their lines."""

    code = "content.invalid"

    def __init__(self, errors: Sequence[ContentError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: (error.source, error.line)))
        super().__init__(
            "\n".join(str(error) for error in self.errors),
            errors=[dict(error.extra) for error in self.errors],
        )
