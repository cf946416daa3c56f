"""What a logo is once it was read, and the one way to read it. Plain Python."""

import hashlib
from dataclasses import dataclass
from typing import ClassVar

from helpline.kernel.errors import HelplineError

# Of what is uploaded. What a page takes at all is bounded before anything is read: helpline/kernel/edge.py.
MOST_BYTES = 512 * 1024


class PictureRefused(HelplineError):
    """A file that is not taken as a logo; its message says why, and what to do."""

    code = "face.picture_refused"
    message = "That file cannot be a logo here, so nothing was changed. Choose another one."


@dataclass(frozen=True)
class Picture:
    """What is served: `kind` is "svg" or "png"; `taken_out` says what of the file was left out."""

    kind: str
    content: bytes
    taken_out: tuple[str, ...] = ()

    TYPES: ClassVar[dict[str, str]] = {"svg": "image/svg+xml", "png": "image/png"}

    @property
    def name(self) -> str:
        """Return the name under which it is served: the same picture always has the same."""
        return f"{hashlib.sha256(self.content).hexdigest()[:32]}.{self.kind}"
