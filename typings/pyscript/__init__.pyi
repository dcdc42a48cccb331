"""PyScript 0.7's package: the names that Larder uses."""

from collections.abc import Callable
from typing import Any

config: dict[str, Any]
document: Any
window: Any
page: Any

async def js_import(*paths: str) -> list[Any]: ...
async def create_named_worker(
    src: str, name: str, config: dict[str, Any] | str | None = None, type: str = "py"
) -> Any: ...
def when(event: str, selector: Any = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]: ...
