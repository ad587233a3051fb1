"""Exports of shops as their programs write them, and what a plain loop over the sales behind them makes of each."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from segkit.result import Result


@dataclass(frozen=True)
class Sale:
    number: int
    moment: datetime
    who: int
    lines: tuple[tuple[str, int, int], ...]
    """Item, quantity and price in cents."""
    counts: bool

    @property
    def cents(self) -> int:
        return sum(quantity * price for _, quantity, price in self.lines)


MONTHS = [
    "janeiro",
    "fevereiro",
    "março",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
]


def sales() -> list[Sale]:
    draw = random.Random(7)
    day = datetime(2024, 1, 3, 9, 15)  # noqa: DTZ001 -- the clock of the shop
    found = []
    for number in range(1, 121):
        day += timedelta(hours=draw.randint(5, 60), minutes=draw.randint(0, 59))
        items = draw.sample(["Tee", "Tasse", "Kanne", "Löffel", "Sieb"], draw.randint(1, 3))
        lines = tuple((item, draw.randint(1, 4), draw.randint(199, 89_999)) for item in items)
        found.append(Sale(number, day, draw.randint(1, 25), lines, counts=draw.random() > 0.15))
    return found


SALES = sales()


def money(cents: int, style: str) -> str:
    text = f"{cents / 100:,.2f}"
    if style == "point":
        return text.replace(",", "")
    if style in ("english", "swiss"):
        return text.replace(",", {"english": ",", "swiss": "’"}[style])
    grouping = {"german": ".", "french": "\u202f", "polish": "\u00a0"}[style]
    return text.replace(",", "_").replace(".", ",").replace("_", grouping)


def cells(sale: Sale, style: str, statuses: tuple[str, str]) -> Iterator[dict[str, Any]]:
    """Yield what the columns of an export may hold of each line of a sale."""
    order = {
        "n": sale.number, "id": 4000 + sale.who, "name": f"Kim Q{sale.who}", "first": "Kim", "last": f"Q{sale.who}",
        "email": f"kim{sale.who}@example.com", "phone": f"+49301234{sale.who:04}", "iso": f"{sale.moment:%Y-%m-%d %H:%M:%S}",
        "day": f"{sale.moment:%Y-%m-%d}", "dots": f"{sale.moment:%d.%m.%Y}", "dots_time": f"{sale.moment:%d.%m.%Y %H:%M}",
        "slashes": f"{sale.moment:%d/%m/%Y}", "slashes_time": f"{sale.moment:%d/%m/%Y %H:%M}", "clock": f"{sale.moment:%H:%M:%S}",
        "later": f"{sale.moment + timedelta(days=3):%d.%m.%Y}", "later_slashes": f"{sale.moment + timedelta(days=3):%d/%m/%Y}",
        "later_iso": f"{sale.moment + timedelta(days=3):%Y-%m-%d %H:%M:%S}",
        "total": money(sale.cents, style), "net": money(sale.cents * 100 // 119, style), "tax": money(sale.cents - sale.cents * 100 // 119, style),
        "fee": money(490, style), "zero": money(0, style), "paid": money(sale.cents + 490, style), "status": statuses[not sale.counts],
        "moment": sale.moment, "items": ", ".join(item for item, _, _ in sale.lines),
        "cents": sale.cents, "month": MONTHS[sale.moment.month - 1],
        "lines": len(sale.lines), "pieces": sum(quantity for _, quantity, _ in sale.lines),
    }  # fmt: skip
    for place, (item, quantity, price) in enumerate(sale.lines):
        yield order | {
            "place": place + 1, "item": item, "sku": f"A-{len(item)}{item[0]}", "quantity": quantity, "price": money(price, style),
            "line": money(quantity * price, style), "line_net": money(quantity * price * 100 // 119, style),
        }  # fmt: skip


@dataclass(frozen=True)
class Export:
    key: str
    """What the customer is told by."""
    columns: str
    """A column a line: its header, and its cells as a format of ``cells``."""
    statuses: tuple[str, str] = ("", "")
    style: str = "german"
    separator: str = ";"
    encoding: str = "utf-8"
    lines: bool = False
    """A row is a line of an order."""
    above: str = ""
    below: str = ""
    """What stands above and below the table."""

    def write(self, path: Path) -> None:
        columns = [line.strip().split(" =") for line in self.columns.strip().splitlines()]
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self.separator)
        writer.writerow([header for header, _ in columns])
        for sale in SALES:
            rows = list(cells(sale, self.style, self.statuses))
            for row in rows if self.lines else rows[:1]:
                writer.writerow([form.strip().format(**row) for _, form in columns])
        path.write_bytes(f"{self.above}{text.getvalue()}{self.below}".encode(self.encoding))


def counted(export: Export) -> dict[str, tuple[int, int, str]]:
    """Return orders, cents and the last day of each customer of an export."""
    judged = bool(export.statuses[1])
    found: dict[str, tuple[int, int, str]] = {}
    for sale in SALES:
        if sale.counts or not judged:
            key = export.key.format(**next(cells(sale, "point", ("", ""))))
            orders, cents, _ = found.get(key, (0, 0, ""))
            found[key] = (orders + 1, cents + sale.cents, f"{sale.moment:%Y-%m-%d}")
    return found


def read(result: Result, export: Export) -> dict[str, tuple[int, int, str]]:
    """Return the same of a result of ``rfm``."""
    last = max(day for *_, day in counted(export).values())
    rows = result.rows.select("customer_id", "order_count", "total_amount", "recency_days").rows()
    return {
        str(key): (orders, units // 100, str(datetime.fromisoformat(last).date() - timedelta(days=ago)))
        for key, orders, units, ago in rows
    }
