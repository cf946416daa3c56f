"""What callers' pages ask for of the charity's own face: a small style sheet, and the logo.

Each has its version in its address, so that a page never has the colours of one and the logo of another. Like
all else that callers' browsers are given, neither is kept by them: docs/confidentiality.md.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from helpline.face.in_force import face_in_force
from helpline.face.models import FaceVersion, LogoPicture
from helpline.face.palette import stylesheet
from helpline.face.pictures.picture import Picture

# A drawing that is opened as a page: it can do nothing and ask for nothing.
STILL = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
def colours(request: HttpRequest, number: int) -> HttpResponse:
    """Give the colours of a version as custom properties; 404 where it has none."""
    face = face_in_force()
    if face.number != number:
        version = FaceVersion.objects.filter(number=number).first()
        if version is None:
            raise Http404
        face = version.face
    text = stylesheet(face.colours)
    if not text:
        raise Http404
    return HttpResponse(text, content_type="text/css; charset=utf-8")


@require_safe
def logo(request: HttpRequest, name: str) -> HttpResponse:
    """Give a logo, as a picture and as nothing else."""
    picture = LogoPicture.objects.filter(name=name).first()
    if picture is None:
        raise Http404
    kind = name.rpartition(".")[2]
    headers = {"Content-Security-Policy": STILL, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(picture.content), content_type=Picture.TYPES[kind], headers=headers)
