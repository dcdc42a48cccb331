"""What a person calls the browser in front of them."""

from __future__ import annotations

BROWSERS = (
    ("Firefox/", "Firefox"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""A word of the user agent and the browser it gives away; the later ones are in the earlier ones' too."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> str:
    """`Firefox on Linux`, from what the browser calls itself."""
    browser, system = (first(user_agent, words) for words in (BROWSERS, SYSTEMS))
    return f"{browser or 'A browser'} on {system or 'some device'}"


def first(user_agent: str, words: tuple[tuple[str, str], ...]) -> str:
    """The name that goes with the first word that occurs."""
    return next((name for word, name in words if word in user_agent), "")
