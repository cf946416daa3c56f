from django.urls import path

from helpline.staff import pages_accounts as pages

app_name = "staff"
urlpatterns = [
    path("", pages.accounts, name="accounts"),
    path("add/", pages.add, name="add"),
    path("<int:pk>/", pages.account, name="account"),
    path("<int:pk>/role/", pages.change_role, name="change_role"),
    path("<int:pk>/skills/", pages.change_skills, name="change_skills"),
    path("<int:pk>/left/<slug:item>/", pages.tick, name="tick"),
    path("<int:pk>/reactivate/", pages.reactivate, name="reactivate"),
    path("<int:pk>/sign-out/", pages.sign_out, name="sign_out"),
    path("<int:pk>/password/", pages.reset_password, name="reset_password"),
]
