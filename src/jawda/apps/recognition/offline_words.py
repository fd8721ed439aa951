"""What the page that works without a network says, in one language: it can ask for no sentence once it is offline."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.verdict_words import headlines, valid_outside
from jawda.core import days
from jawda.core.credentials.life_cycles import Kind as CoreKind
from jawda.core.credentials.life_cycles import reminder
from jawda.core.findings.words import catalogue, words
from jawda.core.languages import Language


def phrases(language: Language) -> dict[str, Any]:
    """Of the active language, which must be ``language``."""
    found = catalogue()
    return {
        "language": language,
        "months": list(days.MONTHS[language]),
        "at": days.AT[language],
        "findings": {
            name: entry[language]
            for name, entry in found.items()
            if name.startswith(("credentials.", "verification.")) and isinstance(entry[language], str)
        },
        "kinds": {kind.value: str(kind.label) for kind in Kind},
        "headlines": {
            kind.value: {verdict.value: str(text) for verdict, text in headlines(kind).items()} for kind in CoreKind
        },
        "reminders": {kind.value: words(note, language) for kind in CoreKind if (note := reminder(kind)) is not None},
        "outside": valid_outside(),
        "page": _page(),
    }


def _page() -> dict[str, str]:
    """Places in braces are filled in by the page."""
    return _kept_words() | _verdict_words() | _input_words()


def _kept_words() -> dict[str, str]:
    return {
        "kept": _("Kept on {kept}. Bodies known: {issuers}. It counts until {until}."),
        "kept_old": _(
            "What is kept here no longer counts since {until}: whether a document was suspended or withdrawn can no "
            "longer be told. Refresh it where there is a network."
        ),
        "kept_nothing": _("Nothing is kept on this device yet: open this page once where there is a network."),
        "kept_failed": _("What the platform gave could not be kept: {why}"),
        "refreshed": _("Kept anew."),
        "not_refreshed": _("The network did not answer: what was kept before stays."),
        "no_pack": _("This platform publishes nothing to keep yet."),
        "no_algorithm": _(
            "This browser cannot check the signatures that are used here (Ed25519): nothing can be said without a "
            "network. A newer browser can."
        ),
        "no_browser": _("This browser lacks what this page needs to check signatures. A newer browser can."),
    }


def _verdict_words() -> dict[str, str]:
    return {
        "as_of": _("By what was kept on {kept}, {age}. Whatever happened since is not known here."),
        "age_minutes": _("less than an hour ago"),
        "age_hours": _("{count} h ago"),
        "age_days": _("{count} d ago"),
        "issued_to": _("Issued to {holder} for {standard} by {issuer}."),
        "summary_only": _(
            "What was checked is the signed summary in the code, not the whole document: its issuer’s signature, its "
            "dates and its status. The accreditation of the issuer was not checked. Compare number and holder with "
            "the paper."
        ),
        "shortened": _("The code holds only the beginning of: {what}."),
        "not_for_here": _("This address belongs to another site: the signature alone tells whose document it is."),
        "checks": _("The checks, one by one"),
        "facts": _("What the document says"),
        "ok": _("passed"),
        "warn": _("to be known"),
        "fail": _("failed"),
        "colon": pgettext("before an explanation", ":") + " ",
        "number": pgettext("of a document", "Number"),
        "replaces": _("Replaces"),
        "holder": _("Holder"),
        "standard": _("Standard"),
        "scope": _("Scope"),
        "issuer": _("Issued by"),
        "kind": _("Kind"),
        "from": _("Issued on"),
        "until": _("Expires on"),
        "accreditation": _("Accreditation"),
    }


def _input_words() -> dict[str, str]:
    return {
        "working": _("Checking…"),
        "no_file": _("Choose a file, or paste an address with its code or a signed document."),
        "too_large": _("This file is too large to be a signed document."),
        "empty": _("This file is empty."),
        "pdf_nothing": _(
            "No signed document was found in this PDF: what is printed in it cannot be checked. Where there is a "
            "network, the page that checks documents looks more closely."
        ),
        "pdf_several": _("Several different signed documents are attached to this PDF: take out the one you mean."),
        "not_signed": _(
            "This is neither a signed document nor an address with a signed summary. A reference or a name can be "
            "looked up only where there is a network."
        ),
        "needs_network": _(
            "This address holds no summary: without a network nothing can be said of the document. The second code of "
            "its paper holds one."
        ),
        "here_offline": _("There is no network: the page of this document cannot be read."),
        "photo_nothing": _("No code was found in this picture. Come nearer, and keep the whole code in the picture."),
        "photo_several": _("There are several codes in this picture: photograph one alone."),
        "photo_other": _("This code holds no address of a document."),
        "no_photo": _(
            "This browser reads no codes from pictures. Read the code with the phone’s camera: it opens this page by "
            "itself, or gives an address to paste here."
        ),
    }
