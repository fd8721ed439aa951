from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "jawda.foundation.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in  # noqa: PLC0415 - models are there only now
        from django.contrib.auth.signals import user_logged_in as signed_in  # noqa: PLC0415 - models are there only now

        from jawda.foundation.accounts.signals import begin_session, speak_their_language  # noqa: PLC0415 - models are there only now

        signed_in.connect(begin_session, dispatch_uid="accounts.session")
        user_logged_in.connect(speak_their_language, dispatch_uid="accounts.language")
