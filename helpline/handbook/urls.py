from django.urls import path

from helpline.handbook import views

urlpatterns = [
    path("", views.contents, name="help"),
    path("search/", views.find, name="help-search"),
    path("new/", views.new, name="help-new"),
    path("handbook.html", views.file, name="help-file"),
    path("<slug:part>/", views.part, name="help-part"),
    path("<slug:part>/whole/", views.whole, name="help-whole"),
    path("<slug:part>/<slug:name>/", views.page, name="help-page"),
]
