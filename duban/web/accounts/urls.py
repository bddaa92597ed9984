from django.urls import path

from duban.web.accounts import keeping, views

urlpatterns = [
    path("login", views.login, name="login"),
    path("logout", views.logout, name="logout"),
    path("password", views.password, name="password"),
    path("accounts/", keeping.accounts, name="accounts"),
    path("accounts/new", keeping.new, name="account-new"),
    path("accounts/<int:pk>/", keeping.account, name="account"),
    path("accounts/<int:pk>/reset", keeping.reset, name="account-reset"),
    path("accounts/<int:pk>/deactivate", keeping.deactivate, name="account-deactivate"),
    path("accounts/<int:pk>/reactivate", keeping.reactivate, name="account-reactivate"),
]
