"""Which facts count: those of imports that are in force, the others having been undone.

Every reader of a fact passes one of these conditions; nothing else knows what undoing is.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from geodata.models import (
    CampaignRow,
    CampaignVersionRow,
    ImportRow,
    MediaRow,
    SettlementRow,
    SurveyCellRow,
    VisitRow,
)


def in_force(import_id: InstrumentedAttribute[int] | ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the import is not undone."""
    return import_id.not_in(select(ImportRow.id).where(ImportRow.undone))


def visit_counts() -> ColumnElement[bool]:
    """Whether a visit is in force, and no visit in force has taken its place."""
    settled = select(SettlementRow.visit_id).where(in_force(SettlementRow.import_id))
    return in_force(VisitRow.import_id) & VisitRow.id.not_in(settled)


def cell_counts() -> ColumnElement[bool]:
    """Whether a cell is in force, and no import in force brought its forms anew."""
    return in_force(SurveyCellRow.import_id) & _not_replaced(SurveyCellRow.replaced_by)


def media_counts() -> ColumnElement[bool]:
    """Whether an appearance is in force, and no import in force took its place."""
    return in_force(MediaRow.import_id) & _not_replaced(MediaRow.replaced_by)


def _not_replaced(replaced_by: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return (replaced_by == 0) | ~in_force(replaced_by)


def campaign_counts() -> ColumnElement[bool]:
    """Whether some import in force brought the campaign's record."""
    brought = select(CampaignVersionRow.campaign_id).where(in_force(CampaignVersionRow.import_id))
    return CampaignRow.id.in_(brought)
