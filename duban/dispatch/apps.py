from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "duban.dispatch"
    label = "dispatch"
    verbose_name = "发文"

    def ready(self) -> None:
        """The tellings of this app's verbs, and who is told of them."""
        from duban.dispatch import messages, tellings  # noqa: F401
