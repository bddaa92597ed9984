from django.apps import AppConfig


class CircularsConfig(AppConfig):
    name = "duban.circulars"
    label = "circulars"
    verbose_name = "通报和表彰"

    def ready(self) -> None:
        """The tellings of this app's verbs, and who is told of them."""
        from duban.circulars import messages, tellings  # noqa: F401
