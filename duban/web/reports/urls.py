"""Addresses of the reports of a unit."""

from django.urls import path

from duban.web.reports import parts, views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("open/<int:period>/<int:unit>/", views.open_report, name="report_open"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/save/", views.save, name="report_save"),
    path("<int:pk>/autosave/", parts.autosave, name="report_autosave"),
    path("<int:pk>/checks/", parts.checks, name="report_checks"),
    path("<int:pk>/answer/", parts.answer, name="report_answer"),
    path("<int:pk>/evidence/", parts.evidence_add, name="report_evidence_add"),
    path("evidence/<int:pk>/", parts.evidence, name="report_evidence"),
    path("evidence/<int:pk>/withdraw/", parts.evidence_withdraw, name="report_evidence_withdraw"),
]
