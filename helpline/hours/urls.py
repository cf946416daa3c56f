"""Routes under /supervision/hours/."""

from django.urls import path

from helpline.hours import exchange_views, views

app_name = "hours"
urlpatterns = [
    path("", views.week, name="week"),
    path("exceptions/add/", views.add_exception, name="add_exception"),
    path("exceptions/remove/", views.remove_exception, name="remove_exception"),
    path("restore/", views.restore, name="restore"),
    path("exchange/", exchange_views.exchange, name="exchange"),
    path("exchange/hours.ics", exchange_views.calendar, name="calendar"),
    path("exchange/opening-hours/", exchange_views.bring_in_text, name="bring_in_text"),
    path("exchange/calendar/", exchange_views.bring_in_calendar, name="bring_in_calendar"),
]
