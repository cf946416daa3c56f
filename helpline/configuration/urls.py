"""Routes under /supervision/service/configuration/."""

from django.urls import path

from helpline.configuration import views

app_name = "configuration"
urlpatterns = [
    path("", views.configuration, name="configuration"),
    path("apply/", views.apply, name="apply"),
    path("file/", views.file, name="file"),
    path("schema/", views.schema, name="schema"),
]
