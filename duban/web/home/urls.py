from django.urls import path

from duban.web.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("large-text", views.large_text, name="large-text"),
]
