"""/.well-known/security.txt: where whoever found a weakness can say so (RFC 9116)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

# The RFC asks for less than a year: each answer says half of one, so that a copy grows old by itself.
EXPIRES_DAYS = 180
WAYS = ("mailto:", "https://", "tel:")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Name the contact of HELPLINE_SECURITY_CONTACT; 404 while there is none that can be used."""
    contact: str = settings.HELPLINE_SECURITY_CONTACT
    if not is_contact(contact):
        raise Http404
    text = "\n".join(lines(contact, now=timezone.now()))
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8")


def is_contact(said: str) -> bool:
    """Tell whether this is one address of the kind that the file may name, without a line of its own."""
    return said.startswith(WAYS) and said.isprintable() and " " not in said


def lines(contact: str, *, now: datetime) -> list[str]:
    """Return the lines of the file: contact, until when it holds, languages, and its own address."""
    expires = (now + timedelta(days=EXPIRES_DAYS)).astimezone(timezone.get_fixed_timezone(0))
    said = [f"Contact: {contact}", f"Expires: {expires:%Y-%m-%dT00:00:00Z}", "Preferred-Languages: en, cy"]
    origins = [origin for origin in settings.HELPLINE_ORIGINS if origin.startswith("https://")]
    return [*said, *(f"Canonical: {origin}/.well-known/security.txt" for origin in origins)]
