"""What is in static/, read once in a run: every test client has a service of its own, and each would read it.

That is a stat and the headers of each of some 240 files, and cost a third of the time of tests of pages.
"""

from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware

Files = dict[str, object]
_read = WhiteNoiseMiddleware.add_files_from_finders
_known: dict[tuple[str, ...], Files] = {}


def _add_what_is_known(self: WhiteNoiseMiddleware) -> None:
    """Add the files of these folders, as they stood when they were first asked for."""
    folders = (self.static_prefix, *map(str, settings.STATICFILES_DIRS))
    if folders not in _known:
        before = set(self.files)
        _read(self)
        _known[folders] = {url: file for url, file in self.files.items() if url not in before}
    self.files.update(_known[folders])


def read_static_files_once() -> None:
    """Have every service of this process share what the first one read."""
    WhiteNoiseMiddleware.add_files_from_finders = _add_what_is_known
