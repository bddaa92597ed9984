from django.urls import path

from duban.web.urgings import views

urlpatterns = [
    path("", views.urgings, name="urgings"),
    path("new", views.urging_new, name="urging-new"),
    path("<int:pk>/", views.urging, name="urging"),
    path("<int:pk>/move", views.urging_move, name="urging-move"),
    path("<int:pk>/reply", views.urging_reply, name="urging-reply"),
    path("<int:pk>/paper.<str:kind>", views.urging_paper, name="urging-paper"),
]
