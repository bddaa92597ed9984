from django.urls import path

from duban.web.periods import filings, obligation, setting, views, waiting

urlpatterns = [
    path("", views.periods, name="periods"),
    path("filings", filings.filings, name="period-filings"),
    path("plan", setting.plan, name="period-plan"),
    path("special", setting.special, name="period-special"),
    path("obligations/<int:pk>/", obligation.obligation, name="obligation"),
    path("obligations/<int:pk>/extend", obligation.extend, name="obligation-extend"),
    path("obligations/<int:pk>/waive", obligation.waive, name="obligation-waive"),
    path("obligations/<int:pk>/end-waiver", obligation.end_waiver, name="obligation-end-waiver"),
    path("<int:pk>/", views.period, name="period"),
    path("<int:pk>/export", views.export, name="period-export"),
    path("<int:pk>/dates", setting.dates, name="period-dates"),
    path("<int:pk>/open", setting.open_, name="period-open"),
    path("<int:pk>/close", setting.close, name="period-close"),
    path("<int:pk>/remove", setting.remove, name="period-remove"),
    path("<int:pk>/burden", views.burden, name="period-burden"),
    path("<int:pk>/checks", views.checks, name="period-checks"),
    path("<int:pk>/waiting", waiting.waiting, name="period-waiting"),
]
