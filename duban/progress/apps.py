from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "duban.progress"
    label = "progress"
    verbose_name = "办理与报告"
