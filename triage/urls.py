"""Routes of the directory's pages, under /supervision/programmes/."""

from django.urls import path

from triage import views

app_name = "triage"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("add/", views.add, name="add"),
    path("<uuid:entry_id>/", views.edit, name="edit"),
    path("<uuid:entry_id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:entry_id>/deactivate/", views.deactivate, name="deactivate"),
    path("<uuid:entry_id>/reactivate/", views.reactivate, name="reactivate"),
]
