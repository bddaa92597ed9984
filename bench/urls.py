"""All addresses of the screens, and the bare ones to compare with."""

from django.urls import include, path

from bench import bare

urlpatterns = [
    path("bench/empty", bare.empty),
    path("bench/bare", bare.bare),
    path("bench/plain", bare.plain),
    path("", include("config.urls")),
]
