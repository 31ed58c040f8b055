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


@pytest.mark.parametrize("rest", [
    "<blockquote>Our answer</blockquote>",
    '<div class="gmail_quote">On Monday we wrote<blockquote>Our answer</blockquote></div>',
    "<p>-- <br>Carla</p>",
    '<div id="divRplyFwdMsg">From: us</div><p>Our answer</p>',
])  # fmt: skip
def test_what_html_repeats_is_folded(rest: str) -> None:
    assert quoted.split_html(f"<p>Thank you.</p>{rest}") == ("<p>Thank you.</p>", rest)


def test_html_that_only_repeats_is_shown_whole() -> None:
    assert quoted.split_html("<p> </p><blockquote>Forwarded</blockquote>") == ("<p> </p><blockquote>Forwarded</blockquote>", "")


@pytest.mark.parametrize(("text", "said"), [
    ("[Politics]\n\nWhere do I vote?", ("Politics", "Where do I vote?")),
    ("[Politics] where?", ("", "[Politics] where?")),
    ("[Politics]\n\n", ("", "[Politics]\n\n")),
])  # fmt: skip
def test_a_warning_stands_above_its_text(text: str, said: tuple[str, str]) -> None:
    assert quoted.warning(text) == said
