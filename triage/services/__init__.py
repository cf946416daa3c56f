"""What other rooms may ask of triage."""

from triage.services.assessment import forget, record_triage, suggestion_from, triage_of
from triage.services.cards import shown_now, type_of_card
from triage.services.deciding import approve_change, go_back, send_back
from triage.services.directory import checks_overdue, confirm_entry, load_directory
from triage.services.editing import save_entry, set_active
from triage.services.emergency import EMERGENCY_ID, emergency_card
from triage.services.entry_writing import EntryNotFound
from triage.services.finding import (
    find,
    forget_directory,
    programme_slugs,
    public_entries,
    row_of,
    search,
    service_marks,
    service_names,
)
from triage.services.history import forget_history
from triage.services.instrument_drafts import how_many_wait
from triage.services.instruments import instrument_of, load_instrument, running_instrument
from triage.services.lowering import lowering_of, lowering_reason, record_lowering, take_back_lowering
from triage.services.public_list import Listing, listing, public_languages
from triage.services.signposting import (
    advice_cards,
    card,
    cards_for_workers,
    closing_cards,
    lines_now,
    record_signpost,
    signpost_websites,
    signposts_of,
)

__all__ = [
    "EMERGENCY_ID",
    "EntryNotFound",
    "Listing",
    "advice_cards",
    "approve_change",
    "card",
    "cards_for_workers",
    "checks_overdue",
    "closing_cards",
    "confirm_entry",
    "emergency_card",
    "find",
    "forget",
    "forget_directory",
    "forget_history",
    "go_back",
    "how_many_wait",
    "instrument_of",
    "lines_now",
    "listing",
    "load_directory",
    "load_instrument",
    "lowering_of",
    "lowering_reason",
    "programme_slugs",
    "public_entries",
    "public_languages",
    "record_lowering",
    "record_signpost",
    "record_triage",
    "row_of",
    "running_instrument",
    "save_entry",
    "search",
    "send_back",
    "service_marks",
    "service_names",
    "set_active",
    "shown_now",
    "signpost_websites",
    "signposts_of",
    "suggestion_from",
    "take_back_lowering",
    "triage_of",
    "type_of_card",
]
