from django.urls import path

from helpline.statistics import released_views

app_name = "released"
urlpatterns = [
    path("", released_views.released, name="tables"),
    path("table.csv", released_views.released_file, name="file"),
]
