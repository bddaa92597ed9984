from django.urls import path

from duban.web.notices import views

urlpatterns = [
    path("", views.notices, name="notices"),
]
