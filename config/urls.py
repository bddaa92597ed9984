"""Addresses. Each area of the screens brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("duban.web.urls")),
]
