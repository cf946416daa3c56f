"""Whether all figures of this service are made up, which every page and every file of them must say."""

from helpline.statistics.tallies import MadeUpData

WORDS = "Made-up data, for training. No figure here is about a real caller."


def is_made_up() -> bool:
    """Tell whether the figures were made by `manage.py make_facts`; no real contact is counted then."""
    return MadeUpData.objects.exists()
