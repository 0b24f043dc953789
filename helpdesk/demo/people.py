"""Who works and asks in the demo data, and in which categories. All addresses end in `.example`."""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

from helpdesk.demo.plan import Plan
from helpdesk.demo.vocabulary import SHARES, language

CATEGORIES = """
Orders|Delivery|Returns|Payments|Invoices|Accounts and log-in|Website|Mobile app|Printers|Computers|
Phones|Network|E-mail|Software|Spare parts|Repairs and service|Warranty|Fitting|Hire|Workshops|
Gift cards|Suggestions|Press|Suppliers|Jobs|Building|Access cards|Training|Data protection|
Lost and found
""".replace("\n", "").split("|")
STAFF = """
Astrid Holm|Ben Carver|Carla Reyes|Dmytro Sydorenko|Elif Kaya|Femi Adeyemi|Greta Lind|Hugo Martín|
Ines Duarte|Jonas Weber|Katya Orlova|Liam Doyle|Mei Chen|Nadia Haddad|Oskar Nyman|Putri Lestari|
Quentin Moreau|Rosa Ibarra|Samuel Osei|Tuva Berg|Umar Siddiqui|Vera Novak|Wanda Kowalska|
Xavier Roig|Yusuf Demir
""".replace("\n", "").split("|")
RARE = 0.001  # the last category's share
_CODES, _WEIGHTS = list(SHARES), list(accumulate(SHARES.values()))
_COMPANY_STARTS = (
    "Amber Birch Cedar Delta Ember Fern Granite Harbour Iris Juniper Larch Maple".split()
)
_COMPANY_ENDS = (
    "Bakery Clinic College Cycles Foods Garden Labs Logistics Press Studio Tools".split()
)


@dataclass(frozen=True)
class Person:
    """A customer."""

    name: str
    email: str
    language: str
    organisation: int | None  # the how manieth


def customer(plan: Plan, number: int) -> Person:
    """The n-th customer, always the same."""
    dice = Random(plan.seed << 40 | number)
    code = dice.choices(_CODES, cum_weights=_WEIGHTS)[0]
    spoken = language(code)
    first, first_plain = dice.choice(spoken.first_names)
    last, last_plain = dice.choice(spoken.last_names)
    name = f"{last}{first}" if code == "zh" else f"{first} {last}"
    member = number // 3 % plan.organisations if number % 3 == 0 else None
    host = f"{company_slug(member)}.example" if member is not None else "mail.example"
    return Person(name, f"{first_plain}.{last_plain}.{number}@{host}", code, member)


def someone(plan: Plan, dice: Random) -> int:
    """The number of a customer: some ask much more often than others."""
    return int(plan.customers * dice.random() ** 1.5)


def company(number: int) -> str:
    """The n-th organisation's name."""
    start = _COMPANY_STARTS[number % len(_COMPANY_STARTS)]
    end = _COMPANY_ENDS[number // len(_COMPANY_STARTS) % len(_COMPANY_ENDS)]
    again = number // (len(_COMPANY_STARTS) * len(_COMPANY_ENDS))
    return f"{start} {end}" + (f" {again + 1}" if again else "")


def company_slug(number: int) -> str:
    """The same for an address."""
    return company(number).lower().replace(" ", "-")


def category_weights() -> list[float]:
    """How often each category is chosen, added up: the first often, the last hardly ever."""
    usual = [1 / (rank + 3) for rank in range(1, len(CATEGORIES))]
    scale = (1 - RARE) / sum(usual)
    return list(accumulate([*(weight * scale for weight in usual), RARE]))
