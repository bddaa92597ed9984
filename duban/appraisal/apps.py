from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "duban.appraisal"
    label = "appraisal"
    verbose_name = "考核"

    def ready(self) -> None:
        """The tellings of this app's verbs, what it tells to whom, and what is verified with the trail."""
        from duban.appraisal import keeping, messages, tellings  # noqa: F401
        from duban.audit import chain

        chain.register(keeping.changed)
