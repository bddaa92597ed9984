from django.urls import path

from duban.web.plans import listing, moves, page, sheet

urlpatterns = [
    path("", listing.plans, name="plans"),
    path("open", page.open_plan, name="plan_open"),
    path("submit", listing.submit_all, name="plans-submit"),
    path("accept", listing.accept_all, name="plans-accept"),
    path("print", listing.print_page, name="plans-print"),
    path("file", sheet.export, name="plans-file"),
    path("read", sheet.read_back, name="plans-read"),
    path("apply", sheet.apply, name="plans-apply"),
    path("<int:pk>/", page.plan, name="plan"),
    path("<int:pk>/save", page.save, name="plan-save"),
    path("<int:pk>/move", moves.move, name="plan-move"),
    path("<int:pk>/revise", moves.revise, name="plan-revise"),
    path("<int:pk>/share", moves.share, name="plan-share"),
]
