from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "duban.progress"
    label = "progress"
    verbose_name = "办理与报告"

    def ready(self) -> None:
        """What the reporting loop tells to whom is registered with the messages; measures follow the ledger."""
        from duban.ledger.signals import goals_changed
        from duban.progress import measures, messages, reminders  # noqa: F401

        goals_changed.connect(measures.follow, dispatch_uid="measures")
