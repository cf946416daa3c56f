"""In which bands the talks of one handler in a month are told. Plain Python."""

BANDS = {"1_9": "1 to 9", "10_29": "10 to 29", "30_59": "30 to 59", "60_more": "60 or more"}
LOWEST = {1: "1_9", 10: "10_29", 30: "30_59", 60: "60_more"}


def band_of(talks: int) -> str:
    """Return the band of a number of talks, which is 1 at least."""
    return next(band for lowest, band in reversed(LOWEST.items()) if talks >= lowest)
