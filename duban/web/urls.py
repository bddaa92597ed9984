"""All addresses of the screens."""

from django.urls import include, path

urlpatterns = [
    path("", include("duban.web.home.urls")),
    path("", include("duban.web.accounts.urls")),
    path("ledger/", include("duban.web.ledger.urls")),
    path("notices/", include("duban.web.notices.urls")),
    path("units/", include("duban.web.units.urls")),
    path("", include("duban.web.receipts.urls")),
    path("trail/", include("duban.web.trail.urls")),
]
