"""Every WebSocket route on one page."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

application = django_application
