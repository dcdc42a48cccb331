"""What tests need besides Python packages: programs that they drive, and music."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Tool:
    """Any of `commands` or `folders` will do; `package` is Debian's; `without` says what its lack means."""

    commands: tuple[str, ...]
    package: str
    without: str
    folders: tuple[str, ...] = ()

    @property
    def here(self) -> bool:
        """Whether this machine has it."""
        return any(map(shutil.which, self.commands)) or any(Path(folder).is_dir() for folder in self.folders)


CHROMIUM = Tool(("chromium", "google-chrome"), "chromium", "tests in Chromium are skipped")
FIREFOX = Tool(("firefox-esr", "firefox"), "firefox-esr", "tests in Firefox are skipped")
TOOLS = (
    CHROMIUM,
    FIREFOX,
    Tool(("WebKitWebDriver",), "webkit2gtk-driver", "tests in WebKitGTK are skipped"),
    Tool(("Xvfb",), "xvfb", "tests in WebKitGTK are skipped, they need a screen"),
    Tool(("pulseaudio",), "pulseaudio", "Firefox needs this machine's own sound device to play"),
    Tool(("ffmpeg",), "ffmpeg", "the demo has WAV alone, and tests of other formats are skipped"),
    Tool((), "asc-music", "tests with other people's music are skipped", ("/usr/share/games/asc/music",)),
)
