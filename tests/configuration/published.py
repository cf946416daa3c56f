"""The schema of the configuration as it is published beside the documents."""

import json
import os
import sys
from pathlib import Path

PUBLISHED = Path(__file__).resolve().parents[2] / "docs" / "configuration.schema.json"


def as_published() -> str:
    """Return the text of the file."""
    from helpline.configuration.schema import whole_schema
    from helpline.configuration.sections import SECTIONS

    return json.dumps(whole_schema(SECTIONS), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    sys.stdout.write(as_published())
