from django.urls import path

from duban.web.annexes import documents

urlpatterns = [
    path("reports/<int:pk>/annex5.<str:format>", documents.report_annex, name="report_annex"),
    path("periods/<int:pk>/annex5.zip", documents.period_annexes, name="period_annexes"),
]
