"""Whether this process is about to end: it finishes what it has, and nobody new should be sent to it."""


class Draining:
    """What a process knows of its own end. Once begun it is never taken back."""

    def __init__(self) -> None:
        self.begun = False

    def begin(self) -> None:
        """Say from now on that this process is not ready."""
        self.begun = True


draining = Draining()
