from django.urls import path

from duban.web.meetings import acts, views

urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("new", views.new, name="meeting-new"),
    path("<int:pk>/", views.meeting, name="meeting"),
    path("<int:pk>/change", views.change, name="meeting-change"),
    path("<int:pk>/hold", acts.hold, name="meeting-hold"),
    path("<int:pk>/cancel", acts.cancel, name="meeting-cancel"),
    path("<int:pk>/topics/<int:item>", acts.decide, name="meeting-decide"),
    path("<int:pk>/issue", acts.issue, name="meeting-issue"),
    path("<int:pk>/<slug:what>.<slug:format>", views.paper, name="meeting-paper"),
]
