from django.urls import path

from helpline.keeping import views

app_name = "keeping"
urlpatterns = [
    path("", views.keeping, name="keeping"),
    path("reports/", views.reports, name="reports"),
    path("reports/<str:day>/", views.report, name="report"),
    path("reports/<str:day>/report.json", views.report_file, name="report_file"),
]
