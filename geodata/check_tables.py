"""Checks of the tables: census sums, localities, names, inspectorates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from geodata.findings import Finding, Reference, listed, proof
from geodata.names import fold, lacking_diacritics

CENSUS_2014 = 2_804_801
CENSUS_2014_WITH_ESTIMATE = 2_998_235
CENSUS_2004 = 3_383_332
WITHOUT_CENSUS = frozenset({"MD-BD", "MD-SN"})
WITHOUT_INSPECTORATE = frozenset({"MD-SN"})
STRUCTURE_KNOWN_ON = date(2021, 11, 8)
_FOREIGN_LETTERS = frozenset("ŞşŢţâÂ")


def check_census(reference: Reference) -> Iterator[Finding]:
    """The districts add up to the published national totals, and blanks are blanks."""
    known = {code: each for code, each in reference.residents.items() if code not in WITHOUT_CENSUS}
    sums = (
        ("census.2014", "enumerated in 2014", CENSUS_2014, [r.census_2014 for r in known.values()]),
        (
            "census.2014_estimate",
            "in 2014 with Chișinău's official estimate",
            CENSUS_2014_WITH_ESTIMATE,
            [r.denominator for r in known.values()],
        ),
        ("census.2004", "in 2004", CENSUS_2004, [r.census_2004 for r in known.values()]),
    )
    for code, words, expected, counts in sums:
        total = sum(count or 0 for count in counts)
        yield proof(
            code,
            total == expected and None not in counts and len(counts) == 35,
            f"{total:,} residents {words} in {len(counts)} districts (published: {expected:,})",
        )
    blank = [
        code
        for code in sorted(WITHOUT_CENSUS)
        if code in reference.residents
        and reference.residents[code].denominator is None
        and reference.residents[code].census_2004 is None
    ]
    yield proof(
        "census.blank",
        set(blank) == WITHOUT_CENSUS,
        f"no census in {', '.join(sorted(WITHOUT_CENSUS))}: blank, not 0, in {len(blank)} of 2",
    )


def check_localities(reference: Reference) -> Iterator[Finding]:
    """The localities are complete, with a district and a code of their own."""
    localities = reference.localities
    codes = {each.code for each in localities}
    districts = {each.code for each in reference.districts}
    yield proof(
        "localities.count",
        len(localities) == len(codes) == 1684
        and {each.district_code for each in localities} == districts,
        f"{len(localities):,} localities with {len(codes):,} codes (1,684)",
    )
    placed = Counter(each.position for each in localities)
    yield Finding(
        "localities.positions",
        "note",
        f"{placed['estimated']} positions are estimated; for {placed['unstated']} no source of "
        "the position is stated",
    )


def check_locality_residents(reference: Reference) -> Iterator[Finding]:
    """No locality, and no district's localities together, exceed the district's count."""
    dated = [each for each in reference.localities if each.residents_2014 is not None]
    sums: Counter[str] = Counter()
    for each in dated:
        sums[each.district_code] += each.residents_2014 or 0
    over = [
        code
        for code, total in sums.items()
        if code not in reference.residents or total > (reference.residents[code].census_2014 or 0)
    ]
    yield proof(
        "localities.residents",
        not over,
        f"{len(dated)} localities carry a 2014 census count, together at most their district's"
        + listed(over),
    )


def check_names(reference: Reference) -> Iterator[Finding]:
    """One spelling throughout; names to look at are listed."""
    named = [each.name_ro for each in reference.localities]
    named += [each.name_ro for each in reference.districts]
    named += [each.name_ro for each in reference.inspectorates]
    foreign = [name for name in named if _FOREIGN_LETTERS & {*name}]
    yield proof(
        "names.letters",
        not foreign,
        f"{len(named) - len(foreign):,} of {len(named):,} Romanian names with comma-below letters "
        "and î" + listed(foreign),
    )
    suspect = lacking_diacritics([each.name_ro for each in reference.localities])
    yield Finding(
        "names.diacritics",
        "note",
        f"{len(suspect)} locality names seem to lack diacritics (a comparison of word beginnings "
        "and endings: some are right, others go unseen)" + listed(suspect),
    )
    places: dict[tuple[str, str], list[str]] = {}
    for place in reference.localities:
        places.setdefault((fold(place.name_ro), place.district_code), []).append(place.name_ro)
    twice = [f"{same[0]} ({code})" for (_, code), same in places.items() if len(same) > 1]
    yield Finding(
        "names.twice",
        "note",
        f"{len(twice)} names stand twice in one district, as namesakes or doubles" + listed(twice),
    )


def check_inspectorates(reference: Reference) -> Iterator[Finding]:
    """Forty-two inspectorates, each linked to its district in November 2021."""
    codes = {each.code for each in reference.inspectorates}
    districts = {each.code for each in reference.districts}
    held = [link for link in reference.links if link.holds(STRUCTURE_KNOWN_ON)]
    yield proof(
        "inspectorates.count",
        len(codes) == len(reference.inspectorates) == 42,
        f"{len(codes)} inspectorates (42)",
    )
    linked = {link.inspectorate_code for link in held}
    served = Counter(link.district_code for link in held)
    yield proof(
        "inspectorates.links",
        linked == codes
        and set(served) == districts - WITHOUT_INSPECTORATE
        and {link.part for link in held} <= {"whole", "part"}
        and (served["MD-CU"], served["MD-GA"]) == (5, 3),
        f"{len(linked)} linked to {len(served)} districts as of November 2021 "
        f"({served['MD-CU']} in Chișinău, {served['MD-GA']} in Găgăuzia, none on the left bank)",
    )
    places = {(fold(each.name_ro), each.district_code) for each in reference.localities}
    district_of = {link.inspectorate_code: link.district_code for link in held}
    seated = [each for each in reference.inspectorates if each.seat]
    lost = [e.code for e in seated if (fold(e.seat), district_of.get(e.code)) not in places]
    yield proof(
        "inspectorates.seats",
        not lost,
        f"{len(seated) - len(lost)} of {len(seated)} known seats are localities of the district"
        + listed(lost),
    )
    weak = [each.code for each in reference.inspectorates if each.status == "weak"]
    yield Finding("inspectorates.weak", "note", "only weakly confirmed" + listed(weak))
