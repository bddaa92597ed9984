from django.urls import path

from duban.web.accounts import views

urlpatterns = [
    path("login", views.login, name="login"),
    path("logout", views.logout, name="logout"),
    path("password", views.password, name="password"),
    path("accounts/", views.accounts, name="accounts"),
]
