from django.urls import path

from duban.web.lights import rules, views

urlpatterns = [
    path("", views.lights, name="lights"),
    path("moved", views.moved, name="lights-moved"),
    path("rules", rules.light_rules, name="light-rules"),
    path("rules/new", rules.light_rule_new, name="light-rule-new"),
    path("<int:pk>/", views.light, name="light"),
    path("<int:pk>/override", views.override, name="light-override"),
    path("<int:pk>/override/end", views.end_override, name="light-override-end"),
]
