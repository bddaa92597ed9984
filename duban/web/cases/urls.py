from django.urls import path

from duban.web.cases import acts, raising, views

urlpatterns = [
    path("", views.cases, name="cases"),
    path("export", views.export, name="cases-export"),
    path("new", raising.raise_case, name="case-new"),
    path("<int:pk>/", acts.case, name="case"),
    path("<int:pk>/move", acts.move, name="case-move"),
    path("<int:pk>/route", acts.route, name="case-route"),
    path("<int:pk>/answer", acts.answer, name="case-answer"),
    path("<int:pk>/order", acts.order, name="case-order"),
]
