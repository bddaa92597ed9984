from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "duban.dispatch"
    label = "dispatch"
    verbose_name = "发文"

    def ready(self) -> None:
        """The tellings of this app's verbs, who is told of them, and what is verified with the trail."""
        from duban.audit import chain
        from duban.dispatch import keeping, messages, tellings  # noqa: F401

        chain.register(keeping.changed)
