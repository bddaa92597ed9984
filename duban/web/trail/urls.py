from django.urls import path

from duban.web.trail import views

urlpatterns = [
    path("", views.trail, name="trail"),
]
