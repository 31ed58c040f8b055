"""Names of the classifier's facets, of their themes, services and protocols, and of the ways in that it tells apart, as agents read them."""

from django.utils.translation import gettext_lazy as _

from inbox.models import Question

DETAILS = {
    "tax": _("taxes"),
    "pension_own": _("pensions"),
    "identity_documents": _("identity documents"),
    "child_benefit": _("child benefit and childcare"),
    "unemployment": _("unemployment and work"),
    "residence": _("residence and nationality"),
    "health": _("health insurance"),
    "housing": _("housing"),
    "diploma": _("diplomas"),
    "vehicle": _("vehicles and driving"),
    "work_law": _("work and wages"),
    "justice": _("justice"),
    "business_own": _("self-employed and companies"),
    "moving": _("moving and living abroad"),
    "civil_status": _("birth, marriage, death"),
    "disability": _("disability"),
    "education": _("education"),
    "fine": _("fines"),
    "consumer": _("consumers and fraud"),
    "energy": _("energy and environment"),
    "digital_keys": _("digital keys and eBox"),
    "press_centre": _("press centre"),
    "multimedia": _("multimedia"),
    "campaigns": _("campaigns"),
    "events": _("events"),
    "projects": _("projects and suppliers"),
    "self_harm": _("self-harm"),
    "threat": _("threat"),
    "child_at_risk": _("child at risk"),
    "emergency": _("emergency"),
}
WAYS = {"form": _("came by the form"), "email": _("came by e-mail"), "social": _("came by a network")}


def way(kind: str) -> str:
    """Return what it says that a question came by a kind of way in (`classifier.features.kind_of`)."""
    return str(WAYS.get(kind, kind))


def label(facet: str, detail: str) -> str:
    """Return a facet's name, with its theme, service or protocol where one is known: "refer: taxes"."""
    if facet not in Question.Facet.values:
        return ""
    name = str(Question.Facet(facet).label)
    return f"{name}: {DETAILS[detail]}" if detail in DETAILS else name
