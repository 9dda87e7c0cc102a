"""Forms of people who belong together: who asks for what days, and each one's own answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.models import Party

from .booking import ContactForm, HandInForm, PurposeForm, StayDatesForm

MOST = 8


class PartyForm(StayDatesForm):
    """发起同住 (begin): days, how many they are, and what they are to each other."""

    relation = forms.ChoiceField(
        label=_("你们是"), choices=Party.Relation, widget=forms.RadioSelect, initial=Party.Relation.COUPLE
    )
    size = forms.IntegerField(
        label=_("一共几个人（含您自己）"),
        min_value=2,
        max_value=MOST,
        initial=2,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class JoinForm(PurposeForm, ContactForm, HandInForm):
    """同意同住 (say yes): what each one answers for the own person, as for a bed of one's own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["referral"], self.fields["split"]
        self.order_fields(
            [
                *("purpose", "purpose_detail", "declared_non_native", "evidence_kind", "evidence"),
                *("contact_mobile", "emergency_contact", "emergency_mobile", "arrival_time"),
                *("referral_channel", "house_rules", "lodging_consent"),
            ]
        )
