"""Invented people and organisations that all simulators share: the same on every machine, none of them real."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


_SEED: Final = 20260215
_PEOPLE: Final = 240
_ORGANISATIONS: Final = 48
FIN_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I, no O
_VOEN_WEIGHTS: Final = (4, 1, 8, 6, 2, 7, 5, 3)
_MEN: Final = _words("""
  Əli Rəşad Kamran Elçin Vüqar Tural Orxan Fərid Cavid Nicat Samir Rauf Tofiq Vaqif İlqar Zaur Anar Emin Şahin
  Çingiz Ülvi Ğəni Müşfiq Pərviz Rövşən Səbuhi Həsən Hüseyn Mübariz Xəyal İsa Yusif Bəhruz Ceyhun Daşqın Əkrəm
  Fuad Qurban
""")
_WOMEN: Final = _words("""
  Lalə Nigar Sevinc Aygün Günel Leyla Ülviyyə Şəbnəm Nərgiz Könül Əfsanə Gülşən Çinarə Fidan Xatirə Zəhra Aytən
  Pərvanə Səidə İradə Rəna Mehriban Nuranə Tünzalə Vəfa Aysel Dilarə Bənövşə Jalə Qönçə Həcər Kəmalə Türkan
  Ellada
""")
_SURNAMES: Final = _words("""
  Əliyev Quliyev Məmmədov Həsənov Hüseynov İbrahimov Nağıyev Səfərov Əhmədov Cəfərov Rzayev Abbasov Kərimov
  Şükürov Çələbiyev Ələkbərov Qasımov Babayev Vəliyev Tağıyev Mürsəlov Ağayev Xəlilov İsmayılov Süleymanov
  Orucov Yusifov Zeynalov Bağırov Dadaşov Fərzəliyev Həşimov Cavadov Pənahov Ramazanov Əsgərov Mirzəyev Şirinov
  Məmmədzadə Əlizadə Qurbanlı Bəyli Kazımlı Rüstəmli Nəsirli
""")
_PLACES: Final = (
    ("Bakı şəhəri, Nəsimi rayonu", "AZ1010", ("Nizami", "Azadlıq", "Səməd Vurğun")),
    ("Bakı şəhəri, Yasamal rayonu", "AZ1065", ("Şərifzadə", "Cəfər Cabbarlı", "Mirəli Seyidov")),
    ("Bakı şəhəri, Xətai rayonu", "AZ1025", ("Xocalı", "Yusif Səfərov", "Məhəmməd Hadi")),
    ("Bakı şəhəri, Nərimanov rayonu", "AZ1069", ("Atatürk", "Əhməd Rəcəbli", "Ağa Nemətulla")),
    ("Bakı şəhəri, Binəqədi rayonu", "AZ1114", ("Bəhruz Nuriyev", "Azadlıq", "Süleyman Sani Axundov")),
    ("Gəncə şəhəri", "AZ2000", ("Cavad xan", "Atatürk", "Şah İsmayıl Xətai")),
    ("Sumqayıt şəhəri", "AZ5000", ("Sülh", "Nizami", "Səməd Vurğun")),
    ("Şəki şəhəri", "AZ5500", ("Mirzə Fətəli Axundzadə", "Məhəmmədəmin Rəsulzadə", "Nərimanov")),
    ("Lənkəran şəhəri", "AZ4200", ("Zərifə Əliyeva", "Koroğlu", "Füzuli")),
    ("Mingəçevir şəhəri", "AZ4500", ("Heydər Əliyev", "Nizami", "Üzeyir Hacıbəyov")),
    ("Naxçıvan şəhəri", "AZ7000", ("İstiqlal", "Atatürk", "Əlincə")),
    ("Masallı rayonu, Masallı şəhəri", "AZ4400", ("Əliağa Vahid", "Xan Şuşinski", "Nəriman Nərimanov")),
)
_TRADES: Final = _words("""
  Tikinti Ticarət Logistika Aqrar Tekstil Mebel Enerji Sığorta Nəqliyyat Qida Dəmir-Beton Poliqrafiya Turizm
  Şərab
""")
_FIRM_WORDS: Final = _words("""
  Xəzər Şahdağ Qobustan Göygöl Savalan Çənlibel Ağbulaq Qızılgül Ülkər Mərcan Kəpəz İlham
""")
_QUOTES: Final = str.maketrans("“”„«»", '"' * 5)
_MOBILE: Final = ("50", "51", "55", "70", "77", "99", "10", "60")


@dataclass(frozen=True)
class Person:
    """A natural person with an identity document, a phone and an ASAN İmza."""

    fin: str
    document: str
    surname: str
    name: str
    patronymic: str  # with oğlu / qızı
    birth_date: date
    address: str
    postal_index: str
    phone: str  # +994…
    user_id: str  # ASAN İmza, six digits
    email: str
    part: str = ""  # what this person plays in the guided tour

    @property
    def full_name(self) -> str:
        """Return surname, name, patronymic, as the register writes it."""
        return f"{self.surname} {self.name} {self.patronymic}"


@dataclass(frozen=True)
class Organisation:
    """A legal entity (VÖEN ending in 1) or an entrepreneur (ending in 2)."""

    voen: str
    name: str
    is_entrepreneur: bool
    active: bool
    address: str
    postal_index: str
    director_fin: str
    phone: str
    email: str


DEMO: Final = (
    Person("5LN4G7A", "AA1234567", "Nağıyeva", "Lalə", "Tofiq qızı", date(1988, 3, 20),
           "Bakı şəhəri, Nəsimi rayonu, Nizami küçəsi, ev 84, mənzil 12", "AZ1010", "+994501112201", "100201",
           "lale.nagiyeva@poct.example", "claimant"),
    Person("2RQ8S1D", "AZE01234567", "Quliyev", "Rəşad", "Elçin oğlu", date(1979, 11, 2),
           "Bakı şəhəri, Yasamal rayonu, Şərifzadə küçəsi, ev 15, mənzil 7", "AZ1065", "+994501112202", "100202",
           "resad.quliyev@poct.example", "co_claimant"),
    Person("7KE3M9V", "AA7654321", "Əhmədov", "Kamran", "Vaqif oğlu", date(1983, 6, 14),
           "Sumqayıt şəhəri, Sülh küçəsi, ev 41, mənzil 3", "AZ5000", "+994501112203", "100203",
           "kamran.ehmedov@poct.example", "defendant"),
    Person("9NS6F2R", "AA2468135", "Səfərova", "Nigar", "Ramiz qızı", date(1992, 9, 8),
           "Gəncə şəhəri, Cavad xan küçəsi, ev 9", "AZ2000", "+994501112204", "100204",
           "nigar.seferova@poct.example", "second_co_claimant"),
    Person("4TM5Z8B", "AZE07654321", "Məmmədzadə", "Tural", "İlqar oğlu", date(1975, 1, 27),
           "Bakı şəhəri, Xətai rayonu, Xocalı küçəsi, ev 55, mənzil 90", "AZ1025", "+994501112205", "100205",
           "tural.memmedzade@poct.example", "director"),
    Person("6GB1D4Z", "DYİ1234567", "Beridze", "Giorgi", "Davit oğlu", date(1986, 4, 5),
           "Bakı şəhəri, Nərimanov rayonu, Atatürk küçəsi, ev 21, mənzil 16", "AZ1069", "+994501112206", "100206",
           "giorgi.beridze@poct.example", "permanent_resident"),
)  # fmt: skip

STATE_BODY: Final = ("1499003471", "Sınaq Dövlət Agentliyi")
DEMO_ORGANISATIONS: Final = (
    ("14990012", "“Qobustan Tikinti” MMC", False, "4TM5Z8B"),
    ("10990022", "Səfərova Nigar Ramiz qızı (fərdi sahibkar)", True, "9NS6F2R"),
)


def voen(first_eight: str, *, is_entrepreneur: bool) -> str | None:
    """Complete a VÖEN with its check digit and status (legal-facts §4); None for a number that is never issued."""
    check = sum(w * int(d) for w, d in zip(_VOEN_WEIGHTS, first_eight, strict=True)) % 11
    return None if check == 10 else f"{first_eight}{check}{2 if is_entrepreneur else 1}"


def _feminine(surname: str) -> str:
    return f"{surname}a" if surname.endswith(("ov", "ev")) else surname


def _mailbox(name: str, surname: str, number: int) -> str:
    letters = str.maketrans("əıƏIİ", "eieii")
    plain = unicodedata.normalize("NFKD", f"{name}.{surname}".translate(letters))
    return plain.encode("ascii", "ignore").decode().lower() + f"{number}@poct.example"


def _one(dice: Random, choices: Sequence[str]) -> str:
    return choices[dice.randrange(len(choices))]


def _address(dice: Random) -> tuple[str, str]:
    place, index, streets = _PLACES[dice.randrange(len(_PLACES))]
    home = f"ev {dice.randrange(1, 160)}, mənzil {dice.randrange(1, 120)}"
    return f"{place}, {_one(dice, streets)} küçəsi, {home}", index


def _document(dice: Random, number: int) -> str:
    """Spread the kinds: mostly new cards, then old ones, a few permits."""
    if number % 20 == 0:
        return f"DYİ{dice.randrange(10**6, 10**7)}"
    if number % 20 == 1:
        return f"MYİ{dice.randrange(10**5, 10**6)}"
    return f"AZE{dice.randrange(10**8):08d}" if number % 3 == 0 else f"AA{dice.randrange(10**7):07d}"


def _person(dice: Random, number: int) -> Person:
    male = number % 2 == 0
    surname = _one(dice, _SURNAMES)
    surname = surname if male else _feminine(surname)
    name = _one(dice, _MEN if male else _WOMEN)
    father = _one(dice, _MEN)
    address, index = _address(dice)
    return Person(
        fin="".join(_one(dice, FIN_ALPHABET) for _ in range(7)),
        document=_document(dice, number),
        surname=surname,
        name=name,
        patronymic=f"{father} {'oğlu' if male else 'qızı'}",
        birth_date=date(1950, 1, 1) + timedelta(days=dice.randrange(365 * 56)),
        address=address,
        postal_index=index,
        phone=f"+994{_MOBILE[number % len(_MOBILE)]}{2000000 + number * 7919 % 7000000}",
        user_id=f"{300000 + number * 137}",
        email=_mailbox(name, surname, number),
    )


def _people() -> tuple[Person, ...]:
    dice = Random(_SEED)
    people = list(DEMO)
    fins = {person.fin for person in people}
    documents = {person.document for person in people}
    while len(people) < _PEOPLE:
        person = _person(dice, len(people))
        if person.fin not in fins and person.document not in documents:
            people.append(person)
            fins.add(person.fin)
            documents.add(person.document)
    return tuple(people)


PEOPLE: Final = _people()
BY_FIN: Final = {person.fin: person for person in PEOPLE}
BY_DOCUMENT: Final = {person.document: person for person in PEOPLE}
BY_PHONE: Final = {person.phone: person for person in PEOPLE}


def _organisation(number: str, name: str, *, is_entrepreneur: bool, active: bool, director: Person) -> Organisation:
    return Organisation(
        voen=number,
        name=name,
        is_entrepreneur=is_entrepreneur,
        active=active,
        address=director.address,
        postal_index=director.postal_index,
        director_fin=director.fin,
        phone=f"+99412{4000000 + int(number[2:8]) % 1000000}",
        email=f"v{number}@sirket.example",
    )


def _organisations() -> tuple[Organisation, ...]:
    dice = Random(_SEED + 1)
    found: dict[str, Organisation] = {}
    for eight, name, is_entrepreneur, fin in DEMO_ORGANISATIONS:
        if number := voen(eight, is_entrepreneur=is_entrepreneur):
            found[number] = _organisation(
                number, name, is_entrepreneur=is_entrepreneur, active=True, director=BY_FIN[fin]
            )
    while len(found) < _ORGANISATIONS:
        turn = len(found)
        alone = turn % 4 == 0
        director = PEOPLE[len(DEMO) + dice.randrange(len(PEOPLE) - len(DEMO))]
        name = f"“{_FIRM_WORDS[turn % len(_FIRM_WORDS)]} {_one(dice, _TRADES)}” {'ASC' if turn % 7 == 0 else 'MMC'}"
        number = voen(f"{_one(dice, ['10', '13', '14', '15', '17', '20'])}{dice.randrange(10**6):06d}",
                      is_entrepreneur=alone)  # fmt: skip
        if number and number not in found:
            found[number] = _organisation(
                number,
                f"{director.full_name} (fərdi sahibkar)" if alone else name,
                is_entrepreneur=alone,
                active=turn % 11 != 0,
                director=director,
            )
    body, name = STATE_BODY
    found[body] = _organisation(body, name, is_entrepreneur=False, active=True, director=PEOPLE[-1])
    return tuple(found.values())


ORGANISATIONS: Final = _organisations()
BY_VOEN: Final = {organisation.voen: organisation for organisation in ORGANISATIONS}


def people_like(words: str) -> list[Person]:
    """Find people whose name, FİN, document or phone holds every word; letters compare the Azerbaijani way."""
    parts = fold(words).split()
    return [
        person
        for person in PEOPLE
        if all(part in fold(f"{person.full_name} {person.fin} {person.document} {person.phone}") for part in parts)
    ]


def people_described(surname: str, name: str, patronymic: str, birth_date: date) -> list[Person]:
    """Find everybody of exactly this name and date of birth; only the case of letters does not count."""
    sought = (lowered(surname), lowered(name), lowered(patronymic), birth_date)
    return [
        person
        for person in PEOPLE
        if (lowered(person.surname), lowered(person.name), lowered(person.patronymic), person.birth_date) == sought
    ]


def lowered(words: str) -> str:
    """Lower the Azerbaijani way (İ→i, I→ı) and make quotation marks and spaces plain."""
    composed = " ".join(unicodedata.normalize("NFC", words).translate(_QUOTES).split())
    return composed.replace("İ", "i").replace("I", "ı").lower()


def fold(words: str) -> str:
    """Lower the Azerbaijani way, then drop the marks, so that `quliyev` and `QULİYEV` meet."""
    plain = unicodedata.normalize("NFKD", lowered(words).replace("ə", "e").replace("ı", "i"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
