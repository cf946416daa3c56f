"""Routes under /supervision/service/embedding/."""

from django.urls import path

from helpline.embedding import views

app_name = "embedding"
urlpatterns = [
    path("", views.embedding, name="embedding"),
    path("sites/allow/", views.allow_site, name="allow-site"),
    path("sites/take-away/", views.take_site_away, name="take-site-away"),
    path("policy/", views.look_at_policy, name="policy"),
    path("try/", views.try_out, name="try-out"),
]
