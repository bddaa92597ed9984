from django.urls import path

from duban.web.units import views

urlpatterns = [
    path("", views.units, name="units"),
]
