from django.urls import path

from duban.web.measures import views

urlpatterns = [
    path("", views.measures, name="measures"),
    path("<int:pk>/", views.measure, name="measure"),
    path("<int:pk>/edit", views.edit, name="measure-edit"),
    path("<int:pk>/succeed", views.succeed, name="measure-succeed"),
    path("<int:pk>/merge", views.merge, name="measure-merge"),
    path("<int:pk>/merge/undo", views.undo_merge, name="measure-undo-merge"),
]
