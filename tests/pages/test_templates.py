"""The templates keep to the house's rules: nothing inline, known icons, small files; error pages stand on their own."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import get_template, render_to_string
from django.utils.translation import override

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "templates").rglob("*.html"))
SPRITE = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/icons.svg").read_text()))
EVALUATED = re.compile(r"hx-on|=[\"']js:|hx-trigger=\"[^\"]*\[")


class Letter(forms.Form):
    """A form with one field of each kind that the fragment tells apart."""

    text = forms.CharField(label="Question", help_text="One at a time.")
    asker = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(required=False)


def relative(path: Path) -> str:
    """Return a short name for the test's output."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_a_template_gives_htmx_nothing_to_evaluate(path: Path) -> None:
    assert EVALUATED.findall(path.read_text()) == []


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_a_template_uses_icons_that_exist(path: Path) -> None:
    assert set(re.findall(r'{% icon "([\w-]+)"', path.read_text())) <= SPRITE


@pytest.mark.parametrize("code", [400, 403, 404, 429, 500, 503])
def test_an_error_page_renders_without_context(code: int) -> None:
    html = get_template(f"{code}.html").render()
    assert "<h1>" in html


def test_an_error_page_speaks_the_readers_language() -> None:
    with override("nl"):
        assert '<html lang="nl"' in get_template("500.html").render()


def test_a_field_is_described_by_its_hint_and_its_error() -> None:
    html = render_to_string("_field.html", {"field": Letter({})["text"]})
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    assert all(f'id="{name}"' in html for name in described[1].split())


def test_only_an_optional_field_is_marked() -> None:
    marks = [('class="optional"' in render_to_string("_field.html", {"field": Letter()[name]})) for name in ("text", "note")]
    assert marks == [False, True]


def test_the_error_summary_links_to_fields_on_the_page() -> None:
    form = Letter({})
    fields = "".join(render_to_string("_field.html", {"field": field}) for field in form)
    links = re.findall(r'href="#([^"]+)"', render_to_string("_error_summary.html", {"form": form}))
    assert len(links) == 2
    assert all(f'id="{link}"' in fields for link in links)


def test_a_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in render_to_string("_error_summary.html", {"form": Letter()})
