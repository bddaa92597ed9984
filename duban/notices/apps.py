from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "duban.notices"
    label = "notices"
    verbose_name = "来文"
