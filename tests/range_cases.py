"""What a Range field asks of a hundred bytes: the server answers so, and so does the page's own worker."""

from __future__ import annotations

CASES = (
    ("bytes=0-0", 206, 0, 1),
    ("bytes=0-99", 206, 0, 100),
    ("bytes=10-19", 206, 10, 10),
    ("bytes=90-200", 206, 90, 10),
    ("bytes=99-", 206, 99, 1),
    ("bytes=-1", 206, 99, 1),
    ("bytes=-500", 206, 0, 100),
    ("BYTES=0-9", 206, 0, 10),
    ("bytes= 5-9 ", 206, 5, 5),
    ("bytes=100-", 416, 0, 0),
    ("bytes=100-200", 416, 0, 0),
    ("bytes=999999999999999999-", 416, 0, 0),
    ("bytes=-0", 416, 0, 0),
    ("bytes=9-0", 200, 0, 100),
    ("bytes=200-100", 200, 0, 100),
    ("bytes=0-9;", 200, 0, 100),
    ("bytes=-", 200, 0, 100),
    ("bytes=", 200, 0, 100),
    ("bytes=a-b", 200, 0, 100),
    ("bytes=--5", 200, 0, 100),
    ("bytes=0-1,5-6", 200, 0, 100),
    ("bytes=" + ",".join(["0-"] * 2000), 200, 0, 100),
    ("bytes=" + "9" * 5000 + "-", 200, 0, 100),
    ("items=0-9", 200, 0, 100),
    ("bytes=\u0661-\u0665", 200, 0, 100),
    ("", 200, 0, 100),
)
"""The field, the status, and where the bytes that are sent begin and how many they are."""
