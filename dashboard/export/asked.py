"""What somebody asked a file of: the view, what is published, the language, what the view says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from dashboard.state import View
from dashboard.viewmodels.extract import Extract, describe_extract
from geodata.i18n import Translator
from geodata.publication import Published


@dataclass(frozen=True)
class Asked:
    """Handed to whoever makes a file.

    Attributes:
        view: The view.
        published: What may be shown.
        t: The reader's language.
        public_url: Where readers open the atlas; may be empty.
        home: The language of addresses that name none.
        template: The presentation that slides are set into; None is our own.
        given: The query as it was, for files that ask for more than a view.
    """

    view: View
    published: Published
    t: Translator
    public_url: str = ""
    home: str = ""
    template: Path | None = None
    given: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def extract(self) -> Extract:
        """What the view says."""
        return describe_extract(self.view, self.published, self.t, self.public_url, self.home)
