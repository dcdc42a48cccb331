"""The Pyodide interpreter, seen from the Python inside it."""

from typing import Any

from pyodide.ffi import JsProxy

async def loadPackage(names: str | list[str], **options: Any) -> JsProxy: ...
def __getattr__(name: str) -> Any: ...
