"""Two ways to put bytes into a file of the origin private file system."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any, Protocol

from js import Object, Worker, window
from pyodide.ffi import create_proxy, to_js

from app.browser.ffi import NAMES, dom_errors, raw
from app.browser.patiently import patiently
from app.core.vault.unbroken import unbroken
from app.model.chunk import Chunk
from app.model.errors import StorageDenied

SCRIPT = "/app/browser/writer.js"
NO_THREAD = (
    "The part of Larder that writes files could not be loaded, so nothing was saved; what is already here is "
    "safe. Reload this page, then try again."
)


class Sink(Protocol):
    """A file open for writing at its end."""

    async def write(self, chunk: Chunk) -> None:
        """Append the chunk."""
        ...

    async def close(self) -> None:
        """Everything is in the file now."""
        ...

    async def abort(self) -> None:
        """Let go of the file; what is in it does not matter any more."""
        ...


class Sinks(Protocol):
    """Opens files of one folder."""

    async def open(self, name: str, size: int) -> Sink:
        """The file `name`, created if need be, to go on after its first `size` bytes. Raises Busy."""
        ...


class StreamSinks:
    """Through the page's writable streams: atomic on close, and lost without it."""

    def __init__(self, folder: Any) -> None:
        self._folder = folder

    async def open(self, name: str, size: int) -> StreamSink:
        """A stream that stands at `size`."""
        stream = await patiently(lambda: taken(self._stream(name, size), lambda opened: opened.abort()))
        return StreamSink(stream)

    async def _stream(self, name: str, size: int) -> Any:
        handle = await self._folder.getFileHandle(name, create=True)
        writable = await handle.createWritable(keepExistingData=size > 0)
        if size:
            await writable.seek(size)
        return writable


class StreamSink:
    """A FileSystemWritableFileStream."""

    def __init__(self, writable: Any) -> None:
        self._writable = writable

    async def write(self, chunk: Chunk) -> None:
        """Append the chunk."""
        await self._writable.write(raw(chunk))

    async def close(self) -> None:
        """Swap the file in."""
        await self._writable.close()

    async def abort(self) -> None:
        """Drop the swap file."""
        await self._writable.abort()


class ThreadSinks:
    """Through a thread that writes in place: fast, and what is written survives the page."""

    def __init__(self, path: tuple[str, ...], script: str = SCRIPT) -> None:
        self._path, self._script = path, script
        self._worker: Any = None
        self._numbers = count()
        self._waiting: dict[int, asyncio.Future[None]] = {}

    @staticmethod
    def offered() -> bool:
        """Whether this browser has such files; only their threads could tell for sure."""
        return hasattr(window, "FileSystemFileHandle") and hasattr(window, "Worker")

    async def open(self, name: str, size: int) -> ThreadSink:
        """The file, held alone."""
        await patiently(lambda: taken(self._opened(name), lambda _: self.call("close", name)))
        return ThreadSink(self, name, size)

    def _opened(self, name: str) -> Awaitable[None]:
        return self.call("open", name, path=self._path)

    async def call(self, verb: str, name: str, transfer: Any = None, **rest: object) -> None:
        """Have the thread do something, and wait until it has."""
        if self._worker is None:
            self._worker = Worker.new(self._script)
            self._worker.onmessage = create_proxy(self._answered)
            self._worker.onerror = create_proxy(self._failed)
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        message = to_js({"id": number, "verb": verb, "name": name, **rest}, dict_converter=Object.fromEntries)
        self._worker.postMessage(message, to_js([transfer] if transfer is not None else []))
        await self._waiting[number]

    def _failed(self, event: Any) -> None:
        """The thread does not run; the next call tries another one."""
        event.preventDefault()
        self._worker.terminate()
        self._worker = None
        waiting, self._waiting = self._waiting, {}
        for each in waiting.values():
            if not each.done():
                each.set_exception(StorageDenied(NO_THREAD))

    def _answered(self, event: Any) -> None:
        waiting = self._waiting.pop(event.data.id, None)
        if waiting is None or waiting.done():
            return
        if getattr(event.data, "name", None) is None:
            waiting.set_result(None)
        else:
            waiting.set_exception(refusal(event.data.name, event.data.message))


def refusal(name: str, message: str) -> Exception:
    """What the thread's exception means here."""
    if name in NAMES:
        return NAMES[name]()
    return StorageDenied(f"This browser could not write the file ({message}); the vault is as before.")


async def taken(opening: Awaitable[Any], let_go: Callable[[Any], Awaitable[Any]]) -> Any:
    """What `opening` gives; it is let go of when nobody waits for it any more."""
    task = asyncio.ensure_future(opening)
    try:
        return await unbroken(task)
    except asyncio.CancelledError:
        if not task.cancelled() and task.exception() is None:
            await unbroken(let_go(task.result()))
        raise


class ThreadSink:
    """A FileSystemSyncAccessHandle in the thread."""

    def __init__(self, thread: ThreadSinks, name: str, size: int) -> None:
        self._thread, self._name, self._at = thread, name, size

    async def write(self, chunk: Chunk) -> None:
        """Append the chunk: its buffer moves to the thread and is gone here."""
        data, at = raw(chunk), self._at
        self._at += chunk.size
        await self._thread.call("write", self._name, transfer=data.buffer, bytes=data, at=at)

    async def close(self) -> None:
        """Flush to disk."""
        with dom_errors():
            await self._thread.call("close", self._name)

    async def abort(self) -> None:
        """Close; the file is removed by whoever staged it."""
        await self._thread.call("close", self._name)
