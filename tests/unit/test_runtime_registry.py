"""Which registries are used."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.registry import NPM, Registries, configured


def test_the_public_registries_are_the_defaults(tmp_path: Path) -> None:
    assert configured({"PIP_CONFIG_FILE": str(tmp_path / "none")}, tmp_path).npm == NPM


@pytest.mark.parametrize("name", ["UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"])
def test_the_environment_names_them(name: str, tmp_path: Path) -> None:
    environ = {"npm_config_registry": "http://npm.test/", name: "http://py.test/simple/"}
    assert configured(environ, tmp_path) == Registries("http://npm.test", "http://py.test/simple")


def test_configuration_files_name_them(tmp_path: Path) -> None:
    (tmp_path / ".npmrc").write_text("fund=false\nregistry = http://npm.test\n")
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = http://py.test/%20simple\n")
    environ = {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf")}
    assert configured(environ, tmp_path) == Registries("http://npm.test", "http://py.test/%20simple")


def test_a_broken_configuration_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text("index-url without a section")
    (tmp_path / ".config/pip").mkdir(parents=True)
    (tmp_path / ".config/pip/pip.conf").write_text("[global]\nindex-url=http://py.test\n")
    assert configured({"PIP_CONFIG_FILE": str(tmp_path / "pip.conf")}, tmp_path).python == "http://py.test"
