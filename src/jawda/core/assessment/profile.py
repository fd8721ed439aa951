"""The company's profile as a person writes it: ``designs=no``."""

from __future__ import annotations

from collections.abc import Iterable

from jawda.core.assessment.model import Profile
from jawda.core.findings import Finding, Refused
from jawda.core.referentials.model import Referential


def read_profile(referential: Referential, choices: Iterable[str]) -> Profile:
    """Choices ``question=value`` as a profile; ``Refused`` with every unknown question or value, or a second answer.

    >>> from jawda.core.languages import Text
    >>> from jawda.core.referentials.model import ProfileChoice, ProfileQuestion, Requirement
    >>> from jawda.core.referentials.scales import MATURITY
    >>> designs = ProfileQuestion(
    ...     id="designs", question=Text(en="Do you design?"),
    ...     choices=tuple(ProfileChoice(value=value, title=Text(en=value)) for value in ("yes", "no")),
    ... )
    >>> referential = Referential(
    ...     id="first-1", slug="first", edition="1", title=Text(en="First"), languages=("en",), publisher="-",
    ...     rights=Text(), scale=MATURITY, profile=(designs,),
    ...     requirements=(Requirement(id="a", reference="1", title=Text(en="A")),),
    ... )
    >>> read_profile(referential, ["designs=no"])
    {'designs': 'no'}
    """
    questions = {item.id: [choice.value for choice in item.choices] for item in referential.profile}
    found: dict[str, str] = {}
    findings: list[Finding] = []
    for written in choices:
        name, _, value = (part.strip() for part in written.partition("="))
        if name not in questions:
            expected = ", ".join(questions) or "–"
            arguments = {"found": name[:80], "expected": expected}
            findings.append(Finding(id="assessment.unknown_profile", arguments=arguments))
        elif value not in questions[name]:
            arguments = {"profile": name, "found": value[:80], "expected": ", ".join(questions[name])}
            findings.append(Finding(id="assessment.unknown_profile_value", arguments=arguments))
        elif found.setdefault(name, value) != value:
            findings.append(Finding(id="assessment.profile_twice", arguments={"profile": name}))
    if findings:
        raise Refused(findings)
    return found
