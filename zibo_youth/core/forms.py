"""How a form looks: every field of the portal is drawn by templates/components/field.html."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Set as FORM_RENDERER, so that ``{{ form }}`` and ``{{ field.as_field_group }}`` use our component."""

    field_template_name = "components/field.html"
    form_template_name = "components/form.html"
