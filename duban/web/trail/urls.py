from django.urls import path

from duban.web.trail import views

urlpatterns = [
    path("", views.trail, name="trail"),
    path("verify", views.verify, name="trail-verify"),
    path("export", views.export, name="trail-export"),
]
