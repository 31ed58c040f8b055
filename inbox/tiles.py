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
    Tile("coins", _("Taxes, MyMinfin"), _("FPS Finance"), "https://finance.belgium.be"),
    Tile("pension", _("Pension"), _("Federal Pensions Service"), "https://www.sfpd.fgov.be"),
    Tile("child", _("Child benefit – Flanders"), _("Growth package"), "https://www.groeipakket.be"),
    Tile("child", _("Child benefit – Wallonia"), _("AVIQ"), "https://www.aviq.be"),
    Tile("child", _("Child benefit – Brussels"), _("Iriscare"), "https://www.iriscare.brussels"),
    Tile("child", _("Child benefit – East Belgium"), _("Ministry of the German-speaking Community"), "https://ostbelgienlive.be"),
    Tile("plane", _("Residence, visa"), _("Immigration Office, your municipality"), "https://dofi.ibz.be"),
    Tile("car", _("Driving licence, number plate"), _("Your municipality, FPS Mobility"), "https://mobilit.belgium.be"),
    Tile("health", _("Health insurance"), _("Your health insurance fund, NIHDI"), "https://www.inami.fgov.be"),
    Tile("key", _("Signing in, itsme, eBox"), _("CSAM, FPS BOSA"), "https://www.csam.be"),
)
