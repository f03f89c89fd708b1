"""A person as an inquiry describes him."""

from datetime import date

from pydantic import BaseModel

from simulators.people import Person, people_described


class Described(BaseModel):
    """A person described by name and date of birth."""

    surname: str
    name: str
    patronymic: str
    birth_date: date

    @property
    def people(self) -> list[Person]:
        """Everybody whom the description fits."""
        return people_described(self.surname, self.name, self.patronymic, self.birth_date)

    @property
    def words(self) -> str:
        """The description as the log shows it."""
        return f"{self.surname} {self.name} {self.patronymic} {self.birth_date.isoformat()}"
