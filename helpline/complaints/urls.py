from django.urls import path

from helpline.complaints import views

urlpatterns = [
    path("", views.complaints, name="complaints"),
    path("<uuid:complaint>/", views.complaint, name="complaint"),
    path("<uuid:complaint>/note/", views.note, name="complaint-note"),
    path("<uuid:complaint>/step/", views.step, name="complaint-step"),
]
