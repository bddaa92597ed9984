from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "duban.progress"
    label = "progress"
    verbose_name = "办理与报告"

    def ready(self) -> None:
        """What the reporting loop tells to whom is registered with the messages."""
        from duban.progress import messages, reminders  # noqa: F401
