from django.urls import path

from duban.web.ledger import views

urlpatterns = [
    path("", views.ledger, name="ledger"),
]
