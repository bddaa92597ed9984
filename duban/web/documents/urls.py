from django.urls import path

from duban.web.documents import correcting, drafts, letterheads, views

urlpatterns = [
    path("", views.documents, name="documents"),
    path("letterheads", letterheads.letterheads, name="document-letterheads"),
    path("letterheads/<str:kind>", letterheads.letterhead, name="document-letterhead"),
    path("series/<int:pk>", letterheads.series, name="document-series"),
    path("drafts/<int:pk>/", drafts.draft, name="document-draft"),
    path("drafts/<int:pk>/revise", correcting.revise, name="document-draft-revise"),
    path("drafts/<int:pk>/move", drafts.move, name="document-draft-move"),
    path("drafts/<int:pk>/sign", drafts.sign, name="document-draft-sign"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/read", views.document_read, name="document-read"),
    path("<int:pk>/file.<str:form>", views.document_file, name="document-file"),
    path("<int:pk>/correct", correcting.correct, name="document-correct"),
]
