"""What a share of callers is in words. Plain Python."""

HARDLY, NEARLY = 0.005, 0.95
FEW = 0.45
FINE_UP_TO = 20
STEP = 10


def of_those_who_write(share: float) -> str:
    """Return "About 1 in 5 who write", "Hardly anybody who writes" ..., to be followed by a verb."""
    if share < HARDLY:
        return "Hardly anybody who writes"
    if share > NEARLY:
        return "Nearly everybody who writes"
    if share >= FEW:
        return f"About {round(share * 10)} in 10 who write"
    number = round(1 / share)
    return f"About 1 in {number if number <= FINE_UP_TO else round(number / STEP) * STEP} who write"


def people(number: int) -> str:
    """Return "1 handler", "4 handlers"."""
    return "1 handler" if number == 1 else f"{number} handlers"
