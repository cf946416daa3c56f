"""Routes under /supervision/rota/; one's own stand in helpline/urls.py, below /console/shifts/."""

from django.urls import path

from helpline.rota import pages, pages_calendar

app_name = "rota"
urlpatterns = [
    path("", pages.week, name="week"),
    path("add/", pages.add, name="add"),
    path("copy/", pages.copy, name="copy"),
    path("cover/", pages.cover, name="cover"),
    path("rota.ics", pages_calendar.whole_file, name="file"),
    path("address/", pages_calendar.whole_address, name="address"),
    path("<int:shift>/remove/", pages.remove, name="remove"),
]
