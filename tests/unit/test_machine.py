"""Making a machine ready, with stand-ins for uv, pip and apt."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from machine import debian, environment, workshop
from machine.environment import Environment
from machine.errors import NotReady
from machine.tool import TOOLS

UV = """#!/bin/sh
echo "$@" >> {log}
[ "$1" = venv ] && mkdir -p {venv}/bin && touch {venv}/bin/python
exit {code}
"""


class Uv:
    """A uv that only writes down what it was asked for."""

    def __init__(self, folder: Path) -> None:
        self.venv = folder / "venv"
        self._log, self._script = folder / "log", folder / "uv"
        self.answer(0)

    def answer(self, code: int) -> None:
        self._script.write_text(UV.format(log=self._log, venv=self.venv, code=code))
        self._script.chmod(0o755)

    def asked(self) -> list[str]:
        words = [line.split()[0] for line in self._log.read_text().splitlines()]
        self._log.write_text("")
        return words


@pytest.fixture
def uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Uv:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return Uv(tmp_path)


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "serve.lock"
    path.write_text("some==1\n")
    return path


def test_a_lock_is_installed_once(uv: Uv, lock: Path) -> None:
    Environment(uv.venv).install(lock)
    assert uv.asked() == ["venv", "pip"]
    Environment(uv.venv).install(lock)
    assert uv.asked() == []


def test_a_changed_lock_is_installed(uv: Uv, lock: Path) -> None:
    Environment(uv.venv).install(lock)
    uv.asked()
    lock.write_text("some==2\n")
    Environment(uv.venv).install(lock)
    assert uv.asked() == ["pip"]


def test_a_failed_installation_is_told_and_tried_again(uv: Uv, lock: Path) -> None:
    uv.answer(1)
    with pytest.raises(NotReady, match="run the same command again"):
        Environment(uv.venv).install(lock)
    uv.answer(0)
    Environment(uv.venv).install(lock)
    assert Environment(uv.venv).holds(lock)


def test_without_uv_and_ensurepip_the_package_is_named(
    tmp_path: Path, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(NotReady, match="apt install python3-venv"):
        Environment(tmp_path / "venv").install(lock)


def test_without_uv_pip_installs_with_hashes(
    tmp_path: Path, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    commands = Environment(tmp_path / "venv")._with_pip(lock)
    assert commands[0][:3] == [sys.executable, "-m", "venv"]
    assert commands[1][1:] == ["-m", "pip", "install", "--require-hashes", "-r", lock]


def test_an_old_python_is_refused(uv: Uv, lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "OLDEST", (99, 0))
    with pytest.raises(NotReady, match=r"needs Python 99\.0"):
        Environment(uv.venv).install(lock)


def test_apt_is_tried_again_after_a_bad_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([False, True, True])
    asked: list[str] = []

    def apt(*arguments: str) -> bool:
        asked.append(arguments[0])
        return next(answers)

    monkeypatch.setattr(debian, "_apt", apt)
    monkeypatch.setattr(debian, "PAUSE", 0)
    assert debian.install(["xvfb"])
    assert asked == ["update", "update", "install"]


def test_what_can_not_be_installed_is_named_with_what_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(debian, "may_install", lambda: False)
    monkeypatch.setattr(workshop, "PLAYWRIGHT", {})
    monkeypatch.setattr(workshop, "TOOLS", [tool for tool in TOOLS if not tool.folders])
    lines = list(workshop.furnish())
    assert len(lines) == len(workshop.TOOLS)
    assert "tests in Firefox are skipped" in " ".join(lines)
