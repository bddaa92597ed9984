from django.apps import AppConfig


class YearendConfig(AppConfig):
    name = "duban.yearend"
    label = "yearend"
    verbose_name = "年终"

    def ready(self) -> None:
        """The tellings of this app's verbs."""
        from duban.yearend import tellings  # noqa: F401
