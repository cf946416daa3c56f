"""Routes under /supervision/face/."""

from django.urls import path

from helpline.face import views

app_name = "face"
urlpatterns = [
    path("", views.edit, name="edit"),
    path("logo/", views.logo, name="logo"),
    path("logo/use/", views.use_logo, name="use_logo"),
    path("restore/", views.restore, name="restore"),
]
