"""Where packages come from: the registries that npm and pip are set to use, else the public ones."""

from __future__ import annotations

import os
from collections.abc import Mapping
from configparser import ConfigParser, Error
from dataclasses import dataclass
from pathlib import Path

NPM = "https://registry.npmjs.org"
PYTHON = "https://pypi.org/simple"


@dataclass(frozen=True)
class Registries:
    """Base addresses without a final slash: `npm` of a registry, `python` of a simple index (PEP 503)."""

    npm: str = NPM
    python: str = PYTHON


def configured(environ: Mapping[str, str] = os.environ, home: Path | None = None) -> Registries:
    """What the environment says, then the configuration files, then the defaults."""
    home = home or Path.home()
    names = {name.lower(): value for name, value in environ.items() if value}
    npmrc = Path(names.get("npm_config_userconfig", home / ".npmrc"))
    pip_confs = names.get("pip_config_file", ""), home / ".config/pip/pip.conf", "/etc/pip.conf"
    npm = names.get("npm_config_registry") or _npmrc(npmrc) or NPM
    python = names.get("uv_default_index") or names.get("uv_index_url") or names.get("pip_index_url")
    python = python or next(filter(None, map(_pip_conf, pip_confs)), PYTHON)
    return Registries(npm.rstrip("/"), python.rstrip("/"))


def _npmrc(path: Path) -> str | None:
    lines = path.read_text().splitlines() if path.is_file() else []
    settings = (line.partition("=") for line in lines)
    return next((value.strip() for name, _, value in settings if name.strip() == "registry"), None)


def _pip_conf(path: Path | str) -> str | None:
    parser = ConfigParser(interpolation=None)
    try:
        parser.read(path)
    except (Error, OSError):
        return None
    return parser.get("global", "index-url", fallback=None)
