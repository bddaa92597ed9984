from django.urls import path

from duban.web.adjustments import views

urlpatterns = [
    path("", views.adjustments, name="adjustments"),
    path("new/<int:matter>", views.new, name="adjustment-new"),
    path("<int:pk>/", views.adjustment, name="adjustment"),
    path("<int:pk>/decide", views.decide, name="adjustment-decide"),
]
