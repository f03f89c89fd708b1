"""Each door of the court leads in: ASAN Login on its own page, e-İmza by the browser extension; a card signs too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from simulators.people import DEMO
from tests.journeys.conftest import QUIETLY
from tests.journeys.court import HEIGHTS, PATIENCE, Court
from tests.journeys.people import HOME, Litigant
from tests.journeys.ready import confirmed_claim
from tests.journeys.visitor import Visitor, Window
from tests.second_opinion import assert_xmlsec1_agrees
from tests.tools import tool

pytestmark = pytest.mark.browser
both_widths = pytest.mark.parametrize("width", [1280, 390])
EXTENSION = Path(__file__).parents[2] / "simulators/e_imza/extension"
NIGAR = DEMO[3]


@pytest.fixture
def with_extension(browser: Browser, width: int, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser of its own, with the e-İmza extension: extensions live only in a profile."""
    flags = [flag for flag in QUIETLY if flag != "--disable-extensions"]
    context = browser.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=tool("chromium"),  # can load the e-İmza extension
        args=[
            *flags,
            f"--disable-extensions-except={EXTENSION}",
            f"--load-extension={EXTENSION}",
            "--disable-features=DisableLoadExtensionCommandLineSwitch",
        ],
        ignore_default_args=["--disable-extensions"],
        viewport={"width": width, "height": HEIGHTS[width]},
        timezone_id="Asia/Baku",
        locale="az-AZ",
    )
    context.set_default_timeout(PATIENCE * 1000)
    yield context
    context.close()


def holder(court: Court, context: BrowserContext) -> Litigant:
    """Return Nigar at a browser with the extension, her reader plugged in."""
    page = context.new_page()
    page.goto(court.outside.e_imza.address)
    expect(page.get_by_role("status")).to_be_visible()
    window = Window(page, court.stack.env["DIVAN_BASE_URL"], court.looks, f"{court.width}")
    return Litigant(window, NIGAR, court.outside.phone(NIGAR))


def asks_card(nigar: Litigant, context: BrowserContext) -> Page:
    """Go through the door to the button, press it and return the window for PIN1."""
    nigar.open("/sign-in")
    nigar.follow("e-İmza")
    return window_after(nigar, context, "Ask the card")


def window_after(nigar: Litigant, context: BrowserContext, button: str) -> Page:
    """Press a button of the page and return the window that the program of the card opens."""
    with context.expect_page() as opened:
        nigar.clicks(button)
    return opened.value


def signs_with_card(nigar: Litigant, context: BrowserContext) -> None:
    """In the signing room: choose e-İmza, show the certificate, close the window for PIN2 once, then enter PIN2.

    What the card signed does not reach the court at first; nobody asks for PIN2 again.
    """
    nigar.tick("I have read my rights as a person who takes part in a case")
    nigar.tick("I have read my duties, and what the application states is true")
    nigar.tick("e-İmza")
    expect(nigar.page.get_by_label(nigar.words("Mobile number"))).to_be_hidden()
    nigar.looks()
    shown = window_after(nigar, context, "Sign")
    shown.get_by_label("Oxuyucudakı kart").select_option(label=nigar.person.full_name)
    with context.expect_page() as opened:
        shown.get_by_role("button", name="Təsdiqlə").click(no_wait_after=True)
    nigar.sees("Enter PIN2 of the card")
    nigar.looks()
    opened.value.get_by_role("button", name="İmtina").click(no_wait_after=True)
    nigar.sees("You closed the window of the card’s program. Nothing was signed.")
    nigar.looks()
    pin = window_after(nigar, context, "Ask the card again")
    nigar.page.route("**/sign/card", lambda brought: brought.abort("aborted"), times=1)
    pin.locator("#pin").fill("4321")
    pin.get_by_role("button", name="Təsdiqlə").click(no_wait_after=True)


@both_widths
def test_a_litigant_comes_in_with_asan_login(court: Court) -> None:
    visitor = court.visitor()
    visitor.open("/sign-in?next=/profile")
    visitor.follow("ASAN Login")
    visitor.page.get_by_label("Şəxs Person").select_option(label=f"{NIGAR.full_name}, {NIGAR.fin}")
    visitor.press("Təsdiqlə Confirm")
    assert visitor.path == "/profile"
    visitor.sees(f"FİN {NIGAR.fin}")


def test_asan_login_works_without_javascript(court: Court) -> None:
    visitor = court.visitor(javascript=False)
    visitor.open("/sign-in")
    visitor.follow("ASAN Login")
    visitor.press("Təsdiqlə Confirm")
    visitor.sees(visitor.words("Hello, %(name)s", name=DEMO[0].name))


def test_whoever_leaves_asan_login_comes_back_with_a_sentence_and_may_try_again(court: Court) -> None:
    visitor = court.visitor()
    visitor.open("/sign-in")
    visitor.follow("ASAN Login")
    visitor.press("İmtina Cancel")
    visitor.sees("You left ASAN Login without confirming. Nobody was signed in.")
    visitor.follow("Try again")
    visitor.sees("Sign in to the cabinet")


def test_an_asan_login_that_is_down_is_said_on_our_own_page(court: Court) -> None:
    visitor = court.visitor()
    visitor.open("/sign-in")
    court.outside.asan_login.told("/sim/script", down=True)
    try:
        visitor.follow("ASAN Login", status=503)
    finally:
        court.outside.asan_login.told("/sim/script")
    visitor.sees("ASAN Login is not answering. Try again in a few minutes, or choose another way in.")


@both_widths
@pytest.mark.timeout(120)
def test_a_litigant_comes_in_and_signs_with_a_card(court: Court, with_extension: BrowserContext) -> None:
    claim_id = confirmed_claim(court.stack, NIGAR)
    nigar = holder(court, with_extension)
    pin = asks_card(nigar, with_extension)
    expect(pin.get_by_text(court.stack.env["DIVAN_BASE_URL"])).to_be_visible()
    pin.get_by_label("Oxuyucudakı kart").select_option(label=NIGAR.full_name)
    pin.locator("#pin").fill("1234")
    with nigar.arriving_by_itself(HOME):
        pin.get_by_role("button", name="Təsdiqlə").click(no_wait_after=True)
    nigar.sees(nigar.words("Hello, %(name)s", name=NIGAR.name))
    nigar.open(f"/claims/{claim_id}/sign")
    with nigar.arriving_by_itself(f"/claims/{claim_id}/sign"):
        signs_with_card(nigar, with_extension)
        nigar.sees("The application was sent")
    assert court.status(claim_id) == "sent"
    assert_xmlsec1_agrees(nigar.downloads(claim_id))


def test_whoever_closes_the_cards_window_is_told_and_may_ask_again(
    court: Court, with_extension: BrowserContext
) -> None:
    nigar = holder(court, with_extension)
    pin = asks_card(nigar, with_extension)
    pin.get_by_role("button", name="İmtina").click(no_wait_after=True)
    nigar.sees("You closed the window of the card’s program without PIN1. Nobody was signed in.")
    nigar.looks()
    expect(nigar.page.get_by_role("button", name=nigar.words("Ask the card"))).to_be_enabled()


@both_widths
def test_a_browser_without_the_extension_gets_help_within_moments(court: Court) -> None:
    visitor: Visitor = court.visitor()
    visitor.open("/sign-in/e-imza")
    visitor.clicks("Ask the card")
    visitor.sees("The browser has no e-İmza extension, or it is switched off.")
    visitor.looks()
    visitor.follow("Choose another way to sign in")


def test_the_cards_door_says_that_it_needs_javascript(court: Court) -> None:
    visitor = court.visitor(javascript=False)
    visitor.open("/sign-in/e-imza")
    visitor.sees(
        "This door needs JavaScript: only a script can talk to the program of the card. Switch JavaScript on, "
        "or choose another way to sign in."
    )
    assert visitor.page.get_by_role("button", name=visitor.words("Ask the card")).count() == 0
