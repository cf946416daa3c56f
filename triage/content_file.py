"""A JSON file of content that can say where in it a mistake stands. Plain Python."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from helpline.kernel.errors import HelplineError


@dataclass(frozen=True)
class Problem:
    """One mistake: in which file, on which line, in which record, and what is wrong."""

    file: str
    line: int | None
    record: str | None
    what: str

    def __str__(self) -> str:
        place = [
            self.file,
            f"line {self.line}" if self.line else "",
            f"record {self.record}" if self.record else "",
        ]
        return f"{', '.join(part for part in place if part)}: {self.what}"


class DirectoryInvalid(HelplineError):
    """The directory's files hold mistakes; `extra["problems"]` lists {file, line, record, what}."""

    code = "directory.invalid"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)), problems=[asdict(problem) for problem in problems])


@dataclass(frozen=True)
class ContentFile:
    """The text of one file and what it means."""

    name: str
    text: str
    data: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> "ContentFile":
        """Return the file's content; raise DirectoryInvalid when it is missing or is not a JSON object."""
        try:
            text = path.read_text(encoding="utf-8")
            data = json.loads(text)
        except OSError as error:
            raise DirectoryInvalid(
                [Problem(path.name, None, None, f"cannot be read: {error.strerror}")]
            ) from None
        except UnicodeDecodeError:
            raise DirectoryInvalid([Problem(path.name, None, None, "is not UTF-8 text")]) from None
        except json.JSONDecodeError as error:
            raise DirectoryInvalid(
                [Problem(path.name, error.lineno, None, f"is not JSON: {error.msg}")]
            ) from None
        except (ValueError, RecursionError) as error:
            raise DirectoryInvalid([Problem(path.name, None, None, f"is not JSON: {error}")]) from None
        if not isinstance(data, dict):
            raise DirectoryInvalid([Problem(path.name, 1, None, "must be a JSON object")])
        return cls(path.name, text, data)

    def records(self, key: str) -> Iterator[dict[str, Any]]:
        """Yield the records under `key`; raise DirectoryInvalid when they are no list of objects with ids."""
        records = self.data.get(key)
        if not isinstance(records, list):
            raise DirectoryInvalid([Problem(self.name, None, None, f"must hold a list called {key!r}")])
        for number, record in enumerate(records, start=1):
            if not isinstance(record, dict) or not isinstance(record.get("id"), str):
                raise DirectoryInvalid(
                    [Problem(self.name, None, f"number {number}", "must be an object with an id")]
                )
            yield record

    def problem(self, record: str, what: str) -> Problem:
        """Return a problem that points at the first line on which the record is named."""
        found = re.search(
            rf'"id"\s*:\s*{re.escape(json.dumps(record))}|{re.escape(json.dumps(record))}\s*:', self.text
        )
        line = self.text.count("\n", 0, found.start()) + 1 if found else None
        return Problem(self.name, line, record, what)
