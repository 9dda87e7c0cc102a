"""Somebody with a browser of their own: a telephone or a desk, a language, with or without JavaScript."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from zibo_youth.accounts.models import User

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}}

# The browser tells the page of a broken policy; the page has nowhere to tell it but the console.
TELL_OF_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@dataclass
class Watch:
    """What a visitor would not see: errors of the console, of the policy, of a script or a file."""

    troubles: list[str] = field(default_factory=list)
    # An answer that a test asks for on purpose, such as the 404 of another district's stay.
    expected_status: int = 0

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda failure: self.troubles.append(f"script: {failure.error}"))
        context.on("response", self._response)
        context.on("requestfailed", self._failed)

    def _console(self, message) -> None:
        expected = self.expected_status and f"status of {self.expected_status}" in message.text
        if message.type == "error" and not expected:
            place = f"{message.location.get('url')}:{message.location.get('lineNumber')}"
            self.troubles.append(f"console at {message.page and message.page.url}, {place}: {message.text}")

    def _response(self, response) -> None:
        if response.status >= 400 and response.status != self.expected_status:
            self.troubles.append(f"{response.status}: {response.url}")

    def _failed(self, request) -> None:
        # A download and a page left early end their request; nothing was missing.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"{request.failure}: {request.url}")


@dataclass
class Visitor:
    """One person's browser; ``page`` is the tab they look at."""

    context: BrowserContext
    page: Page
    origin: str
    language: str
    script: bool
    watch: Watch

    def address(self, name: str, *args: object, **query: object) -> str:
        """The path of a page in the visitor's language."""
        with translation.override(self.language):
            path = reverse(name, args=args)
        return path + (f"?{urlencode(query, doseq=True)}" if query else "")

    def go(self, name: str, *args: object, **query: object) -> Page:
        self.page.goto(self.origin + self.address(name, *args, **query))
        return self.page

    def is_at(self, name: str, *args: object) -> bool:
        """Whether the visitor stands on this page, whatever its query says."""
        return self.path == self.address(name, *args)

    @property
    def path(self) -> str:
        return re.sub(r"[?#].*", "", self.page.url.removeprefix(self.origin))

    def press(self, selector: str) -> None:
        """Press what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def main(self, selector: str) -> Locator:
        return self.page.locator(f"main {selector}")

    def fill(self, **answers: str) -> None:
        """Answer fields of the page by their names: text, choice, radio and tick alike."""
        for name, answer in answers.items():
            inputs = self.main(f"[name={name}]")
            kind = inputs.first.evaluate("field => field.type")
            if kind == "radio":
                self.main(f"[name={name}][value='{answer}']").check()
            elif kind == "checkbox":
                inputs.first.check()
            elif kind == "select-one":
                inputs.first.select_option(answer)
            else:
                inputs.first.fill(answer)

    def shot(self, name: str, folder: Path) -> None:
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)


def visitor(
    browser: Browser,
    origin: str,
    *,
    language: str = "zh-hans",
    script: bool = True,
    phone: bool = True,
    user: User | None = None,
) -> Visitor:
    """Open a browser without any memory; with ``user``, somebody who has logged in before."""
    context = browser.new_context(
        **(PHONE if phone else DESK),
        java_script_enabled=script,
        locale="en-GB" if language == "en" else "zh-CN",
        timezone_id="Asia/Shanghai",
    )
    context.set_default_timeout(15_000)
    context.add_init_script(TELL_OF_VIOLATIONS)
    watch = Watch()
    watch.over(context)
    if user:
        log_in_as(context, user, origin)
    return Visitor(context, context.new_page(), origin, language, script, watch)


def log_in_as(context: BrowserContext, user: User, origin: str) -> None:
    """A session as the front door gives it; the door itself is walked through in the flows."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": origin}])


def photograph() -> dict[str, object]:
    """A file to upload: a generated JPEG of a notice."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#f4efe6").save(out, "JPEG")
    return {"name": "面试通知.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
