"""What other rooms may ask of triage."""

from triage.services.assessment import forget, record_triage, triage_of
from triage.services.directory import confirm_entry, load_directory, save_entry, set_active
from triage.services.finding import row_of, search, service_marks, service_names
from triage.services.signposting import (
    advice_cards,
    card,
    closing_cards,
    lines_now,
    record_signpost,
    signpost_websites,
    signposts_of,
)

__all__ = [
    "advice_cards",
    "card",
    "closing_cards",
    "confirm_entry",
    "forget",
    "lines_now",
    "load_directory",
    "record_signpost",
    "record_triage",
    "row_of",
    "save_entry",
    "search",
    "service_marks",
    "service_names",
    "set_active",
    "signpost_websites",
    "signposts_of",
    "triage_of",
]
