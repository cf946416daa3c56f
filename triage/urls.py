"""Routes of the directory's pages, under /supervision/programmes/."""

from django.urls import path

from triage.views import changes, directory, entries

app_name = "triage"
urlpatterns = [
    path("", directory.directory, name="directory"),
    path("add/", entries.add, name="add"),
    path("waiting/", changes.waiting, name="waiting"),
    path("changes/<int:number>/", changes.change, name="change"),
    path("changes/<int:number>/approve/", changes.approve, name="approve"),
    path("changes/<int:number>/refuse/", changes.refuse_change, name="refuse"),
    path("<uuid:entry_id>/", entries.edit, name="edit"),
    path("<uuid:entry_id>/confirm/", directory.confirm, name="confirm"),
    path("<uuid:entry_id>/deactivate/", directory.deactivate, name="deactivate"),
    path("<uuid:entry_id>/reactivate/", directory.reactivate, name="reactivate"),
    path("<uuid:entry_id>/history/", changes.history, name="history"),
    path("<uuid:entry_id>/history/<int:number>/back/", changes.back, name="back"),
]
