from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "jawda.apps.actions"
    label = "actions"

    def ready(self) -> None:
        """A plan is offered on a result; reminders are a kind of notice."""
        from jawda.apps.actions import erasure, notices, retention, webhooks  # noqa: PLC0415 - needs the models
        from jawda.apps.actions.offers import plan_from_gaps  # noqa: PLC0415 - needs the models
        from jawda.apps.diagnostics.next_steps import register_next_step  # noqa: PLC0415

        register_next_step(plan_from_gaps)
        notices.register()
        retention.register()
        erasure.register()
        webhooks.register()
