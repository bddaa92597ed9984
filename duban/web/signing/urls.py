from django.urls import path

from duban.web.signing import correcting, delegations, paper, sending, settings, signing, views

urlpatterns = [
    path("reports/paper/", paper.find, name="report_paper_find"),
    path("reports/settings/<int:pk>/", settings.settings, name="report_settings"),
    path("reports/<int:pk>/read/", views.read, name="report_read"),
    path("reports/<int:pk>/read/files/<int:evidence>", views.evidence, name="report_read_file"),
    path("reports/<int:pk>/read/scans/<int:signature>", views.scan, name="report_scan"),
    path("reports/<int:pk>/submit", sending.submit, name="report_submit"),
    path("reports/<int:pk>/recall", sending.recall, name="report_recall"),
    path("reports/<int:pk>/check/", sending.check, name="report_check"),
    path("reports/<int:pk>/sign/", signing.sign, name="report_sign"),
    path("reports/<int:pk>/refuse", signing.refuse, name="report_refuse"),
    path("reports/<int:pk>/carried", signing.carried, name="report_carried"),
    path("reports/<int:pk>/correct/", correcting.correct, name="report_correct"),
    path("reports/<int:pk>/amend/", correcting.amend, name="report_amend"),
    path("reports/<int:pk>/paper/", paper.record, name="report_paper"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/<int:unit>/new", delegations.new, name="delegation_new"),
    path("delegations/<int:pk>/end", delegations.end, name="delegation_end"),
]
