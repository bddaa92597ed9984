from django.urls import path

from duban.web.inspections import conclusions, planning, rectifications, views

urlpatterns = [
    path("inspections/", views.inspections, name="inspections"),
    path("inspections/months", views.months, name="inspections-months"),
    path("inspections/new", planning.new, name="inspection-new"),
    path("inspections/<int:pk>/", views.inspection, name="inspection"),
    path("inspections/<int:pk>/edit", planning.edit, name="inspection-edit"),
    path("inspections/<int:pk>/move", views.move, name="inspection-move"),
    path("inspections/<int:pk>/conclusions/<int:unit>", conclusions.write, name="inspection-conclude-unit"),
    path("conclusions/<int:pk>/", conclusions.conclusion, name="inspection-conclusion"),
    path("conclusions/<int:pk>/serve", conclusions.serve, name="inspection-serve"),
    path("conclusions/<int:pk>/object", conclusions.object_to, name="inspection-object"),
    path("conclusions/<int:pk>/decide", conclusions.decide, name="inspection-decide"),
    path("conclusions/<int:pk>/<slug:form>", conclusions.file, name="inspection-conclusion-file"),
    path("rectifications/", rectifications.rectifications, name="inspection-rectifications"),
    path("rectifications/<int:pk>/act", rectifications.act, name="inspection-rectification-act"),
]
