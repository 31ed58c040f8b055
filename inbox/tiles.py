"""Where citizens with a file elsewhere go first: matter, competent administration, address. Facts checked on 2026-11-23."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Tile(NamedTuple):
    """One "I have a file at …" tile."""

    icon: str
    matter: str | Promise
    body: str | Promise
    url: str


TILES = (
    Tile("info", _("Taxes, MyMinfin"), _("FPS Finance"), "https://finance.belgium.be"),
    Tile("info", _("Pension"), _("Federal Pensions Service"), "https://www.sfpd.fgov.be"),
    Tile("info", _("Child benefit – Flanders"), _("Growth package"), "https://www.groeipakket.be"),
    Tile("info", _("Child benefit – Wallonia"), _("AVIQ"), "https://www.aviq.be"),
    Tile("info", _("Child benefit – Brussels"), _("Iriscare"), "https://www.iriscare.brussels"),
    Tile("info", _("Child benefit – East Belgium"), _("Ministry of the German-speaking Community"), "https://ostbelgienlive.be"),
    Tile("info", _("Residence, visa"), _("Immigration Office, your municipality"), "https://dofi.ibz.be"),
    Tile("info", _("Driving licence, number plate"), _("Your municipality, FPS Mobility"), "https://mobilit.belgium.be"),
    Tile("info", _("Health insurance"), _("Your health insurance fund, NIHDI"), "https://www.inami.fgov.be"),
    Tile("info", _("Signing in, itsme, eBox"), _("CSAM, FPS BOSA"), "https://www.csam.be"),
)
