from django.urls import path

from duban.web.documents import correcting, letterheads, views

urlpatterns = [
    path("", views.documents, name="documents"),
    path("letterheads", letterheads.letterheads, name="document-letterheads"),
    path("letterheads/<str:kind>", letterheads.letterhead, name="document-letterhead"),
    path("series/<int:pk>", letterheads.series, name="document-series"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/read", views.document_read, name="document-read"),
    path("<int:pk>/file.<str:form>", views.document_file, name="document-file"),
    path("<int:pk>/correct", correcting.correct, name="document-correct"),
]
