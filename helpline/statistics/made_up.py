"""Whether all figures of this service are made up, which every page and every file of them must say."""

from django.db.models import Exists

from helpline.statistics.tallies import MadeUpData

WORDS = "Made-up data, for training. No figure here is about a real caller."
# A condition for drafts of contacts: none is counted beside made-up facts.
REAL = ~Exists(MadeUpData.objects.all())


def is_made_up() -> bool:
    """Tell whether the figures were made by `manage.py make_facts`; no real contact is counted then."""
    return MadeUpData.objects.exists()
