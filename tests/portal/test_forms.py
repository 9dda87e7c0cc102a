"""A form tells what it wants, what went wrong, and where."""

import re

import pytest
from django.template.loader import render_to_string

from zibo_youth.style import SampleForm

MISTAKEN = {"mobile": "1380013"}


@pytest.fixture
def page():
    form = SampleForm(MISTAKEN)
    return render_to_string("components/error_summary.html", {"form": form}) + str(form)


def test_each_line_of_the_summary_leads_to_an_input_that_exists(page):
    targets = re.findall(r'href="#([^"]+)"', page)
    inputs = re.findall(r'<(?:input|select|textarea)[^>]*\sid="([^"]+)"', page)

    assert len(targets) == 6
    assert set(targets) <= set(inputs)


def test_every_description_that_an_input_names_is_on_the_page(page):
    named = {part for ids in re.findall(r'aria-describedby="([^"]+)"', page) for part in ids.split()}
    ids = set(re.findall(r'\sid="([^"]+)"', page))

    assert {"id_mobile_helptext", "id_mobile_error", "id_purpose_error", "id_consent_error"} <= named
    assert named <= ids


def test_required_and_optional_are_said_in_words():
    fields = SampleForm()

    assert "必填" in fields["mobile"].as_field_group()
    assert "选填" in fields["note"].as_field_group()
    assert "必填" not in fields["note"].as_field_group()


def test_a_form_without_mistakes_has_no_summary():
    assert render_to_string("components/error_summary.html", {"form": SampleForm()}).strip() == ""


def test_what_was_typed_is_escaped():
    form = SampleForm({"note": "</textarea><script>x</script>"})

    assert "<script>" not in str(form)
