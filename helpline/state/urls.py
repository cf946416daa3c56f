"""Routes under /supervision/state/."""

from django.urls import path

from helpline.state import views

app_name = "state"
urlpatterns = [
    path("", views.state, name="state"),
    path("test-mail/", views.test_mail, name="test-mail"),
    path("mail/", views.mail, name="mail"),
    path("restore/", views.restore, name="restore"),
]
