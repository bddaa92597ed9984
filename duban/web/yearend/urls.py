from django.urls import path

from duban.web.yearend import carrying, documents, views

urlpatterns = [
    path("", views.yearend, name="yearend"),
    path("items/<int:pk>/", views.item, name="yearend-item"),
    path("items/<int:pk>/settle", views.settle, name="yearend-settle"),
    path("settlements/<int:pk>/withdraw", views.unsettle, name="yearend-unsettle"),
    path("<int:year>/agreeing", views.agreeing, name="yearend-agreeing"),
    path("<int:year>/book.<str:format>", documents.book_file, name="yearend-book"),
    path("units/", documents.units, name="yearend-units"),
    path("<int:year>/units/<int:pk>.<str:format>", documents.dossier_file, name="yearend-dossier"),
    path("<int:year>/units.zip", documents.dossier_pack, name="yearend-dossiers"),
    path("archive/", documents.archive, name="yearend-archive"),
    path("<int:year>/archive", documents.archive_make, name="yearend-archive-make"),
    path("carry/", carrying.carry, name="yearend-carry"),
    path("carry/<int:pk>/", carrying.decide, name="yearend-carry-decide"),
    path("carry/<int:pk>/withdraw", carrying.withdraw, name="yearend-carry-withdraw"),
    path("next/", carrying.following, name="yearend-next"),
    path("next/adopt", carrying.adopt, name="yearend-adopt"),
]
