"""The steps of a claim as a litigant takes them in the wizard, and what is typed in each."""

import re
from pathlib import Path

from simulators.people import DEMO, Person
from tests.journeys.people import Litigant
from tests.journeys.visitor import Words

COURT = "Bakı şəhəri Nəsimi Rayon Məhkəməsi"
CATEGORY = "Əmlakın qeyri-qanuni sahiblikdən tələb edilməsi"
HEADING = "Borcun tutulması haqqında"
BODY = "Cavabdeh 2026-cı ilin fevralında götürdüyü 1 200 manatı qaytarmamışdır.\n\nXahiş edirəm: borc tutulsun."
KAMRAN = next(person for person in DEMO if person.name == "Kamran")


class Wizard:
    """One litigant's way through one draft."""

    def __init__(self, filer: Litigant) -> None:
        """Nothing is opened yet."""
        self.filer = filer

    @property
    def claim_id(self) -> str:
        """Return the application's id, as the address names it."""
        return self.filer.path.split("/")[2]

    def takes_court(self) -> None:
        """Step 1: the first save opens the application."""
        self.filer.open("/claims/new")
        self.chooses_court(COURT, CATEGORY)

    def chooses_court(self, court: str, category: str) -> None:
        """Step 1, on its page: court and category by their names in the language of the pages."""
        filer = self.filer
        filer.pick("Court", court)
        filer.tick("Statement of claim")
        filer.press("Continue")
        filer.pick("Category and sub-category", category)
        filer.press("Continue")

    def adds_himself(self) -> None:
        """Step 2: the filer as claimant."""
        self.asks_for("Claimant", "Myself")
        self.filer.press("Add")

    def adds_co_claimant(self, person: Person) -> None:
        """Step 2: a claimant who signs himself."""
        self.asks_for("Claimant", "Natural person")
        self._describes(person)
        self.filer.tick("The claimant will sign himself")
        self.filer.press("Save")

    def adds_defendant(self, person: Person = KAMRAN) -> None:
        """Step 2: the other side, found in the population register."""
        self.asks_for("Defendant", "Natural person")
        self._describes(person)

    def adds_foreign_claimant(self, name: str) -> None:
        """Step 2: an organisation that no register here knows, its VÖEN and phone not known."""
        self.asks_for("Claimant", "Foreign legal entity")
        filer = self.filer
        self._does_not_know("VÖEN")
        filer.fill("Name", name)
        filer.press("Add")
        self._does_not_know("Phone number")
        filer.fill("E-mail address", "ofis@anatolia.example")
        filer.press("Save")
        filer.fill("Actual address", "Ankara, Atatürk Bulvarı 5")
        filer.fill("Postal index", "06050")
        filer.press("Save")

    def adds_document(self, file: Path, *, kind: str = "Evidence", status: int = 200) -> None:
        """Step 3: one document; where scripts run it is sent at once, without them by the button."""
        filer = self.filer
        filer.pick("Kind of the document", kind)
        filer.attach(file)
        if filer.has_scripts:
            filer.sees(filer.words("Added: {name}").replace("{name}", file.name))
            filer.looks()
        else:
            filer.press("Add", status=status)

    def writes(self, *, heading: str = HEADING, body: str = BODY) -> None:
        """Step 4: the text."""
        self.filer.fill("Heading", heading)
        self.filer.fill("Text", body)
        self.filer.press("Continue")

    def values(self, manats: str = "1200", *, status: int = 200) -> None:
        """Step 5, first page: what the claim is worth."""
        self.filer.tick("Yes")
        self.filer.fill("Value in manats", manats)
        self.filer.press("Continue", status=status)

    def fills_in(self, *, co_claimant: Person | None = None, file: Path | None = None) -> None:
        """Take every step up to the way of paying."""
        self.takes_court()
        self.adds_himself()
        if co_claimant:
            self.adds_co_claimant(co_claimant)
        self.adds_defendant()
        self.filer.follow("Continue")
        if file:
            self.adds_document(file)
        self.filer.follow("Continue")
        self.writes()
        self.values()

    def pays_online(self) -> str:
        """Choose the portal, check, and leave for the payment; return the payment's id."""
        filer = self.filer
        filer.tick("Pay online")
        filer.press("Continue")
        filer.press("Pay and confirm")
        return filer.path.removeprefix("/payments/").partition("?")[0]

    def gives_receipt(self, number: str, *, status: int = 200) -> None:
        """Choose a receipt paid before; the next page is the check of all answers unless it is refused."""
        self.filer.tick("Already paid")
        self.filer.fill("Number of the receipt", number)
        self.filer.press("Continue", status=status)

    def asks_for(self, role: str, person: Words) -> None:
        """Step 2: choose the role, then who it is; the next page asks for the details."""
        filer = self.filer
        filer.follow("Add a party")
        filer.tick(role)
        filer.press("Continue")
        filer.tick(person)
        filer.press("Continue")

    def names(self, person: Person, *, status: int = 200) -> None:
        """Step 2: what the population register is asked with."""
        filer = self.filer
        filer.fill("Series and number of the identity document", person.document)
        filer.fill("Surname", person.surname)
        filer.fill("Name", person.name)
        filer.press("Add", status=status)

    def reaches(self, person: Person) -> None:
        """Step 2: how the court reaches a person, and where he lives."""
        filer = self.filer
        filer.fill("Phone number", person.phone)
        filer.fill("E-mail address", person.email)
        filer.press("Save")
        filer.fill("Actual address", person.address)
        filer.fill("Postal index", person.postal_index)
        filer.press("Save")

    def _does_not_know(self, label: str) -> None:
        self.filer.tick(f"{self.filer.words('not known')} ({self.filer.words(label)})")

    def _describes(self, person: Person) -> None:
        self.names(person)
        self.reaches(person)


def pays_with_card(payer: Litigant) -> None:
    """Go to the portal from the payment's page, pay with its test card, and come back."""
    payer.follow("Go to the payment portal")
    payer.press(re.compile("^Ödə"))
    payer.follow(re.compile("^Məhkəməyə qayıt"))
