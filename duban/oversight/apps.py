from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "duban.oversight"
    label = "oversight"
    verbose_name = "督办"

    def ready(self) -> None:
        """The tellings of this app's verbs, and what they say to whom."""
        from duban.oversight import case_messages, closing_messages, followup_messages, tellings  # noqa: F401
