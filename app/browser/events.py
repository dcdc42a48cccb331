"""What a person does to the page, heard in one place and told as a verb, the key of a thing, and a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import document, location, window
from pyodide.ffi import create_proxy

from app.model.keys import Place, menu_step, shortcut

type Emit = Callable[[str, str, str], None]
"""Takes (verb, key, value); the empty string where there is none."""


class Events:
    """Listeners on the document; the markup says what an element does in its `data-` attributes.

    `data-do`: when pressed. `data-change`: when a choice is made. `data-input`: while it is being made.
    `data-close`: when the dialog is dismissed. `data-key`: the thing it is about.
    `data-back`: what the browser's Back means once it was pressed. `data-to`: the place to go to then.
    """

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._back = ""
        for kind, listener in (
            ("click", self._pressed),
            ("input", self._moved),
            ("change", self._chosen),
            ("keydown", self._key),
        ):
            document.addEventListener(kind, create_proxy(listener))
        for kind in ("cancel", "close"):
            # These two do not bubble: only the capturing phase passes the document.
            document.addEventListener(kind, create_proxy(self._dismissed), True)
        window.addEventListener("hashchange", create_proxy(self._went))
        window.addEventListener("popstate", create_proxy(self._went_back))

    def _tell(self, element: Any, verb: str, value: str = "") -> None:
        if verb == self._back:
            # Done without Back: the step that Back would have undone is not left behind.
            self._back = ""
            window.history.back()
        elif back := says(element, "back"):
            self._back = back
            window.history.pushState(None, "", location.href)
        self._emit(verb, says(element, "key"), value)

    def _went_back(self, _event: Any) -> None:
        verb, self._back = self._back, ""
        if verb:
            self._emit(verb, "", "")

    def _pressed(self, event: Any) -> None:
        element = event.target.closest("[data-do], dialog")
        if not element:
            return
        # A press on a dialog itself, and on nothing inside it, is a press on what surrounds it.
        verb = says(element, "do") or (says(element, "close") if event.target == element else "")
        to = says(element, "to")
        if verb:
            self._tell(element, verb)
        if to:
            # What was pressed is gone from this place: Back must not lead there.
            window.history.replaceState(None, "", f"#/{to}")
            self._emit("go", to, "")

    def _moved(self, event: Any) -> None:
        field = event.target
        frame = field.closest("[data-at]")
        if frame:
            frame.style.setProperty("--at", str(float(field.value) / float(field.max)))
        if verb := says(field, "input"):
            self._tell(field, verb, field.value)

    def _chosen(self, event: Any) -> None:
        if verb := says(event.target, "change"):
            self._tell(event.target, verb, event.target.value)

    def _dismissed(self, event: Any) -> None:
        verb = says(event.target, "close")
        if verb and event.target.hasAttribute("data-open"):
            event.preventDefault()
            self._tell(event.target, verb)

    def _went(self, _event: Any) -> None:
        if location.hash.startswith("#/"):
            self._emit("go", location.hash.removeprefix("#/"), "")

    def _key(self, event: Any) -> None:
        modified = event.ctrlKey or event.metaKey or event.altKey
        if event.defaultPrevented or modified or walked(event):
            return
        meaning = shortcut(event.key, place(event.target))
        if meaning is None:
            return
        event.preventDefault()
        verb, value = meaning
        if verb == "find":
            self._find()
        else:
            self._emit(verb, "", value)

    def _find(self) -> None:
        if not document.querySelector("input[type=search]"):
            window.history.pushState(None, "", "#/library")
            self._emit("go", "library", "")
        field = document.querySelector("input[type=search]")
        if field:
            field.focus()
            field.select()


def says(element: Any, name: str) -> str:
    """What the markup says in the element's `data-` attribute of that name; empty when nothing."""
    return element.getAttribute(f"data-{name}") or ""


def walked(event: Any) -> bool:
    """Whether the key has moved the focus among the items of a menu."""
    menu = event.target.closest("[role=menu]")
    items = list(menu.querySelectorAll("[role=menuitem]")) if menu else []
    at = next((at for at, item in enumerate(items) if item == event.target), None)
    to = None if at is None else menu_step(event.key, at, len(items))
    if to is None:
        return False
    event.preventDefault()
    items[to].focus()
    return True


def place(element: Any) -> Place:
    """Where the focus is."""
    if element.matches("input[type=range]"):
        return Place.SLIDER
    if element.matches("input, textarea, [contenteditable]"):
        return Place.TEXT
    if element.closest("dialog:not([data-page])"):
        return Place.DIALOG
    return Place.BUTTON if element.matches("button, a, summary") else Place.PAGE
