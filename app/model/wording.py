"""Numbers as a person reads them: bytes, times and counts, the same everywhere."""

from __future__ import annotations

from time import localtime, strftime

DAY = 86_400
"""Seconds."""
UNITS = ("B", "KB", "MB", "GB", "TB")
"""Decimal units: 1 KB is 1,000 bytes, as on the box a disk is sold in."""


def size(count: int) -> str:
    """Bytes with a unit: `84 KB`, `14.1 MB`, `968 MB`, `1.84 GB`."""
    return f"{in_unit(count, scale(count))} {UNITS[scale(count)]}"


def scale(count: int) -> int:
    """Index into UNITS of the unit that shows `count` as a number below 1,000."""
    step = 0
    while step + 1 < len(UNITS) and count >= 999.5 * 1000**step:
        step += 1
    return step


def in_unit(count: int, step: int) -> str:
    """`count` bytes as a bare number of UNITS[step]: whole to KB, one decimal in MB, two below 10 GB."""
    number = count / 1000**step
    if step < 2 or number >= 99.95:
        return f"{number:.0f}"
    return f"{number:.2f}" if step > 2 and number < 9.995 else f"{number:.1f}"


def of(done: int, total: int) -> str:
    """Progress in the unit of the total: `5.9 of 14.1 MB`."""
    step = scale(total)
    return f"{in_unit(done, step)} of {size(total)}"


def clock(seconds: float) -> str:
    """A position or duration: `4:12`, `1:02:03`."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def spoken(seconds: float) -> str:
    """A position as a screen reader should say it: `2 minutes 2`, `45 seconds`."""
    minutes, second = divmod(int(seconds), 60)
    if not minutes:
        return plural(second, "second")
    return f"{length(minutes * 60)} {second}" if second else length(minutes * 60)


def length(seconds: float) -> str:
    """How long a list plays: `45 seconds`, `59 minutes`, `3 hours 12 minutes`, `41 hours`."""
    if seconds < 60:
        return plural(int(seconds), "second")
    hours, minute = divmod(int(seconds) // 60, 60)
    if not hours:
        return plural(minute, "minute")
    return plural(hours, "hour") + (f" {plural(minute, 'minute')}" if minute and hours < 10 else "")


def left(seconds: float | None) -> str:
    """Time to go: `9 s left`, `4 min left`, `2 h 10 min left`; empty when nobody knows."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{max(1, round(seconds))} s left"
    hours, minute = divmod(round(seconds / 60), 60)
    return f"{hours} h {minute} min left" if hours else f"{minute} min left"


def when(at: float, now: float) -> str:
    """Second `at` since 1970 in local time, as seen from second `now`: `Today, 09:12`, `3 May, 18:05`."""
    then, clock_ = localtime(at), strftime("%H:%M", localtime(at))
    for word, since in (("Today", now), ("Yesterday", now - DAY)):
        if then[:3] == localtime(since)[:3]:
            return f"{word}, {clock_}"
    if now - at < 6 * DAY:
        return f"{strftime('%A', then)}, {clock_}"
    year = "" if then.tm_year == localtime(now).tm_year else f" {then.tm_year}"
    return f"{then.tm_mday} {strftime('%B', then)}{year}, {clock_}"


def age(seconds: float) -> str:
    """How long ago, in the largest unit of which there are two: `45 seconds`, `26 hours`, `5 months`."""
    for unit, noun in ((2_629_746, "month"), (DAY, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 2 * unit:
            return plural(int(seconds // unit), noun)
    return plural(max(0, int(seconds)), "second")


def plural(count: int, noun: str) -> str:
    """`1 track`, `14 tracks`, `20,000 tracks`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def joined(*parts: str) -> str:
    """The parts that are not empty, with a middle dot between them."""
    return " · ".join(part for part in parts if part)
