"""Routes under /supervision/hours/."""

from django.urls import path

from helpline.hours import views

app_name = "hours"
urlpatterns = [
    path("", views.week, name="week"),
    path("exceptions/add/", views.add_exception, name="add_exception"),
    path("exceptions/remove/", views.remove_exception, name="remove_exception"),
    path("restore/", views.restore, name="restore"),
]
