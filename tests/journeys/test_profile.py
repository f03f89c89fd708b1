"""A person keeps hold of his cabinet: devices, address, number, who used his data, and what he typed too slowly."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.journeys.court import Court
from tests.journeys.people import Litigant
from tests.journeys.waiting import eventually

pytestmark = pytest.mark.browser
both_widths = pytest.mark.parametrize("width", [1280, 390])
OLD = "UPDATE web_session SET seen_at = seen_at - %s * interval '1 minute' WHERE account_id = %s"


def account_of(court: Court, person: Litigant) -> str:
    return str(court.row("SELECT id FROM account WHERE fin = %s", person.person.fin)["id"])


def in_another_tab(person: Litigant) -> Litigant:
    """Return the same person at another tab of the same browser."""
    return Litigant(replace(person._window, page=person.page.context.new_page()), person.person, person.phone)


@both_widths
def test_a_device_is_seen_and_ended_from_another_one(court: Court) -> None:
    here, there = court.stranger("Tural"), court.stranger("Tural")
    here.signs_in()
    there.signs_in()
    here.open("/profile")
    here.follow("My sessions and devices")
    here.sees("Chrome, Linux", "This device", "ASAN İmza")
    here.press("End all others")
    here.sees("All other sessions have ended.")
    there.open("/profile")
    assert there.path.startswith("/sign-in?next=")


@both_widths
def test_an_address_is_changed_by_the_link_that_goes_there(court: Court, width: int) -> None:
    tural, new = court.litigant("Tural"), f"tural.{width}@poct.example"
    account = account_of(court, tural)
    before = str(court.row("SELECT email FROM account WHERE id = %s", account)["email"])
    tural.open("/profile")
    tural.fill("E-mail address", new)
    tural.press("Save")
    tural.sees("A link was sent to your e-mail address: follow it to confirm the address.", "Send the link again")
    letters = eventually(lambda: court.outside.post.mail.shown("/api/messages", to=new)["messages"])
    warned = eventually(lambda: court.outside.post.mail.shown("/api/messages", to=before)["messages"])
    assert any("dəyişdirilməsi" in letter["subject"] for letter in warned)
    link = re.search(r"/profile/email/[\w-]+", letters[-1]["text"])
    assert link is not None
    assert court.row("SELECT email FROM account WHERE id = %s", account)["email"] == before
    tural.open(link[0])
    tural.press("Confirm the address")
    tural.sees("Your e-mail address is confirmed.")
    assert court.row("SELECT email FROM account WHERE id = %s", account)["email"] == new
    tural.open(link[0], status=410)
    tural.sees("This link is no longer valid: it was used, replaced by a newer one, or is too old.")
    court.database.execute("UPDATE account SET email = %s WHERE id = %s", (before, account))  # for those who come after


@both_widths
def test_a_number_is_confirmed_by_the_code_of_an_sms(court: Court) -> None:
    tural = court.litigant("Tural")
    account = account_of(court, tural)
    court.database.execute("UPDATE account SET phone_confirmed_at = NULL WHERE id = %s", (account,))
    known = len(court.outside.post.messages(tural.person, "Təsdiq kodu"))
    tural.open("/profile/phone")
    tural.press("Send a code")
    tural.sees("A code was sent to your mobile number.")
    sent = eventually(lambda: court.outside.post.messages(tural.person, "Təsdiq kodu")[known:])
    code = re.search(r"[0-9]{6}", sent[0])
    assert code is not None
    tural.fill("Code from the SMS", f"{(int(code[0]) + 1) % 10**6:06d}")
    tural.press("Confirm the number", status=422)
    tural.sees("This code is not right.")
    tural.fill("Code from the SMS", code[0])
    tural.press("Confirm the number")
    tural.sees("Your mobile number is confirmed.")
    assert court.row("SELECT phone_confirmed_at FROM account WHERE id = %s", account)["phone_confirmed_at"]


@both_widths
def test_who_used_my_data_is_there_to_be_read(court: Court) -> None:
    tural = court.litigant("Tural")
    tural.open("/profile")
    tural.follow("Who used my data")
    tural.pick("Show", "Sign-ins")
    tural.press("Filter")
    tural.sees("Signed in", "127.0.0.1")
    tural.pick("Show", "Looks of the staff")
    tural.press("Filter")


@both_widths
def test_whoever_types_slowly_is_warned_and_loses_nothing(court: Court) -> None:
    tural = court.stranger("Tural")
    tural.signs_in()
    account = account_of(court, tural)
    tural.page.clock.install()
    tural.open("/profile")
    tural.fill("Home phone (optional)", "012 444 55 66")
    dialog = tural.page.get_by_role("dialog")
    court.database.execute(OLD.encode(), (26, account))
    tural.page.clock.fast_forward("25:02")
    expect(dialog).to_be_visible()
    tural.looks()
    dialog.get_by_role("button", name=tural.words("Stay signed in")).click()
    expect(dialog).to_be_hidden()
    court.database.execute(OLD.encode(), (31, account))
    tural.page.clock.fast_forward("30:01")
    back = dialog.get_by_role("button", name=tural.words("I have signed in"))
    expect(back).to_be_visible()
    tural.looks()
    in_another_tab(tural).signs_in()
    back.click()
    expect(dialog).to_be_hidden()
    assert tural.typed("Home phone (optional)") == "012 444 55 66"
    tural.press("Save")
    tural.sees("Your details were saved.")
    stored = court.row("SELECT home_phone FROM account WHERE id = %s", account)
    assert stored == {"home_phone": "+994124445566"}


def test_without_typing_the_sign_in_page_leads_back_to_the_same_page(court: Court) -> None:
    tural = court.stranger("Tural")
    tural.signs_in()
    tural.page.clock.install()
    tural.open("/profile/data?kind=look")
    court.database.execute(OLD.encode(), (31, account_of(court, tural)))
    tural.page.clock.fast_forward("30:01")
    tural.page.wait_for_url("**/sign-in?next=%2Fprofile%2Fdata%3Fkind%3Dlook")


@both_widths
def test_without_javascript_a_late_form_is_held_until_it_is_sent_again(court: Court) -> None:
    tural = court.stranger("Tural", javascript=False)
    tural.asks_to_sign_in()
    tural.phone.answers(code=tural.verification_code())
    tural.follow("I have entered PIN1, go on")
    account = account_of(court, tural)
    tural.open("/profile")
    tural.fill("Home phone (optional)", "012 333 22 11")
    court.database.execute(OLD.encode(), (31, account))
    tural.press("Save", status=401)
    tural.sees("Your form was not sent yet")
    tab = in_another_tab(tural)
    tab.asks_to_sign_in()
    tab.phone.answers(code=tab.verification_code())
    tab.follow("I have entered PIN1, go on")
    tural.press("Send the form again", status=403)
    tural.press("Send the form again")
    tural.sees("Your details were saved.")
    stored = court.row("SELECT home_phone FROM account WHERE id = %s", account)
    assert stored == {"home_phone": "+994123332211"}
