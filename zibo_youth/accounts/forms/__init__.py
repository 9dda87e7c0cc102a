"""Forms of accounts: the front door, and what a person tells about themselves."""

from .door import (
    ActivateSecondFactorForm,
    AskForCodeForm,
    CodeForm,
    NewMobileCodeForm,
    NewMobileForm,
    PasswordAgainForm,
    PasswordLoginForm,
    SecondFactorAgainForm,
    SecondFactorForm,
)
from .person import ClosingForm, DetailsForm, IdentityForm, PasswordForm, TokenForm

__all__ = [
    "ActivateSecondFactorForm",
    "AskForCodeForm",
    "ClosingForm",
    "CodeForm",
    "DetailsForm",
    "IdentityForm",
    "NewMobileCodeForm",
    "NewMobileForm",
    "PasswordAgainForm",
    "PasswordForm",
    "PasswordLoginForm",
    "SecondFactorAgainForm",
    "SecondFactorForm",
    "TokenForm",
]
