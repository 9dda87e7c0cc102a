from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts.querysets import OwnedByUserQuerySet, UserQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.calendar import today

# What stands in place of the number of an account that was closed.
GONE = "gone-"


class UserManager(BaseUserManager["User"]):
    """Creates log-ins; everything else is a queryset."""

    def create_user(self, mobile: str, password: str | None = None, **fields: Any) -> User:
        user: User = self.model(mobile=mobile, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, mobile: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(mobile, password, is_staff=True, is_superuser=True, **fields)


@audited(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """
    账号 (user): a log-in, one per mobile number. The human is `Person`.

    What an account may do comes from its person's memberships through
    ``policy``; Django's own permission tables stay empty.
    """

    mobile = models.CharField(_("手机号"), max_length=20, unique=True)
    mobile_verified_at = models.DateTimeField(_("手机号验证时间"), null=True, blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="users", verbose_name=_("人员")
    )
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    is_staff = models.BooleanField(_("工作人员"), default=False)
    is_active = models.BooleanField(pgettext_lazy("账号", "启用"), default=True)
    date_joined = models.DateTimeField(_("注册时间"), auto_now_add=True)

    objects = UserManager.from_queryset(UserQuerySet)()

    # Set where a log-in came without a second factor (a token): the person acts, the office does not.
    is_private = False

    USERNAME_FIELD = "mobile"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = pgettext_lazy("复数", "账号")
        ordering = ["-date_joined"]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """What the person is called on a page: the name if given, else the masked number."""
        if self.person_id and self.person and self.person.full_name:
            return self.person.full_name
        if not self.is_active and self.mobile.startswith(GONE):
            return str(_("已注销"))
        return f"{self.mobile[-11:-8]}****{self.mobile[-4:]}"

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @property
    def may_hold_offices(self) -> bool:
        """Whether any office of the person speaks through this log-in."""
        return self.is_staff and self.is_active and not self.is_private

    @cached_property
    def offices(self) -> list[tuple[str, int]]:
        """(role, organisation id) of every office held today; read once per request."""
        if not self.may_hold_offices or not self.person_id:
            return []
        from .organisation import Membership

        held = Membership.objects.filter(person_id=self.person_id).current(today())
        return list(held.values_list("role", "organisation_id"))


class ApiToken(models.Model):
    """接口令牌 (API token): a personal key, stored as a keyed digest and shown once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens", verbose_name=_("账号"))
    label = models.CharField(_("用途说明"), max_length=40)
    digest = models.CharField(_("摘要"), max_length=64, unique=True, editable=False)
    hint = models.CharField(_("令牌末四位"), max_length=4, editable=False)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    last_used_on = models.DateField(_("最近使用"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    objects = OwnedByUserQuerySet.as_manager()

    class Meta:
        verbose_name = _("接口令牌")
        verbose_name_plural = pgettext_lazy("复数", "接口令牌")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.label} (…{self.hint})"
