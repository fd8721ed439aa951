"""Attribute agreement: do appraisers judge alike, like themselves, and as the standard says?

AIAG MSA 4th edition, chapter III.C (effectiveness, miss rate, false alarm rate, kappa); ISO/TR 14468:2010; the four
comparisons (within, against the standard, between, all against the standard) and their kappas as in Minitab.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, get_args

import numpy as np
from numpy.typing import NDArray

from jawda.core.charts import BarRow, SortedBars, sorted_bars
from jawda.core.findings.model import Argument
from jawda.core.languages import Language
from jawda.core.statistics.measurement_systems.agreement_layout import Ratings, lay_out_ratings
from jawda.core.statistics.measurement_systems.concordance import (
    KendallFigures,
    TauFigures,
    kendall_figures,
    kendall_tau,
)
from jawda.core.statistics.measurement_systems.effectiveness import (
    Decisions,
    PairKappa,
    decisions_of,
    effectiveness_checks,
    pairs_of,
)
from jawda.core.statistics.measurement_systems.figure_words import WORDS, decimal
from jawda.core.statistics.measurement_systems.kappa import (
    CategoryKappa,
    KappaFigures,
    cohen_figures,
    counted,
    fleiss_figures,
    kappa_check,
    two_sided,
)
from jawda.core.statistics.measurement_systems.options import check_share
from jawda.core.statistics.measurement_systems.proportions import AtExtremes, Matched, matched
from jawda.core.statistics.measurement_systems.verdicts import check
from jawda.core.statistics.result import Check, Floats, Method, Result, Status, Width
from jawda.core.statistics.samples import Labels, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One comparison: items that match, Fleiss' kappa overall and by category, Cohen's where two are compared.

    Against a standard kappas are means over the trials, as is ``tau``; ``kendall`` is the concordance of ordered
    ratings.
    """

    appraiser: str | None
    match: Matched
    kappa: KappaFigures | None = None
    cohen: KappaFigures | None = None
    category_kappas: tuple[CategoryKappa, ...] = ()
    kendall: KendallFigures | None = None
    tau: TauFigures | None = None


@dataclass(frozen=True, kw_only=True)
class AttributeAgreement(Result):
    """The study: ``within``, ``against_standard``, ``between``, ``all_against_standard``, ``pairs``, ``decisions``.

    What needs repeats, a standard, several appraisers or an order is empty or ``None`` without it.
    """

    schema: ClassVar[str] = "attribute-agreement/1"

    items: int
    trials: int
    appraisers: tuple[str, ...]
    categories: tuple[str, ...]
    within: tuple[Agreement, ...]
    against_standard: tuple[Agreement, ...]
    between: Agreement | None
    all_against_standard: Agreement | None
    pairs: tuple[PairKappa, ...]
    decisions: tuple[Decisions, ...]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each comparison."""
        compared = [
            *(("within", one) for one in self.within),
            *(("against_standard", one) for one in self.against_standard),
            ("between", self.between),
            ("all_against_standard", self.all_against_standard),
        ]
        return [
            {
                "comparison": name,
                "appraiser": one.appraiser,
                **asdict(one.match),
                "kappa": None if one.kappa is None else one.kappa.kappa,
            }
            for name, one in compared
            if one is not None
        ]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """A bar for each appraiser: items judged as the standard says, or without one like themselves."""
        main = self.against_standard or self.within or tuple(one for one in (self.between,) if one is not None)
        other = {one.appraiser: one.match.percent for one in self.within} if self.against_standard else {}
        rows = tuple(
            BarRow(
                label=one.appraiser or "",
                value=one.match.percent,
                previous=other.get(one.appraiser),
                shown=f"{decimal(one.match.percent, language)} %",
            )
            for one in main
        )
        chart = SortedBars(
            title=self.findings[0].sentence(language),
            description=WORDS["agreement"][language],
            rows=rows,
            now=WORDS["against_standard" if self.against_standard else "within"][language],
            before=WORDS["within"][language] if other else "",
            order="given",
            language=language,
        )
        return sorted_bars(chart, width=width)


def attribute_agreement(
    rating: Labels,
    item: Labels,
    appraiser: Labels,
    *,
    standard: Labels | None = None,
    categories: Sequence[Any] | None = None,
    ordinal: bool = False,
    passing: Any = None,
    confidence: float = 0.95,
    at_extremes: AtExtremes = "two-sided",
) -> AttributeAgreement:
    """Agreement of judgements in long columns; trials are in the order of rows.

    - ``standard``: the right category, on each row, the same for one item;
    - ``categories`` in order (else sorted), ``ordinal``: their order has a meaning, so Kendall's figures and weighted
      kappas are given;
    - ``passing``: the category that lets an item pass: with it and a standard, miss and false alarm rates are given;
    - ``at_extremes``: bounds where all or none match (Minitab: ``one-sided``).

    Refused: empty cells, an appraiser who did not judge each item as often, a standard that differs within an item,
    an unknown category, one item.

    >>> found = attribute_agreement(["ok", "ok", "bad", "bad", "ok", "bad", "bad", "bad"], [1, 1, 2, 2] * 2,
    ...     ["A"] * 4 + ["B"] * 4, standard=["ok", "ok", "bad", "bad"] * 2)
    >>> [one.match.percent for one in found.against_standard], found.between.match.percent
    ([100.0, 50.0], 50.0)
    """
    check_share("confidence", confidence)
    if at_extremes not in get_args(AtExtremes):
        raise ValueError(f"at_extremes is one of {', '.join(get_args(AtExtremes))}, not {at_extremes!r}")
    study = lay_out_ratings(rating, item, appraiser, standard, categories)
    passes = None if passing is None else _passing(str(passing), study.categories)
    work = _Work(study, ordinal, confidence, at_extremes)
    within = tuple(work.within(at) for at in range(len(study.appraisers))) if study.codes.shape[2] > 1 else ()
    against = tuple(work.against(at) for at in range(len(study.appraisers))) if study.standard is not None else ()
    decisions = decisions_of(study, passes)
    between = work.between() if len(study.appraisers) > 1 else None
    if not within and not against and between is None:
        raise refuse("measurement_systems.nothing_to_compare")
    return AttributeAgreement(
        method=Method(
            name="Attribute agreement",
            standard="AIAG MSA",
            edition="4",
            clause="III.C",
            options={
                "ordinal": ordinal,
                "passing": None if passing is None else str(passing),
                "confidence": confidence,
                "at_extremes": at_extremes,
            },
        ),
        inputs=study.inputs,
        findings=_findings(within, against, between, decisions, len(study.codes)),
        items=len(study.codes),
        trials=study.codes.shape[2],
        appraisers=study.appraisers,
        categories=study.categories,
        within=within,
        against_standard=against,
        between=between,
        all_against_standard=work.all_against() if study.standard is not None and between is not None else None,
        pairs=pairs_of(study, confidence, ordinal=ordinal),
        decisions=decisions,
    )


class _Work:
    """The comparisons of one study."""

    def __init__(self, study: Ratings, ordinal: bool, confidence: float, at_extremes: AtExtremes) -> None:
        self.study, self.ordinal = study, ordinal
        self.confidence, self.at_extremes = confidence, at_extremes
        self.items = len(study.codes)

    def within(self, at: int) -> Agreement:
        return self._among(self.study.codes[:, at], self.study.appraisers[at])

    def between(self) -> Agreement:
        return self._among(self.study.codes.reshape(self.items, -1), None)

    def against(self, at: int) -> Agreement:
        return self._with_standard(self.study.codes[:, at], self.study.appraisers[at])

    def all_against(self) -> Agreement:
        return self._with_standard(self.study.codes.reshape(self.items, -1), None)

    def _matched(self, same: NDArray[np.bool_]) -> Matched:
        return matched(int(same.sum()), self.items, confidence=self.confidence, at_extremes=self.at_extremes)

    def _among(self, codes: NDArray[np.int64], name: str | None) -> Agreement:
        """Columns of ``codes`` (items, ratings) with each other."""
        order = self.study.categories
        figures, each = fleiss_figures(counted(codes, len(order)), order, self.confidence)
        return Agreement(
            appraiser=name,
            match=self._matched((codes == codes[:, :1]).all(axis=1)),
            kappa=figures,
            cohen=_cohen(codes[:, 0], codes[:, 1], len(order), self.confidence) if codes.shape[1] == 2 else None,
            category_kappas=each,
            kendall=_concordance(codes.astype(np.float64)) if self.ordinal else None,
        )

    def _with_standard(self, codes: NDArray[np.int64], name: str | None) -> Agreement:
        """Each column of ``codes`` with the standard, figures averaged."""
        right, order = self.study.standard, self.study.categories
        assert right is not None
        columns = [np.stack((codes[:, at], right), axis=1) for at in range(codes.shape[1])]
        found = [fleiss_figures(counted(pair, len(order)), order, self.confidence) for pair in columns]
        cohen = [_cohen(pair[:, 0], pair[:, 1], len(order), self.confidence) for pair in columns]
        return Agreement(
            appraiser=name,
            match=self._matched((codes == right[:, None]).all(axis=1)),
            kappa=_averaged([figures for figures, _ in found]),
            cohen=_averaged(cohen),
            category_kappas=tuple(_averaged_category([each[at] for _, each in found]) for at in range(len(order))),
            tau=_averaged_tau(
                [kendall_tau(pair[:, 0].astype(np.float64), right.astype(np.float64)) for pair in columns]
            )
            if self.ordinal
            else None,
        )


def _passing(passing: str, categories: tuple[str, ...]) -> int:
    if passing not in categories:
        raise refuse("measurement_systems.category_unknown", category=passing)
    return categories.index(passing)


def _cohen(first: NDArray[np.int64], second: NDArray[np.int64], size: int, confidence: float) -> KappaFigures:
    table = np.zeros((size, size))
    np.add.at(table, (first, second), 1)
    return cohen_figures(table, "none", confidence)


def _concordance(codes: Floats) -> KendallFigures | None:
    """``None`` where every rater gave one rating throughout."""
    if bool((codes == codes[:1]).all()):
        return None
    return kendall_figures(codes)


def _averaged(found: Sequence[KappaFigures]) -> KappaFigures:
    """Mean of the kappas of trials, taken as independent; undefined where one is."""
    count = len(found)
    observed = math.fsum(one.observed for one in found) / count
    expected = math.fsum(one.expected for one in found) / count
    kappas = [one.kappa for one in found if one.kappa is not None]
    if len(kappas) < count:
        return KappaFigures(kappa=None, observed=observed, expected=expected)
    kappa = math.fsum(kappas) / count
    null = math.sqrt(math.fsum((one.se_null or 0.0) ** 2 for one in found)) / count
    z = kappa / null if null > 0 else None
    return KappaFigures(
        kappa=kappa,
        observed=observed,
        expected=expected,
        se_null=null,
        z=z,
        p=None if z is None else two_sided(z),
    )


def _averaged_category(found: Sequence[CategoryKappa]) -> CategoryKappa:
    count, category = len(found), found[0].category
    proportion = math.fsum(one.proportion for one in found) / count
    kappas = [one.kappa for one in found if one.kappa is not None]
    if len(kappas) < count:
        return CategoryKappa(category=category, proportion=proportion, kappa=None, se_null=None, z=None, p=None)
    kappa = math.fsum(kappas) / count
    null = math.sqrt(math.fsum((one.se_null or 0.0) ** 2 for one in found)) / count
    return CategoryKappa(
        category=category, proportion=proportion, kappa=kappa, se_null=null, z=kappa / null, p=two_sided(kappa / null)
    )


def _averaged_tau(found: Sequence[TauFigures]) -> TauFigures:
    """The z of a mean of independent values with one deviation grows with the root of their number."""
    taus = [one.tau for one in found if one.tau is not None]
    if len(taus) < len(found):
        return TauFigures(tau=None, z=None, p=None)
    z = math.fsum(one.z or 0.0 for one in found) / math.sqrt(len(found))
    return TauFigures(tau=math.fsum(taus) / len(taus), z=z, p=two_sided(z))


def _findings(
    within: tuple[Agreement, ...],
    against: tuple[Agreement, ...],
    between: Agreement | None,
    decisions: tuple[Decisions, ...],
    items: int,
) -> tuple[Check, ...]:
    """Effectiveness first, else the kappa between appraisers, else within; then whether the plan is large enough."""
    found: list[Check] = [*effectiveness_checks(decisions)]
    told = between if between is not None else (against or within)[0]
    assert told.kappa is not None
    found += kappa_check(told.kappa.kappa)
    for one in within:
        if one.match.percent < 90:
            arguments: dict[str, Argument] = {
                "appraiser": one.appraiser or "",
                "percent": float(f"{one.match.percent:.3g}"),
            }
            found.append(check("appraiser_wavers", Status.WARN, one.match.percent, arguments))
    enough = items >= 50
    found.append(
        check(
            "items_enough" if enough else "items_few",
            Status.OK if enough else Status.WARN,
            items,
            {"count": items, "enough": 50},
        )
    )
    return tuple(found)
