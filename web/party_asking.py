"""Asks the registers about a party just typed; one that does not answer is asked again by the claim's workflow."""

from dataclasses import replace

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col
from starlette.background import BackgroundTask

from activities.party_checks import GROUND, NotInRegisterError, by_fin, registered, same_name
from activities.witnesses import Witness, WitnessedPopulation, WitnessedTax
from models.domain.filing_side import files_himself
from models.domain.parties import BY_DOCUMENT, WAITING, Party, normalised
from models.ports import OutsideUnavailableError
from models.tables.accounts import AccountRow
from models.tables.inquiries import InquiryKind
from web.commands import Commands
from web.deps import WebDeps
from web.forms.parties import PartyForm
from web.forms.reading import Reading
from web.rate_limits import count_try
from web.sessions import User
from web.words.lookup import sentence


async def ask_registers(
    request: Request, deps: WebDeps, form: Reading[PartyForm], *, user: User, number: str, typed: Party
) -> tuple[Party | None, Reading[PartyForm]]:
    """Return the party as the registers know it, or None and the form with what does not agree.

    `number` is the application's, for the legal ground. A register that is down or slow keeps the party as typed, with
    the remark that it waits.
    """
    await count_try(request, "look_up", account=str(user.account_id))
    witness = Witness(deps.sessions_aside, user.account_id)
    population = WitnessedPopulation(deps.population, witness, InquiryKind.PARTY_PERSON)
    tax = WitnessedTax(deps.tax, witness, InquiryKind.PARTY_ORGANISATION)
    try:
        party = await registered(normalised(typed), number=number, population=population, tax=tax)
    except NotInRegisterError as differs:
        return None, form.refuse(differs.field, sentence(differs.code))
    except OutsideUnavailableError:
        return replace(normalised(typed), register_remark=WAITING), form
    if files_himself(party, user.fin or ""):
        return None, form.refuse("document", sentence("choose_myself"))
    return party, form


async def called_wrongly(db: AsyncSession, party: Party, user: User) -> str:
    """Return the code of what speaks against calling a party by the FİN that was typed for it, "" when nothing does.

    What was mistyped would open the filing to somebody else; whose cabinet it is, is known here without a register.
    """
    if files_himself(party, user.fin or ""):
        return "fin_is_your_own"
    if party.person not in BY_DOCUMENT:
        return ""  # an organisation's head is not named in the filing
    account = await db.scalar(select(AccountRow).where(col(AccountRow.fin) == party.fin))
    return "signer_other_name" if account and not same_name(account, party) else ""


async def himself(deps: WebDeps, account: AccountRow, *, number: str, party: Party) -> Party:
    """Return the filer as the population register knows him; while it is silent, as his cabinet does."""
    witness = Witness(deps.sessions_aside, account.id)
    population = WitnessedPopulation(deps.population, witness, InquiryKind.OWN_DETAILS)
    known = replace(
        party, fin=account.fin or "", name=account.name, surname=account.surname, patronymic=account.patronymic
    )
    try:
        return await by_fin(known, ground=GROUND.format(number=number), population=population)
    except OutsideUnavailableError:
        return replace(known, register_remark=WAITING)


def asked_later(commands: Commands, claim_id: str, party: Party) -> BackgroundTask | None:
    """Return what makes the claim's workflow ask again, to be run once the party is stored; None when nothing waits."""
    return BackgroundTask(commands.check_parties, claim_id) if party.register_remark == WAITING else None
