from django.urls import path

from duban.web.closings import applying, batch, views

urlpatterns = [
    path("", views.closings, name="closings"),
    path("batch", batch.batch, name="closings-batch"),
    path("ready", applying.ready, name="closings-ready"),
    path("new/<int:matter>", applying.new, name="closing-new"),
    path("<int:pk>/", views.closing, name="closing"),
    path("<int:pk>/move", views.move, name="closing-move"),
    path("<int:pk>/check", views.check, name="closing-check"),
    path("<int:pk>/files/<int:file>", views.file, name="closing-file"),
]
