"""One line of the table."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bench.target import Target


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured, `ours` and the `floor`'s in `unit`; None where nothing is to be compared."""

    row: str
    unit: str
    ours: float
    floor_is: str = ""
    floor: float | None = None
    target: Target | None = None

    @property
    def ratio(self) -> float | None:
        """Ours as a multiple of the floor; None without a floor that is more than nothing."""
        return self.ours / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None without one."""
        return self.target.reached(self.ours, self.floor or 0.0) if self.target else None

    def cells(self) -> tuple[str, ...]:
        """Row, floor, its value, ours, ratio, target, met or not."""
        floor = "" if self.floor is None else amount(self.floor, self.unit)
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        target = self.target.text if self.target else ""
        met = {None: "", True: "met", False: "not met"}[self.met]
        return self.row, self.floor_is, floor, amount(self.ours, self.unit), ratio, target, met


def amount(value: float, unit: str) -> str:
    """`312 ms`, `4.1 ms`, `98 MB/s`."""
    number = f"{value:,.0f}" if abs(value) >= 20 or value == int(value) else f"{value:.1f}"
    return f"{number} {unit}".rstrip()
