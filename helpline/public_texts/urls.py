"""Routes under /supervision/texts/."""

from django.urls import path

from helpline.public_texts import views, writing_views

app_name = "texts"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<slug:kind>/", views.one, name="kind"),
    path("<slug:kind>/begin/", writing_views.begin, name="begin"),
    path("<slug:kind>/draft/", writing_views.draft, name="draft"),
    path("<slug:kind>/draft/plan/", writing_views.plan, name="plan"),
    path("<slug:kind>/draft/propose/", writing_views.propose, name="propose"),
    path("<slug:kind>/draft/withdraw/", writing_views.withdraw, name="withdraw"),
    path("<slug:kind>/draft/approve/", writing_views.approve, name="approve"),
    path("<slug:kind>/draft/discard/", writing_views.discard, name="discard"),
    path("<slug:kind>/draft/<slug:lang>/", writing_views.write, name="write"),
    path("<slug:kind>/compare/", views.compare, name="compare"),
    path("<slug:kind>/preview/<slug:what>/", views.preview, name="preview"),
    path("<slug:kind>/versions/<int:number>/", views.version, name="version"),
    path("<slug:kind>/versions/<int:number>/take-back/", views.taken_back, name="take-back"),
]
