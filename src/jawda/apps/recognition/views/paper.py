"""The printed form of a document: its PDF, with the signed file attached."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from jawda.apps.recognition.printing import certificate_document
from jawda.apps.recognition.sheets import sheet_of
from jawda.core.credentials import credential as credentials
from jawda.core.languages import Language
from jawda.foundation.printing import Attachment, render_pdf


@lru_cache(maxsize=32)
def certificate_pdf(data: bytes, *, reference: str, page: str, fictitious: bool, language: Language) -> bytes:
    """A PDF/A in ``language`` of what was signed, by its bytes: the same ones give the same paper.

    ``Refused`` where they are no document that can be read. Typst is started: about a second.
    """
    found = credentials.read(data)
    with override(language):
        sheet = sheet_of(found, reference=reference, page=page, fictitious=fictitious, language=language)
        said = _("The signed document: what verifies it without this paper")
    attached = Attachment(name=f"{reference}.jwt", media_type="application/vc+jwt", data=data, description=said)
    begins = found.signed_at or datetime.fromtimestamp(0, UTC)
    return render_pdf(certificate_document(sheet), timestamp=begins, attachments=(attached,))
