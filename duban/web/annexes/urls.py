from django.urls import path

from duban.web.annexes import documents, readback

urlpatterns = [
    path("reports/<int:pk>/annex5.<str:format>", documents.report_annex, name="report_annex"),
    path("reports/<int:pk>/readback/", readback.report_readback, name="report_readback"),
    path("reports/<int:pk>/readback/<int:readback>/apply", readback.apply, name="report_readback_apply"),
    path("reports/<int:pk>/readback/<int:readback>/discard", readback.discard, name="report_readback_discard"),
    path("reports/<int:pk>/readback/<int:readback>/undo", readback.undo, name="report_readback_undo"),
    path("reports/<int:pk>/readback/<int:readback>/file", readback.original, name="report_readback_file"),
    path("periods/<int:pk>/annex5.zip", documents.period_annexes, name="period_annexes"),
]
