from django.urls import path

from duban.web.liaisons import files, views

urlpatterns = [
    path("", views.liaisons, name="liaisons"),
    path("file", files.all_units, name="liaisons-file"),
    path("phones", files.phones, name="liaisons-phones"),
    path("person/<int:pk>/reveal", files.reveal, name="liaison-reveal"),
    path("<int:pk>/", views.liaison, name="liaison"),
    path("<int:pk>/save", views.save, name="liaison-save"),
    path("<int:pk>/read", files.read_back, name="liaison-read"),
    path("<int:pk>/file", files.one_unit, name="liaison-file"),
]
