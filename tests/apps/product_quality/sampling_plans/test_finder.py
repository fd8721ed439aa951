"""The finder of sampling plans: the answer in words, refusals beside their field, the count that decides."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader
from tests.apps.actions.rooms import Room, a_room
from tests.apps.pages import page
from tests.pages import strict_page

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "zero": {"lot": "1000", "nqa": "1.0"},
    "exclure": {"lot": "500", "exclure": "1", "confiance": "95"},
    "simple": {"lot": "1000", "nqa": "1.0", "niveau": "II", "edition": "ansi-z1.4"},
    "double": {"lot": "1000", "nqa": "1.0"},
    "multiple": {"lot": "1000", "nqa": "1.0"},
    "mesures": {"lot": "120", "nqa": "1.0"},
    "risques": {"bon": "1,5", "mauvais": "10"},
    "risques-mesures": {"bon": "0.01", "mauvais": "0.06"},
}


@pytest.fixture
def room() -> Room:
    return a_room()


def address(room: Room, name: str = "sampling_plans") -> str:
    return reverse(f"product_quality:{name}", args=[room.member.organisation.handle])


def asked(room: Room, **query: Any) -> Any:
    return room.client.get(address(room), query)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("kind", ADDRESSES)
def test_every_kind_of_plan_has_its_page(room: Room, kind: str, language: str) -> None:
    room.client.cookies["django_language"] = language
    strict_page(page(room.client, f"{address(room)}?plan={kind}"), language=language)
    response = asked(room, plan=kind, **ADDRESSES[kind])
    assert response.status_code == 200, response.context["form"].errors
    strict_page(response.content.decode(), language=language)


def heading(response: Any) -> str:
    return strict_page(response.content.decode()).heading


def test_the_answer_stands_first_and_says_what_to_do(room: Room) -> None:
    simple = asked(room, plan="simple", **ADDRESSES["simple"])
    assert heading(simple) == "Prélevez 80 pièces. Acceptez jusqu’à 2 non conformes, refusez dès 3."
    zero = asked(room, lot="1000", nqa="1.0")
    assert heading(zero) == "Prélevez 34 pièces. Acceptez si aucune n’est non conforme, refusez dès la première."
    double = asked(room, plan="double", **ADDRESSES["double"])
    assert heading(double).endswith("Sinon prélevez-en encore 50.")
    small = asked(room, plan="simple", lot="5", nqa="1.0")
    assert heading(small).startswith("Contrôlez les 5 pièces du lot.")
    measured = asked(room, plan="mesures", **ADDRESSES["mesures"])
    assert heading(measured).startswith("Mesurez 10 pièces. Acceptez si la moyenne reste à 1,71 écart-type")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_lot_no_larger_than_its_sample_has_no_curve_of_chance(room: Room, language: str) -> None:
    """Every unit is inspected: the table tells what passes and what does not, in units of the lot."""
    room.client.cookies["django_language"] = language
    query = {"plan": "simple", "lot": "3", "nqa": "40", "niveau": "III"}
    response = asked(room, **query)
    found = response.context["found"]
    assert found.full_inspection
    shares = [(round(row.quality * 3), row.acceptance) for row in found.rows]
    accept = found.result.accept
    assert accept > 0
    assert (accept, 1.0) in shares
    assert (accept + 1, 0.0) in shares
    assert all(row.outgoing is None and row.total_inspection is None for row in found.rows)
    strict_page(response.content.decode(), language=language)
    # measured whole, nothing is estimated: no curve at all, on the page and on paper
    measured = {"plan": "mesures", "lot": "3", "nqa": "10", "niveau": "III"}
    response = asked(room, **measured)
    assert response.context["found"].full_inspection
    assert response.context["figure"] is None
    if language == "fr":
        assert heading(response) == "Mesurez les 3 pièces du lot et comparez chacune aux limites."
    strict_page(response.content.decode(), language=language)
    for one in (query, measured):
        printed = room.client.get(address(room, "sampling_plan_pdf"), one).content
        assert len(PdfReader(io.BytesIO(printed)).pages) >= 1


def test_where_the_tables_send_on_it_is_said(room: Room) -> None:
    text = asked(room, plan="simple", lot="60", nqa="0.65", edition="ansi-z1.4").content.decode()
    assert "la flèche de la table mène à la lettre" in text


def test_without_enough_in_the_address_the_page_asks(room: Room) -> None:
    response = asked(room, plan="risques", lot="1000", nqa="1.0")
    assert response.status_code == 200
    assert response.context["found"] is None
    assert heading(response).split() == ["Quel", "échantillon", "pour", "ce", "lot", "?"]
    assert asked(room, plan="nonsense").context["form"].kind == "zero"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"lot": "1", "nqa": "1.0"}, "lot"),
        ({"lot": "", "nqa": "1.0"}, "lot"),
        ({"lot": "9" * 5000, "nqa": "1.0"}, "lot"),
        ({"lot": "1000", "nqa": "1.1"}, "nqa"),
        ({"plan": "simple", "lot": "1000", "nqa": "1.0", "edition": "iso-2859-1-2026"}, "edition"),
        ({"plan": "multiple", "lot": "1000", "nqa": "1.0", "edition": "iso-2859-1-1999"}, "edition"),
        ({"plan": "double", "lot": "1000", "nqa": "1.0", "severite": "reduced"}, "edition"),
        ({"plan": "mesures", "lot": "1000", "nqa": "1.0", "edition": "iso-3951-1-2013"}, "edition"),
        ({"plan": "risques", "bon": "10", "mauvais": "1"}, "mauvais"),
        ({"plan": "risques", "bon": "1", "mauvais": "1.0001"}, "mauvais"),
        ({"plan": "risques", "bon": "1", "mauvais": "6", "client": "99"}, "client"),
        ({"plan": "risques", "bon": "un", "mauvais": "6"}, "bon"),
        ({"plan": "risques", "bon": "nan", "mauvais": "6"}, "bon"),
        ({"plan": "exclure", "lot": "", "exclure": "0", "confiance": "95"}, "exclure"),
        ({"plan": "exclure", "lot": "", "exclure": "0.000001", "confiance": "95"}, None),
        ({"plan": "exclure", "lot": "", "exclure": "1", "confiance": "100"}, "confiance"),
    ],
)
def test_what_cannot_be_is_refused_in_words_beside_its_field(
    room: Room, query: dict[str, str], field: str | None
) -> None:
    response = asked(room, **query)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert set(errors) == {field or "__all__"}
    strict_page(response.content.decode())


def test_the_counts_in_the_address_decide_without_a_script(room: Room) -> None:
    query = {"plan": "double", **ADDRESSES["double"], "edition": "ansi-z1.4"}
    for counts, words in (
        (["0"], "Lot accepté"), (["3"], "Lot non accepté"), (["1", ""], "prélevez l’échantillon suivant"),
        (["1", "2"], "Lot accepté"),
    ):  # fmt: skip
        assert words in asked(room, **query, trouves=counts).content.decode(), counts
    for counts in (["x"], ["-1"], ["0", "1"], ["9" * 20], ["1"] * 5):
        assert asked(room, **query, trouves=counts).status_code == 422, counts


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("kind", ["zero", "double", "mesures"])
def test_the_plan_is_printed_in_three_languages(room: Room, kind: str, language: str) -> None:
    response = room.client.get(
        address(room, "sampling_plan_pdf"), {"plan": kind, "langue": language, **ADDRESSES[kind]}
    )
    assert response["Content-Type"] == "application/pdf"
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(response.content)).pages)
    assert "Essai" in text


def test_a_print_of_nothing_goes_back_to_the_question(room: Room) -> None:
    response = room.client.get(address(room, "sampling_plan_pdf"), {"lot": "1", "nqa": "1.0"})
    assert response["Location"] == f"{address(room)}?lot=1&nqa=1.0"


@pytest.mark.parametrize("kind", ["zero", "simple", "double", "mesures"])
def test_a_listed_aql_is_taken_however_it_is_spelled(room: Room, kind: str) -> None:
    whole = [asked(room, plan=kind, lot="1000", nqa=said) for said in ("1.0", "1", "1,0", "1,00", "1 %")]
    assert {heading(response) for response in whole} == {heading(whole[0])}
    assert {response.status_code for response in whole} == {200}
    assert 'value="1.0" selected' in whole[1].content.decode(), "the list shows it as chosen"
    assert heading(asked(room, plan=kind, lot="1000", nqa="0,650")) == heading(
        asked(room, plan=kind, lot="1000", nqa="0.65")
    )
    assert 'value="1.0" selected' in asked(room, plan=kind, nqa="1").content.decode(), "before a lot is given too"
    for wrong in ("1.1", "nan", "-1", "x", "1e400"):
        assert asked(room, plan=kind, lot="1000", nqa=wrong).status_code == 422, wrong
