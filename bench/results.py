"""Puts what a measurement found into bench/RESULTS.md."""

from tests.live import ROOT

RESULTS = ROOT / "bench" / "RESULTS.md"


def put_under(heading: str, body: str) -> None:
    """Put a section into the results, in place of the one that had this heading."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "# Results\n"
    before, found, rest = text.partition(f"{heading}\n")
    following = rest.find("\n## ")
    after = rest[following + 1 :] if found and following >= 0 else ""
    section = f"{heading}\n\n{body.strip()}\n"
    RESULTS.write_text(f"{before.rstrip()}\n\n{section}{after and chr(10)}{after}", encoding="utf-8")
