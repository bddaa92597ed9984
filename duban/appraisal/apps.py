from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "duban.appraisal"
    label = "appraisal"
    verbose_name = "考核"

    def ready(self) -> None:
        """The tellings of this app's verbs, and what it tells to whom."""
        from duban.appraisal import messages, tellings  # noqa: F401
