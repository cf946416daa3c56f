"""What can be wrong with the guidance: one mistake names its file, its line and itself."""

from collections.abc import Sequence

from helpline.kernel.errors import HelplineError


class ContentError(HelplineError):
    """One mistake in a content file; `line` counts from 1."""

    code = "scripts.content_mistake"

    def __init__(self, source: str, line: int, problem: str) -> None:
        super().__init__(f"{source}:{line}: {problem}", source=source, line=line, problem=problem)
        self.source = source
        self.line = line
        self.problem = problem


class ContentErrors(HelplineError):
    """Every mistake found in the content, in the order of the files and their lines."""

    code = "scripts.content_invalid"

    def __init__(self, errors: Sequence[ContentError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: (error.source, error.line)))
        super().__init__(
            "\n".join(str(error) for error in self.errors),
            errors=[dict(error.extra) for error in self.errors],
        )


class NoScript(HelplineError):
    """No version of the script has been published, or not the one asked for."""

    code = "scripts.not_found"
    status = 404
    message = "There is no such script version. Publish the guidance with load_scripts."
