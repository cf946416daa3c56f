from django.urls import path

from helpline.statistics import views_staffing

app_name = "staffing"
urlpatterns = [
    path("", views_staffing.staffing, name="what-if"),
    path("week/", views_staffing.week, name="week"),
    path("week.csv", views_staffing.week_file, name="week-file"),
]
