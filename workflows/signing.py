"""One signature by one person: from the request on the phone or to the card to the container (guide: signing §10)."""

import asyncio
from datetime import datetime

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.signing import SigningActivities
    from models.domain.errors import RuleBroken
    from models.domain.signing import CARD_WAITS, SigningWay
    from models.messages import ids
    from models.messages.signing import (
        AnsweredSignature,
        AskedSignature,
        BeginSigning,
        CardAnswer,
        KeptSignature,
        PreparedSignature,
    )
    from workflows import options
    from workflows.card_request import CardRequest
    from workflows.refusals import refusal_in


@workflow.defn(name=ids.SIGNING)
class SigningWorkflow:
    """Each step is stored before the next begins: from the moment a PIN2 was entered nothing asks for it again."""

    def __init__(self) -> None:
        """Begin without a request to a card."""
        self._card = CardRequest()

    @workflow.run
    async def run(self, begin: BeginSigning) -> str:
        """Return "done", or the code of what went wrong."""
        ended = await self._end(begin)
        self._card.settle()
        await workflow.wait_condition(workflow.all_handlers_finished)
        return ended

    @workflow.update
    async def give(self, answer: CardAnswer) -> None:
        """Take what the card signed; returns once it is stored, or its attempt has ended."""
        self._card.answer(answer)
        await self._card.settled()

    @give.validator
    def _may_give(self, answer: CardAnswer) -> None:  # noqa: ARG002 - a validator has its update's arguments
        self._card.require_open()

    @workflow.update
    async def give_up(self) -> None:
        """End a request to a card before it has answered; returns once the attempt has ended."""
        self._card.give_up()
        await self._card.settled()

    @give_up.validator
    def _may_give_up(self) -> None:
        self._card.require_open()

    async def _end(self, begin: BeginSigning) -> str:
        try:
            return await self._sign(begin)
        except RuleBroken as broken:
            failure = broken.code
        except ActivityError as error:
            failure = refusal_in(error) or "provider_unavailable"
        await workflow.execute_activity_method(
            SigningActivities.close_failed, args=[begin, failure], **options.RECORD_UNTIL_DONE
        )
        return failure

    async def _sign(self, begin: BeginSigning) -> str:
        prepared = await workflow.execute_activity_method(SigningActivities.prepare, begin, **options.WATCHED)
        answer, signed_at = await (self._by_card if begin.way is SigningWay.CARD else self._by_phone)(prepared)
        kept = await workflow.execute_activity_method(
            SigningActivities.keep, args=[answer, signed_at], **options.SIGNATURE
        )
        self._card.settle()
        return await self._complete(kept)

    async def _by_phone(self, prepared: PreparedSignature) -> tuple[AnsweredSignature, datetime]:
        asked = await workflow.execute_activity_method(SigningActivities.ask, prepared, **options.SHOWN)
        return await self._answer(asked), workflow.now()

    async def _by_card(self, prepared: PreparedSignature) -> tuple[AnsweredSignature, datetime]:
        ends_at = workflow.now() + CARD_WAITS
        self._card.open()  # before the page can show it: its answer may be here before we hear that it is shown
        # Not given up soon: a try that failed may have shown the request all the same, and PIN2 be entered for it.
        await workflow.execute_activity_method(SigningActivities.offer, args=[prepared, ends_at], **options.SHOWN)
        given = await self._card.wait(ends_at)
        asked = AskedSignature(prepared, "", ends_at)
        return AnsweredSignature(asked, raw_signature=given.raw_signature), given.at

    async def _answer(self, asked: AskedSignature) -> AnsweredSignature:
        while True:
            answer: AnsweredSignature | None = await workflow.execute_activity_method(
                SigningActivities.poll, asked, **options.SIGNATURE
            )
            if answer is not None:
                return answer
            # A person looks for a phone and types: asking in a steady rhythm keeps the history short.
            await asyncio.sleep(0.5)

    async def _complete(self, kept: KeptSignature) -> str:
        stamped = await workflow.execute_activity_method(SigningActivities.stamp, kept, **options.SIGNATURE)
        proved = await workflow.execute_activity_method(SigningActivities.prove, stamped, **options.SIGNATURE)
        placed = await workflow.execute_activity_method(SigningActivities.place, proved, **options.SIGNATURE)
        await workflow.execute_activity_method(SigningActivities.record, placed, **options.ACT)
        return "done"
