"""The made-up route of the illustrative campaign: 42 stops of four mobile centres.

The places are real, nothing else is: nobody knows which forty localities the campaign went
to. Each centre works a chain of neighbouring districts; eight districts see no visit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geodata.vocabulary import VisitStatus

YEAR, MONTH = 2021, 11


@dataclass(frozen=True, slots=True)
class Stop:
    """One planned stop.

    Attributes:
        day: Day of November on which it took place (or, cancelled, was to).
        centre: Number of the mobile centre.
        district_code: District.
        locality: Romanian name, unique in the district.
        answers: Forms filled in face to face there.
        planned_day: Day of November it was promised for.
        status: What became of it.
        inspectorate: Code where the district has several, else empty.
    """

    day: int
    centre: int
    district_code: str
    locality: str
    answers: int
    planned_day: int
    status: VisitStatus = VisitStatus.DONE
    inspectorate: str = ""

    @property
    def visit_date(self) -> date:
        """Day it took place (or, cancelled, was to)."""
        return date(YEAR, MONTH, self.day)

    @property
    def planned_date(self) -> date:
        """Day it was promised for."""
        return date(YEAR, MONTH, self.planned_day)


def _done(day: int, centre: int, district: str, locality: str, answers: int, ip: str = "") -> Stop:
    return Stop(day, centre, f"MD-{district}", locality, answers, day, inspectorate=ip)


def _cancelled(day: int, centre: int, district: str, locality: str) -> Stop:
    return Stop(day, centre, f"MD-{district}", locality, 0, day, VisitStatus.CANCELLED)


STOPS: tuple[Stop, ...] = (
    # The north.
    _done(8, 1, "ED", "Cupcini", 21),
    _done(8, 1, "BR", "Larga", 15),
    _done(9, 1, "OC", "Otaci", 17),
    _done(9, 1, "DO", "Tîrnova", 6),
    _done(10, 1, "SO", "Soroca", 19),
    _done(10, 1, "SO", "Rublenița", 14),
    _done(11, 1, "FL", "Florești", 17),
    Stop(11, 1, "MD-FL", "Cuhureștii de Sus", 13, 10, VisitStatus.MOVED),
    _done(12, 1, "SI", "Chișcăreni", 20),
    _done(13, 1, "FA", "Răuțel", 15),
    _done(13, 1, "BA", "Bălți", 23),
    _done(14, 1, "RI", "Corlăteni", 20),
    _cancelled(14, 1, "DR", "Drochia"),
    # The centre and west.
    _done(8, 2, "HI", "Cărpineni", 22),
    _done(9, 2, "HI", "Lăpușna", 13),
    _done(9, 2, "ST", "Lozova", 22),
    _done(10, 2, "CL", "Călărași", 15),
    _done(11, 2, "UN", "Pîrlița", 16),
    _done(11, 2, "UN", "Sculeni", 13),
    _done(12, 2, "TE", "Mîndrești", 16),
    _done(12, 2, "TE", "Telenești", 15),
    _done(13, 2, "OR", "Chiperceni", 16),
    _done(14, 2, "OR", "Peresecina", 18),
    # The south.
    _done(8, 3, "SV", "Talmaza", 15),
    _done(8, 3, "CS", "Căușeni", 17),
    _done(9, 3, "CS", "Sălcuța", 13),
    _done(9, 3, "CM", "Gura Galbenei", 13),
    _done(10, 3, "CM", "Cimișlia", 22),
    _done(10, 3, "GA", "Comrat", 16, "IP-GA-COM"),
    _done(11, 3, "GA", "Dezghingea", 14, "IP-GA-COM"),
    _done(11, 3, "LE", "Iargara", 22),
    _done(12, 3, "CT", "Gotești", 22),
    _done(13, 3, "CA", "Crihana Veche", 19),
    _done(14, 3, "CA", "Slobozia Mare", 20),
    # Chișinău and around.
    _done(8, 4, "CU", "Băcioi", 13, "IP-CU-BOT"),
    _done(9, 4, "CU", "Durlești", 16, "IP-CU-BUI"),
    _done(10, 4, "IA", "Costești", 21),
    _done(11, 4, "AN", "Bulboaca", 14),
    _done(12, 4, "CR", "Dubăsarii Vechi", 14),
    _done(12, 4, "CR", "Măgdăcești", 13),
    _done(13, 4, "CU", "Ciorescu", 15, "IP-CU-RIS"),
    _cancelled(14, 4, "IA", "Răzeni"),
)

# Forms filled in online, by district: everywhere, more of them where the towns are.
ONLINE: dict[str, int] = {
    f"MD-{code}": forms
    for code, forms in {
        "BA": 20, "BR": 7, "DO": 2, "DR": 15, "ED": 17, "FA": 8, "FL": 9, "GL": 8, "OC": 6,
        "RI": 8, "SI": 7, "SO": 10,
        "AN": 8, "CL": 8, "CR": 8, "DU": 7, "HI": 7, "IA": 16, "NI": 14, "OR": 9, "RE": 8,
        "SD": 6, "ST": 15, "TE": 8, "UN": 10,
        "BS": 13, "CA": 20, "CM": 9, "CS": 14, "CT": 6, "LE": 6, "SV": 8, "TA": 15,
        "CU": 84, "GA": 91,
    }.items()
}  # fmt: skip
