"""
Addresses of accounts. The log-in steps are allauth's, under the names that allauth looks up.

There is no sign-up page and no e-mail page: the first code opens an account.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path
from django.views.generic import RedirectView

from .views import closing, consents, door, person

urlpatterns = [
    path("login/", door.AskForCode.as_view(), name="account_login"),
    path("login/", door.AskForCode.as_view(), name="account_request_login_code"),
    path("login/code/", door.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("login/password/", door.PasswordLogin.as_view(), name="password_login"),
    path("login/again/", account.reauthenticate, name="account_reauthenticate"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("mobile/", door.ChangeMobile.as_view(), name="account_change_phone"),
    path("mobile/code/", account.verify_phone, name="account_verify_phone"),
    path("second-factor/", RedirectView.as_view(pattern_name="profile"), name="mfa_index"),
    path("second-factor/code/", mfa.authenticate, name="mfa_authenticate"),
    path("second-factor/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/set-up/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-factor/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("profile/", person.profile, name="profile"),
    path("profile/details/", person.details, name="details"),
    path("profile/password/", person.password, name="password"),
    path("profile/sessions/end/", person.end_sessions, name="end_sessions"),
    path("identity/", person.identity, name="identity"),
    path("identity/refused/", person.identity_refused, name="identity_refused"),
    path("consents/", consents.consents, name="consents"),
    path("consents/<int:number>/withdraw/", consents.withdraw, name="consent_withdraw"),
    path("consents/<slug:scope>/v<int:version>/", consents.consent_text, name="consent_text"),
    path("data/", person.own_data_page, name="own_data"),
    path("data/file/", person.own_data_file, name="own_data_file"),
    path("data/close/", closing.close_account, name="close_account"),
    path("data/close/keep/", closing.keep_account, name="keep_account"),
    path("tokens/", person.tokens, name="tokens"),
    path("tokens/<int:number>/revoke/", person.revoke_token, name="token_revoke"),
]
