from django.urls import path

from duban.web.directives import views

urlpatterns = [
    path("", views.directives, name="directives"),
    path("export", views.export, name="directives-export"),
    path("<int:pk>/", views.directive, name="directive"),
    path("<int:pk>/move", views.move, name="directive-move"),
]
