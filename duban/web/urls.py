"""All addresses of the screens."""

from django.urls import include, path

urlpatterns = [
    path("", include("duban.web.home.urls")),
    path("", include("duban.web.accounts.urls")),
    path("ledger/", include("duban.web.ledger.urls")),
    path("notices/", include("duban.web.notices.urls")),
    path("units/", include("duban.web.units.urls")),
    path("", include("duban.web.receipts.urls")),
    path("liaisons/", include("duban.web.liaisons.urls")),
    path("plans/", include("duban.web.plans.urls")),
    path("", include("duban.web.signing.urls")),
    path("", include("duban.web.annexes.urls")),
    path("reports/", include("duban.web.reports.urls")),
    path("", include("duban.web.messages.urls")),
    path("periods/", include("duban.web.periods.urls")),
    path("reviews/", include("duban.web.reviews.urls")),
    path("measures/", include("duban.web.measures.urls")),
    path("lights/", include("duban.web.lights.urls")),
    path("adjustments/", include("duban.web.adjustments.urls")),
    path("closings/", include("duban.web.closings.urls")),
    path("", include("duban.web.overview.urls")),
    path("yearend/", include("duban.web.yearend.urls")),
    path("urgings/", include("duban.web.urgings.urls")),
    path("appraisals/", include("duban.web.appraisals.urls")),
    path("circulars/", include("duban.web.circulars.urls")),
    path("trail/", include("duban.web.trail.urls")),
]
