"""Routes of the risk guidance's pages, under /supervision/risk/."""

from django.urls import path

from triage.views import risk, risk_deciding

app_name = "risk"
urlpatterns = [
    path("", risk.overview, name="overview"),
    path("begin/", risk.begin, name="begin"),
    path("draft/", risk.draft, name="draft"),
    path("draft/discard/", risk_deciding.discard, name="discard"),
    path("draft/propose/", risk_deciding.propose, name="propose"),
    path("draft/withdraw/", risk_deciding.withdraw, name="withdraw"),
    path("draft/follow/", risk_deciding.follow, name="follow"),
    path("draft/approve/", risk_deciding.approve, name="approve"),
    path("draft/<slug:part>/", risk.part, name="part"),
    path("versions/<int:number>/", risk.version, name="version"),
    path("versions/<int:number>/back/", risk_deciding.back, name="back"),
]
