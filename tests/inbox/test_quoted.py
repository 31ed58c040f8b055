"""What a mail repeats is folded, in four languages; nothing is thrown away."""

import pytest

from inbox import quoted

NEW = "Bedankt, dat helpt."


@pytest.mark.parametrize(
    "repeated",
    [
        "Op di 3 nov 2026 om 10:00 schreef Helpdesk <desk@helpdesk.example>:\n> Beste",
        "Le mar. 3 nov. 2026 à 10:00, Helpdesk <desk@helpdesk.example> a écrit :\n> Bonjour",
        "Am Di., 3. Nov. 2026 um 10:00 Uhr schrieb Helpdesk <desk@helpdesk.example>:\n> Guten Tag",
        "On Tue, Nov 3, 2026 at 10:00 AM Helpdesk <desk@helpdesk.example> wrote:\n> Hello",
        "On Tue, Nov 3, 2026 at 10:00 AM Helpdesk\n<desk@helpdesk.example> wrote:\n> Hello",
        "-----Oorspronkelijk bericht-----\nVan: Helpdesk",
        "-- \nCarla Example",
        "Envoyé de mon téléphone",
        "Van: Helpdesk <desk@helpdesk.example>\nVerzonden: dinsdag",
    ],
)
def test_what_is_repeated_is_folded(repeated: str) -> None:
    assert quoted.split(f"{NEW}\n\n{repeated}") == (NEW, repeated.strip())


@pytest.mark.parametrize("text", ["> Alles is geciteerd", "Le ministre a écrit une lettre.\nOù la trouver ?", "On Monday I go to Brussels.\nIs it open?"])
def test_a_text_that_would_vanish_or_only_resembles_is_left_whole(text: str) -> None:
    assert quoted.split(text) == (text, "")
