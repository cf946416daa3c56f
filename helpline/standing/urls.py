"""Routes under /supervision/standing/."""

from django.urls import path

from helpline.standing import pages

app_name = "standing"
urlpatterns = [
    path("", pages.rules, name="rules"),
    path("<int:pk>/", pages.person, name="person"),
    path("<int:pk>/<slug:kind>/date/", pages.note, name="note"),
    path("<int:pk>/<slug:kind>/grace/", pages.grace, name="grace"),
    path("<int:pk>/<slug:kind>/grace/end/", pages.grace_over, name="grace-over"),
]
