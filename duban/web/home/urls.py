from django.urls import path

from duban.web.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("pairs", views.pairs, name="home-pairs"),
    path("splits", views.splits, name="home-splits"),
    path("large-text", views.large_text, name="large-text"),
]
