"""The places that a campaign's files may name: the shipped ones with what its users added.

Whoever reads names of places gets one of these; without a word it is the shipped one. Only
what a name or a code means is in here: residents, positions and shapes are
`geodata.geography`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from geodata.inspectorates import Inspectorate, Structure, shipped_structure
from geodata.localities import Locality, all_localities, locality


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Localities beside the shipped ones, and the inspectorates with their districts."""

    added: tuple[Locality, ...] = ()
    structure: Structure = field(default_factory=shipped_structure)

    def locality(self, code: str) -> Locality:
        """Return the locality with this code.

        Raises:
            KeyError: no locality has it.
        """
        for each in self.added:
            if each.code == code:
                return each
        return locality(code)

    def localities(self) -> Iterator[Locality]:
        """Yield every locality, the shipped ones first."""
        yield from all_localities()
        yield from self.added

    def inspectorate(self, code: str) -> Inspectorate:
        """Return the inspectorate with this code.

        Raises:
            KeyError: no inspectorate has it.
        """
        return self.structure.inspectorate(code)


SHIPPED = Gazetteer()
