"""The words of the printed report, in the language of the report and not of the page."""

from __future__ import annotations

from typing import Final

from jawda.core.languages import Language, Text

WORDS: Final[dict[str, Text]] = {
    "title": Text(fr="Rapport d’autodiagnostic", ar="تقرير التقييم الذاتي", en="Self-assessment report"),
    "closed": Text(fr="Clos le {day}.", ar="أُغلق يوم {day}.", en="Closed on {day}."),
    "progress": Text(
        fr="{answered} questions répondues sur {assessable} applicables.",
        ar="أُجيب عن {answered} من أصل {assessable} من الأسئلة المنطبقة.",
        en="{answered} questions answered of {assessable} applicable.",
    ),
    "progress_without": Text(
        fr="{answered} questions répondues sur {assessable} applicables, dont {none} sans objet avec motif.",
        ar="أُجيب عن {answered} من أصل {assessable} من الأسئلة المنطبقة، منها {none} غير منطبقة مع ذكر السبب.",
        en="{answered} questions answered of {assessable} applicable, of which {none} not applicable with a reason.",
    ),
    "gaps_only": Text(
        fr="Un autodiagnostic relève des écarts. Seul un auditeur prononce une non-conformité.",
        ar="التقييم الذاتي يكشف الفجوات، والمفتحص وحده يقرر حالة عدم المطابقة.",
        en="A self-assessment finds gaps. Only an auditor pronounces a nonconformity.",
    ),
    "answered": Text(fr="questions répondues", ar="أسئلة مجاب عنها", en="questions answered"),
    "score": Text(fr="résultat de l’ensemble, sur 100", ar="نتيجة المجموع من 100", en="result of the whole, of 100"),
    "open": Text(fr="points éliminatoires ouverts", ar="نقط إقصائية مفتوحة", en="open knock-out points"),
    "gap_count": Text(fr="écarts relevés", ar="فجوات مرصودة", en="gaps found"),
    "open_one": Text(fr="point éliminatoire ouvert", ar="نقطة إقصائية مفتوحة", en="open knock-out point"),
    "gap_count_one": Text(fr="écart relevé", ar="فجوة مرصودة", en="gap found"),
    "days": Text(
        fr="jours de travail pour combler les écarts",
        ar="عدد أيام العمل لسد الفجوات",
        en="days of work to close the gaps",
    ),
    "open_or_not": Text(
        fr="points éliminatoires à examiner d’abord", ar="نقط إقصائية تُفحص أولا", en="knock-out points to look at first"
    ),
    "unanswered": Text(
        fr="Points éliminatoires sans réponse", ar="نقط إقصائية دون جواب", en="Knock-out points without an answer"
    ),
    "knock_outs": Text(fr="Points éliminatoires ouverts", ar="النقط الإقصائية المفتوحة", en="Open knock-out points"),
    "first": Text(fr="Par quoi commencer", ar="من أين نبدأ", en="What to do first"),
    "by_chapter": Text(fr="Résultat par chapitre", ar="النتيجة حسب الفصول", en="Result by chapter"),
    "result": Text(fr="résultat", ar="النتيجة", en="result"),
    "target": Text(fr="cible de l’entreprise", ar="القيمة المستهدفة للمقاولة", en="the company’s target"),
    "gaps": Text(fr="Écarts, par ordre de priorité", ar="الفجوات حسب الأولوية", en="Gaps, by priority"),
    "reference": Text(fr="Réf.", ar="المرجع", en="Ref."),
    "requirement": Text(fr="Exigence", ar="المتطلب", en="Requirement"),
    "level": Text(fr="Niveau", ar="المستوى", en="Level"),
    "consequence": Text(fr="Conséquence", ar="الأثر", en="Consequence"),
    "knock_out": Text(fr="Éliminatoire", ar="إقصائية", en="Knock-out"),
    "effort": Text(fr="Effort", ar="الجهد", en="Effort"),
    "actions": Text(fr="Que faire, écart par écart", ar="ما العمل، فجوة بفجوة", en="What to do, gap by gap"),
    "in_plain_words": Text(fr="En clair", ar="بعبارة بسيطة", en="In plain words"),
    "usual_evidence": Text(fr="Preuves habituelles", ar="الأدلة المعتادة", en="Usual evidence"),
    "may_help": Text(fr="Ce qui peut aider", ar="ما قد يساعد", en="What may help"),
    "annex": Text(fr="Annexe : les réponses", ar="ملحق: الأجوبة", en="Annex: the answers"),
    "answer": Text(fr="Réponse", ar="الجواب", en="Answer"),
    "said": Text(fr="Note et preuve", ar="الملاحظة والدليل", en="Note and evidence"),
    "note": Text(fr="Note", ar="الملاحظة", en="Note"),
    "evidence": Text(fr="Preuve", ar="الدليل", en="Evidence"),
    "reason": Text(fr="Motif", ar="السبب", en="Reason"),
    "not_applicable": Text(fr="Sans objet", ar="غير منطبق", en="Not applicable"),
    "method": Text(fr="Comment ce résultat est calculé", ar="كيف تُحسب هذه النتيجة", en="How this result is made"),
    "method_text": Text(
        fr="Chaque niveau vaut de 0 à 100. Le résultat d’un chapitre est la moyenne pondérée de ses questions ; les"
        " questions sans objet et celles laissées sans réponse n’y entrent pas. Le verdict ne dépend pas de cette"
        " moyenne, mais des points éliminatoires et des écarts de forte conséquence.",
        ar="لكل مستوى قيمة من 0 إلى 100. نتيجة الفصل هي المعدل المرجح لأسئلته، دون احتساب الأسئلة غير المنطبقة وغير"
        " المجاب عنها. ولا يتوقف الحكم على هذا المعدل، بل على النقط الإقصائية والفجوات الكبيرة الأثر.",
        en="Each level is worth 0 to 100. A chapter’s result is the weighted mean of its questions; questions that"
        " do not apply or were left unanswered do not enter it. The verdict does not depend on this mean, but on the"
        " knock-out points and the gaps of high consequence.",
    ),
    "whole": Text(fr="Ensemble", ar="المجموع", en="Whole"),
    "more_gaps": Text(
        fr="Le détail est donné pour les {count} premiers écarts ; les autres figurent au tableau.",
        ar="ترد التفاصيل بشأن الفجوات الأولى وعددها {count}، وترد الأخرى في الجدول.",
        en="Details are given for the first {count} gaps; the others stand in the table.",
    ),
}
CONSEQUENCES: Final[dict[int, Text]] = {
    3: Text(fr="Forte", ar="كبير", en="High"),
    2: Text(fr="Moyenne", ar="متوسط", en="Medium"),
    1: Text(fr="Faible", ar="ضعيف", en="Low"),
}
COLON: Final[dict[Language, str]] = {"fr": "\N{NO-BREAK SPACE}: ", "ar": ": ", "en": ": "}


def words_in(language: Language) -> dict[str, str]:
    """All of them in one language."""
    return {name: text.best(language) for name, text in WORDS.items()}
