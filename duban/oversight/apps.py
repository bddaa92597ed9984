from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "duban.oversight"
    label = "oversight"
    verbose_name = "督办"

    def ready(self) -> None:
        """The tellings of this app's verbs."""
        from duban.oversight import tellings  # noqa: F401
