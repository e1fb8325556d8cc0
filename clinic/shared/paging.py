"""Keyset pages: a page starts after a row, so page 4,000 costs what page 1 does and nothing is skipped or shown twice.

The address carries only the number of the last row seen; what it sorts by is looked up, so that no name or
date of birth stands in a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request
from marshmallow import validate
from sqlalchemy import Integer, Select, func, literal_column, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from clinic.shared import fields
from models import RowTotal, db

DEFAULT_LIMIT, MOST_ROWS = 50, 200
COUNTED_EXACTLY = 10_000

# A select of whatever columns.
AnySelect = Select[*tuple[Any, ...]]
Columns = tuple[InstrumentedAttribute[Any], ...]


class PageQuery(fields.Query):
    """What every list takes."""

    limit = fields.Integer(
        load_default=DEFAULT_LIMIT,
        validate=validate.Range(1, MOST_ROWS, error=f"Ask for 1 to {MOST_ROWS} rows."),
        metadata={"description": "Rows on a page."},
    )
    after = fields.Id(load_default=None, metadata={"description": "The last row of the page before."})


@dataclass(frozen=True)
class Page:
    """Rows in order, whether more follow, and how many match in all."""

    rows: list[dict[str, Any]]
    has_more: bool
    count: int
    count_is_minimum: bool = False

    def next_link(self) -> str | None:
        """The same request, going on after the last row."""
        if not self.has_more:
            return None
        asked = {**request.args.to_dict(flat=False), "after": [self.rows[-1]["id"]]}
        return f"{request.path}?{urlencode(asked, doseq=True)}"


def sort_names(orders: Mapping[str, Columns]) -> list[str]:
    """The names a caller may sort by, each also backwards."""
    return [sign + name for name in orders for sign in ("", "-")]


def page(
    matching: AnySelect,
    *,
    orders: Mapping[str, Columns],
    sort: str,
    limit: int,
    after: int | None,
    total_of: str | None = None,
) -> Page:
    """Run a select of labelled columns (one named `id`) as one page.

    `orders` maps each allowed sort name to its columns, the last of them the primary key. `total_of` names the
    table whose kept total is the count, for a list without filters; otherwise matches are counted up to 10,000.
    """
    columns = orders[sort.removeprefix("-")]
    backwards = sort.startswith("-")
    count = kept_total(total_of).scalar_subquery() if total_of else _count(matching)
    counted = matching.add_columns(count.label("_count"))
    ordered = counted.order_by(*(column.desc() if backwards else column.asc() for column in columns))
    if after is not None:
        ordered = ordered.where(_beyond(columns, after, backwards=backwards))
    found = [dict(row) for row in db.session.execute(ordered.limit(limit + 1)).mappings()]
    # An empty page brings no count with it; on the first page that is a count of none.
    total: int = found[0]["_count"] if found else (after and db.session.scalar(select(count))) or 0
    for row in found:
        del row["_count"]
    if total_of:
        return Page(found[:limit], len(found) > limit, total)
    return Page(found[:limit], len(found) > limit, min(total, COUNTED_EXACTLY), total > COUNTED_EXACTLY)


def _beyond(columns: Columns, after: int, *, backwards: bool) -> Any:
    # One scalar subquery a column: PostgreSQL uses the index for a row of values, not for a subquery of rows.
    key = columns[-1]
    last = tuple_(*(select(column).where(key == after).correlate(None).scalar_subquery() for column in columns))
    here = tuple_(*columns)
    return here < last if backwards else here > last


def _count(matching: AnySelect) -> Any:
    """How many match, given up just past 10,000: a page is not worth counting a million rows."""
    some: AnySelect = matching.with_only_columns(literal_column("1")).order_by(None).limit(COUNTED_EXACTLY + 1)
    return select(func.count()).select_from(some.subquery()).correlate(None).scalar_subquery()


def kept_total(table_name: str) -> AnySelect:
    """The exact number of living rows, from the counter that triggers keep."""
    total = select(func.coalesce(func.sum(RowTotal.living), 0).cast(Integer))
    return total.where(RowTotal.table_name == table_name)


def first_row(matching: AnySelect) -> dict[str, Any] | None:
    """The one row of a select by key, as it is sent, or None."""
    row = db.session.execute(matching).mappings().first()
    return dict(row) if row else None


def rows(matching: AnySelect) -> Sequence[dict[str, Any]]:
    """All rows of a select that is short by its nature."""
    return [dict(row) for row in db.session.execute(matching).mappings()]
