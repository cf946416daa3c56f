from django.urls import path

from helpline.statistics import views

app_name = "statistics"
urlpatterns = [path("", views.figures, name="figures")]
