"""The proof as a page to keep; the file beside it is what is verified."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from jawda.core.languages import Language
from jawda.foundation.erasure.certificate import Certificate
from jawda.foundation.printing import Block, Document, Heading, Paragraph, Table, render_pdf
from jawda.foundation.ui.formats import date_long, in_zone, number


def certificate_pdf(certificate: Certificate, *, language: Language) -> bytes:
    """A page or two, in the person's language."""
    moment = certificate.moment
    with translation.override(language):
        document = Document(
            title=_("Proof of erasure"), subtitle="", organisation_name="Jawda", fictitious=False,
            reference=certificate.reference[:8], date=date_long(in_zone(moment), language), language=language,
            blocks=_blocks(certificate, language),
        )  # fmt: skip
    return render_pdf(document, timestamp=moment)


def _blocks(certificate: Certificate, language: Language) -> tuple[Block, ...]:
    asked_by = {
        "person": _("the person"),
        "operator": _("the operator of the platform"),
        "retention": _("the rule of retention: an account not used for twelve months"),
    }
    facts = (
        (_("Reference"), certificate.reference),
        (_("Account (bare id)"), certificate.person),
        (_("Asked by"), asked_by.get(certificate.by, certificate.by)),
        (_("Asked"), certificate.asked_at),
        (_("Done"), certificate.done_at),
        (_("Public key (Ed25519)"), certificate.signature.get("key", "")),
    )
    blocks: list[Block] = [
        Paragraph(text=_("Everything that this platform held about the person was erased, as told below.")),
        Table(columns=(_("Fact"), _("Value")), widths=("auto", "1fr"), rows=facts),
        Heading(text=_("Erased, or the name taken out")),
        _counts(certificate.erased, language),
        Heading(text=_("What stays, by the bare id alone")),
        Paragraph(
            text=_(
                "What was written or signed for an organisation stays with it; the name is no longer beside it. Texts "
                "in which others may have written the name were not read."
            )
        ),
    ]
    if certificate.kept:
        blocks.append(_counts(certificate.kept, language))
    blocks.append(Heading(text=_("Audit trails that note the erasure")))
    rows = tuple((item.organisation, number(item.entries, language), item.head) for item in certificate.trails)
    if rows:
        columns = (_("Organisation (bare id)"), _("Entry"), _("Its hash"))
        blocks.append(Table(columns=columns, widths=("1fr", "auto", "1.6fr"), rows=rows))
    else:
        blocks.append(Paragraph(text=_("The person belonged to no organisation.")))
    said = _("To verify it, give the operator the file that came with this page: jawda erasure verify FILE.")
    return (*blocks, Paragraph(text=said, quiet=True))


def _counts(counts: Mapping[str, int], language: Language) -> Table:
    return Table(
        columns=(_("Table"), _("Rows")), widths=("1fr", "auto"), alignments=("start", "end"),
        rows=tuple((name, number(count, language)) for name, count in counts.items()),
    )  # fmt: skip
