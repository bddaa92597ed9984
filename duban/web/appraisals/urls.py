"""Addresses of the appraisal."""

from django.urls import path

from duban.web.appraisals import downloads, objecting, results, rules, sensitivity, views

urlpatterns = [
    path("", views.appraisals, name="appraisals"),
    path("new", views.begin, name="appraisal-new"),
    path("rules", rules.appraisal_rules, name="appraisal-rules"),
    path("rules/new", rules.rule_new, name="appraisal-rule-new"),
    path("<int:pk>/", views.appraisal, name="appraisal"),
    path("<int:pk>/compute", views.compute, name="appraisal-compute"),
    path("<int:pk>/move", views.move, name="appraisal-move"),
    path("<int:pk>/sensitivity", sensitivity.sensitivity, name="appraisal-sensitivity"),
    path("<int:pk>/snapshot.json", downloads.snapshot, name="appraisal-snapshot"),
    path("<int:pk>/table.xlsx", downloads.table, name="appraisal-table"),
    path("results/<int:pk>/", results.result, name="appraisal-result"),
    path("results/<int:pk>/agree", results.agree, name="appraisal-agree"),
    path("results/<int:pk>/rows.xlsx", downloads.rows, name="appraisal-rows"),
    path("results/<int:pk>/object", objecting.object_to, name="appraisal-object"),
    path("objections/<int:pk>/", objecting.objection, name="appraisal-objection"),
    path("objections/<int:pk>/decide", objecting.decide, name="appraisal-objection-decide"),
    path("objections/<int:pk>/withdraw", objecting.withdraw, name="appraisal-objection-withdraw"),
    path("objections/<int:pk>/files/<int:file>", objecting.file, name="appraisal-objection-file"),
]
