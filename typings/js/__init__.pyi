"""The browser's global scope, as Pyodide shows it: every name there is, of any type."""

from typing import Any

def __getattr__(name: str) -> Any: ...
