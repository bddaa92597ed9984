from django.urls import path

from duban.web.adjustments import export, views

urlpatterns = [
    path("", views.adjustments, name="adjustments"),
    path("export", export.export, name="adjustments-export"),
    path("new/<int:matter>", views.new, name="adjustment-new"),
    path("<int:pk>/", views.adjustment, name="adjustment"),
    path("<int:pk>/decide", views.decide, name="adjustment-decide"),
]
