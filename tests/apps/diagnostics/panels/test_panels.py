"""The panel: convened, answered by many hands, each alone, and read together once it is closed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import Member, a_member, signed_in, verified
from tests.pages import strict_page

from jawda.apps.diagnostics.panels import domain
from jawda.apps.diagnostics.panels.models import Panel, PanelAnswer, PanelMember
from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Kind, Role
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.exports.tables import exported_tables
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db
REFERENTIAL = "infrastructure-qualite-1"
PROFILE = {
    "profile-has_national_metrology_institute": "yes",
    "profile-has_national_accreditation_body": "yes",
    "profile-controls_imports": "yes",
    "profile-regional_group": "yes",
    "profile-external_funding": "yes",
}


@dataclass
class Convener:
    member: Member
    client: Client

    def acting(self) -> Any:
        return acting(organisation_id=self.member.organisation.pk, person_id=self.member.person.pk)

    def url(self, name: str, /, *arguments: object) -> str:
        return reverse(f"panels:{name}", args=[self.member.organisation.handle, *arguments])

    def get(self, name: str, /, *arguments: object, **query: str) -> Any:
        return self.client.get(self.url(name, *arguments), query)

    def post(self, name: str, /, *arguments: object, **form: Any) -> Any:
        return self.client.post(self.url(name, *arguments), form)

    def convene(self, **changed: Any) -> Panel:
        form = {
            "referential": REFERENTIAL, "title": "Diagnostic national", "ends_on": last_day().isoformat(),
            "colleges": "Autorités\nLaboratoires\nConsommateurs\nPorts secs", "message": "Répondez sans détour.",
            **PROFILE,
        }  # fmt: skip
        answer = self.post("convene", **(form | changed))
        assert answer.status_code == 302, answer.context["form"].errors
        with self.acting():
            return Panel.objects.latest("convened_at")

    def ask(self, panel: Panel, number: int, college: str, capture: Any, language: str = "fr") -> str:
        """The token that a member was sent, by mail and nowhere else."""
        with capture(execute=True):
            answer = self.post(
                "ask", panel.pk, name=f"Membre {number}", email=f"membre{number}@example.org", college=college,
                mail_language=language,
            )  # fmt: skip
        assert answer.status_code == 302, answer.context["form"].errors
        found = re.search(r"/panel/([^/\s]+)/", mail.outbox[-1].body)
        assert found
        assert mail.outbox[-1].to == [f"membre{number}@example.org"]
        return found[1]


def last_day() -> date:
    return timezone.localdate() + timedelta(days=30)


def a_convener(kind: Kind = Kind.AUTHORITY) -> Convener:
    member = verified(a_member("Ministère d’essai", kind))
    return Convener(member, signed_in(member.person))


def questions(panel: Panel, convener: Convener) -> list[str]:
    from jawda.apps.diagnostics.panels.queries import asked_of

    with convener.acting():
        return [item.id for item in asked_of(panel)]


def reply(token: str, requirement: str, level: str, note: str = "", **more: str) -> Any:
    return Client().post(
        reverse("panel_answer", args=[token, requirement]), {"level": level, "note": note, **more},
        headers={"Accept": "application/json"},
    )  # fmt: skip


def test_the_story(django_capture_on_commit_callbacks: Any) -> None:
    """Six members of two colleges answer alone; the convener reads what divides them, and never who said what."""
    convener = a_convener()
    panel = convener.convene()
    first, second = questions(panel, convener)[:2]
    tokens = [
        convener.ask(panel, number, "laboratories" if number < 3 else "consumers", django_capture_on_commit_callbacks)
        for number in range(6)
    ]
    for number, token in enumerate(tokens):
        said = reply(token, first, "4" if number < 3 else "1", note=f"remarque {number}").json()
        assert said["seen"], said
        assert reply(token, second, "2").json()["seen"]
    page = strict_page(Client().get(reverse("panel_member", args=[tokens[0]])).content.decode())
    assert page.heading == "Diagnostic national"

    progress = convener.get("panel", panel.pk).content.decode()
    strict_page(progress)
    assert "remarque" not in progress
    assert convener.get("result", panel.pk).status_code == 302
    assert convener.get("export", panel.pk, "json").status_code == 404
    assert convener.get("report", panel.pk).status_code == 404

    convener.post("close", panel.pk)
    shown = convener.get("result", panel.pk).content.decode()
    strict_page(shown)
    assert "Membre" not in shown
    assert shown.index(f"t-{first}") < shown.index(f"t-{second}")
    rows = json.loads(convener.get("export", panel.pk, "json").content)
    top = rows[0]
    assert (top["requirement"], top["answered"], top["level_4"], top["level_1"]) == (first, 6, 3, 3)
    assert (top["college_laboratories"], top["college_consumers"], top["distance"]) == (80, 20, 60)
    assert top["remarks"].splitlines() == [f"remarque {number}" for number in range(6)]
    assert rows[-1]["answered"] is None
    for kind in ("xlsx", "csv"):
        assert convener.get("export", panel.pk, kind).status_code == 200
    with convener.acting():
        assert set(PanelMember.objects.values_list("name", "email", "token_hash")) == {("", "", "")}
    assert Client().get(reverse("panel_member", args=[tokens[0]])).status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_report_prints(language: str, django_capture_on_commit_callbacks: Any) -> None:
    convener = a_convener()
    panel = convener.convene()
    for number in range(5):
        token = convener.ask(panel, number, "authorities", django_capture_on_commit_callbacks)
        reply(token, questions(panel, convener)[0], str(number), note="اعتماد – 100 %")
    convener.post("close", panel.pk)
    answer = convener.get("report", panel.pk, langue=language)
    assert answer.content.startswith(b"%PDF")


def test_a_member_sees_their_own_answers_alone(django_capture_on_commit_callbacks: Any) -> None:
    """Neither another's answer nor another's remark stands on any page of a member."""
    convener = a_convener()
    panel = convener.convene()
    one = convener.ask(panel, 1, "laboratories", django_capture_on_commit_callbacks)
    two = convener.ask(panel, 2, "laboratories", django_capture_on_commit_callbacks)
    asked = questions(panel, convener)[0]
    reply(one, asked, "5", note="SECRET-D-UN-MEMBRE")
    landed = Client().post(reverse("panel_answer", args=[two, asked]), {"level": "1", "note": "à moi"})
    page = Client().get(landed["Location"].partition("#")[0]).content.decode()
    strict_page(page)
    assert "à moi" in page
    assert "SECRET-D-UN-MEMBRE" not in page
    with convener.acting():
        levels = PanelAnswer.objects.filter(requirement=asked).values_list("member__email", "level")
        assert dict(levels) == {"membre1@example.org": "5", "membre2@example.org": "1"}


def test_nothing_tells_the_convener_whose_an_answer_is(django_capture_on_commit_callbacks: Any) -> None:
    """Neither the trail nor the organisation's export joins an answer to its member."""
    convener = a_convener()
    panel = convener.convene()
    token = convener.ask(panel, 1, "laboratories", django_capture_on_commit_callbacks)
    assert token not in convener.get("panel", panel.pk).content.decode()
    with convener.acting():
        before = AuditEntry.objects.count()
    reply(token, questions(panel, convener)[0], "5")
    with convener.acting():
        assert AuditEntry.objects.count() == before
        tables = {table.label: table for table in exported_tables()}
        assert set(tables["diagnostics.PanelAnswer"].columns) == {
            "id",
            "organisation_id",
            "requirement",
            "level",
            "note",
        }
        assert "token_hash" not in tables["diagnostics.PanelMember"].columns


def test_what_does_not_fit_is_refused_with_its_reason(django_capture_on_commit_callbacks: Any) -> None:
    """A level that is none, “not applicable”, a question that is none, and an answer that another page changed."""
    convener = a_convener()
    panel = convener.convene()
    token = convener.ask(panel, 1, "laboratories", django_capture_on_commit_callbacks)
    asked = questions(panel, convener)[0]
    assert "error" in reply(token, asked, "9").json()
    assert "error" in reply(token, asked, "N").json()
    assert reply(token, "none", "3").status_code == 404
    assert reply("a" * 64, asked, "3").status_code == 404
    assert reply(token, asked, "3", page="one").json()["seen"]
    other = reply(token, asked, "4", page="two", seen="").json()
    assert "theirs" not in other
    assert other["error"]
    assert other["panel"]
    html = Client().post(reverse("panel_answer", args=[token, asked]), {"level": "9"})
    assert html.status_code == 422
    strict_page(html.content.decode())
    with convener.acting():
        assert PanelAnswer.objects.get().level == "3"
    assert reply(token, asked, "-", page="one").json()["seen"]
    with convener.acting():
        assert PanelAnswer.objects.get().level == ""


def test_the_last_day_ends_it(django_capture_on_commit_callbacks: Any) -> None:
    """After it nobody answers, the job wipes names, and nothing opens it again."""
    convener = a_convener()
    panel = convener.convene()
    token = convener.ask(panel, 1, "laboratories", django_capture_on_commit_callbacks)
    with convener.acting():
        Panel.objects.filter(pk=panel.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert "error" in reply(token, questions(panel, convener)[0], "3").json()
    strict_page(Client().get(reverse("panel_member", args=[token])).content.decode())
    assert convener.get("result", panel.pk).status_code == 200
    with convener.acting():
        domain.close_due(today=timezone.localdate())
        assert PanelMember.objects.get().email == ""
        with pytest.raises(domain.PanelClosed):
            domain.close(access=convener.member.access, panel=panel)
    assert convener.post(
        "ask", panel.pk, name="a", email="a@example.org", college="laboratories", mail_language="fr"
    ).url == (convener.url("panel", panel.pk))
    assert convener.get("change", panel.pk).status_code == 302
    strict_page(convener.get("panel", panel.pk).content.decode())
    strict_page(convener.get("result", panel.pk).content.decode())


def test_a_new_link_stops_the_former_and_keeps_the_answers(django_capture_on_commit_callbacks: Any) -> None:
    convener = a_convener()
    panel = convener.convene()
    token = convener.ask(panel, 1, "laboratories", django_capture_on_commit_callbacks)
    asked = questions(panel, convener)[0]
    reply(token, asked, "3")
    with convener.acting():
        member = PanelMember.objects.get()
        PanelMember.objects.update(sent_at=timezone.now() - timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        convener.post("send_again", panel.pk, member.pk)
    assert Client().get(reverse("panel_member", args=[token])).status_code == 404
    new = re.search(r"/panel/([^/\s]+)/", mail.outbox[-1].body)
    assert new
    assert Client().get(reverse("panel_member", args=[new[1]])).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        convener.post("send_again", panel.pk, member.pk)
    assert len(mail.outbox) == 2
    strict_page(convener.get("release", panel.pk, member.pk).content.decode())
    convener.post("release", panel.pk, member.pk)
    with convener.acting():
        assert not PanelAnswer.objects.exists()


def test_a_reminder_goes_to_those_who_have_not_finished_once_a_day(django_capture_on_commit_callbacks: Any) -> None:
    """It names no one to the convener and holds no link."""
    convener = a_convener()
    panel = convener.convene()
    done = convener.ask(panel, 1, "laboratories", django_capture_on_commit_callbacks)
    convener.ask(panel, 2, "laboratories", django_capture_on_commit_callbacks)
    for asked in questions(panel, convener):
        reply(done, asked, "3")
    mail.outbox.clear()
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            convener.post("remind", panel.pk)
    assert [letter.to for letter in mail.outbox] == [["membre2@example.org"]]
    assert "/panel/" not in mail.outbox[0].body


def test_a_name_in_an_arabic_mail_keeps_its_own_direction(django_capture_on_commit_callbacks: Any) -> None:
    """A name of the other direction is isolated (Unicode annex 9), else brackets and stops beside it change sides."""
    convener = a_convener()
    panel = convener.convene()
    convener.ask(panel, 1, "laboratories", django_capture_on_commit_callbacks, "ar")
    letter = mail.outbox[-1]
    assert "\u2068Membre 1\u2069" in letter.body
    assert "\u2068Diagnostic national\u2069" in letter.body
    assert "\u2068Diagnostic national\u2069" in letter.subject


def test_the_form_says_what_is_wrong() -> None:
    convener = a_convener()
    strict_page(convener.get("list").content.decode())
    strict_page(convener.get("convene").content.decode())
    answer = convener.post(
        "convene", referential=REFERENTIAL, title="", ends_on=(timezone.localdate() - timedelta(days=1)).isoformat(),
        colleges="Une seule",
    )  # fmt: skip
    assert answer.status_code == 422
    strict_page(answer.content.decode())
    assert convener.post("convene", referential="iso-9001-2015").status_code == 404
    panel = convener.convene()
    with convener.acting():
        assert [item["code"] for item in panel.colleges] == ["authorities", "laboratories", "consumers", "own_1"]


def test_a_college_with_members_stays(django_capture_on_commit_callbacks: Any) -> None:
    convener = a_convener()
    panel = convener.convene()
    convener.ask(panel, 1, "own_1", django_capture_on_commit_callbacks)
    form = {"title": "Autre titre", "ends_on": last_day().isoformat(), "message": "", **PROFILE}
    assert convener.post("change", panel.pk, **form, colleges="Autorités\nLaboratoires").status_code == 422
    kept = convener.post("change", panel.pk, **form, colleges="Ports secs\nUniversités\nAutorités")
    assert kept.status_code == 302
    with convener.acting():
        panel.refresh_from_db()
    assert [item["code"] for item in panel.colleges] == ["own_1", "own_2", "authorities"]
    twice = convener.post("ask", panel.pk, name="b", email="membre1@example.org", college="own_1", mail_language="fr")
    assert twice.status_code == 422


@pytest.mark.parametrize("kind", [Kind.COMPANY, Kind.LABORATORY])
def test_others_convene_no_panel(kind: Kind) -> None:
    other = a_convener(kind)
    assert other.get("list").status_code == 403
    assert other.get("convene").status_code == 403


def test_readers_and_the_unverified_read_only() -> None:
    unverified = a_member("Ministère", Kind.AUTHORITY)
    assert Convener(unverified, signed_in(unverified.person)).get("list").status_code == 200
    assert Convener(unverified, signed_in(unverified.person)).get("convene").status_code == 403
    convener = a_convener()
    reader = a_member("Autre", Kind.AUTHORITY).person
    with convener.acting():
        organisations.add_member(
            organisation_id=convener.member.organisation.pk, person_id=reader.pk, role=Role.READER
        )  # fmt: skip
    panel = convener.convene()
    theirs = Convener(convener.member, signed_in(reader))
    assert theirs.get("panel", panel.pk).status_code == 200
    assert theirs.post("close", panel.pk).status_code == 403


@pytest.mark.parametrize("size", [1, 3])
def test_pages_ask_as_much_for_one_as_for_three(size: int, django_capture_on_commit_callbacks: Any) -> None:
    from tests.apps.diagnostics.test_budgets import statements

    convener = a_convener()
    for _number in range(size):
        panel = convener.convene()
    asked = questions(panel, convener)
    tokens = [convener.ask(panel, number, "laboratories", django_capture_on_commit_callbacks) for number in range(size)]
    for token in tokens:
        for requirement in asked[:size]:
            reply(token, requirement, "3")
    member, levels = Client(), iter("45")
    landed = Client().post(reverse("panel_answer", args=[tokens[0], asked[0]]), {"level": "3"})
    chapter = landed["Location"].partition("#")[0]
    pages = {
        "list": lambda: convener.get("list"),
        "panel": lambda: convener.get("panel", panel.pk),
        "start": lambda: member.get(reverse("panel_member", args=[tokens[0]])),
        "chapter": lambda: member.get(chapter),
        "answer": lambda: reply(tokens[0], asked[0], next(levels)),
    }
    counts = {}
    for name, call in pages.items():
        call()
        counts[name] = len(statements(call))
    convener.post("close", panel.pk)
    convener.get("result", panel.pk)
    counts["result"] = len(statements(lambda: convener.get("result", panel.pk)))
    assert counts == {"list": 5, "panel": 6, "start": 2, "chapter": 2, "answer": 5, "result": 6}
