"""Every HTTP route on one page."""

from django.urls import URLPattern, URLResolver, include, path

from helpline.kernel import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("accounts/", include("allauth.account.urls")),
    path("supervision/hours/", include("helpline.hours.urls")),
    path("supervision/programmes/", include("triage.urls")),
    path("supervision/figures/", include("helpline.statistics.urls")),
    path("supervision/staff/", include("helpline.staff.urls")),
]
