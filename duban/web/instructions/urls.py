from django.urls import path

from duban.web.instructions import views

urlpatterns = [
    path("", views.instructions, name="instructions"),
    path("new/<slug:kind>/<int:pk>", views.new, name="instruction-new"),
    path("<int:pk>/", views.instruction, name="instruction"),
    path("<int:pk>/change", views.change, name="instruction-change"),
]
