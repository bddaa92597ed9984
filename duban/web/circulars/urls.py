from django.urls import path

from duban.web.circulars import editing, moving, parts, templates, views

urlpatterns = [
    path("", views.circulars, name="circulars"),
    path("new", editing.new, name="circular-new"),
    path("templates", templates.templates, name="circular-templates"),
    path("templates/edit", templates.template, name="circular-template"),
    path("parts/<int:pk>/", parts.part, name="circular-part"),
    path("parts/<int:pk>/see", parts.see, name="circular-part-see"),
    path("parts/<int:pk>/reply", parts.reply, name="circular-part-reply"),
    path("parts/<int:pk>/handle", parts.handle, name="circular-part-handle"),
    path("<int:pk>/", views.circular, name="circular"),
    path("<int:pk>/figure", views.figure, name="circular-figure"),
    path("<int:pk>/recheck", views.recheck, name="circular-recheck"),
    path("<int:pk>/paper.<str:format>", views.paper, name="circular-paper"),
    path("<int:pk>/edit", editing.edit, name="circular-edit"),
    path("<int:pk>/praise", editing.praise, name="circular-praise"),
    path("<int:pk>/exempt", editing.exempt, name="circular-exempt"),
    path("<int:pk>/exempt/<int:exemption>/end", editing.restore, name="circular-restore"),
    path("<int:pk>/source", editing.source, name="circular-source"),
    path("<int:pk>/correct", editing.correct, name="circular-correct"),
    path("<int:pk>/move", moving.move, name="circular-move"),
]
