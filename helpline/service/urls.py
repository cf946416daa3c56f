"""Routes under /supervision/service/."""

from django.urls import path

from helpline.service import views

app_name = "service"
urlpatterns = [path("", views.room, name="room")]
