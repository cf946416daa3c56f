"""Routes under /supervision/service/."""

from django.urls import path

from helpline.service import views

app_name = "service"
urlpatterns = [
    path("", views.room, name="room"),
    path("checklist/", views.checklist, name="checklist"),
    path("checklist/leave/", views.leave, name="leave-checklist"),
    path("checklist/<slug:step>/go/", views.go, name="go-to-step"),
    path("checklist/<slug:step>/fits/", views.fits, name="step-fits"),
    path("before-opening/", views.before_opening, name="before-opening"),
    path("before-opening/<uuid:sign_off>/take-back/", views.sign_off_back, name="take-back-sign-off"),
    path("test-contact/", views.test_contact, name="test-contact"),
    path("test-contact/state/", views.test_contact_state, name="test-contact-state"),
]
