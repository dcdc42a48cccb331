"""What was asked for, from four places, and what is refused in one sentence."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from server.arguments import arguments
from server.folders import check_runtime, data_folder, library_folder
from server.listener import address_of, listener
from server.refusal import Refusal
from server.settings import Settings, settings


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to start in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_flags_come_before_environment_before_toml_before_defaults(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Settings().port is None
    (here / "larder.toml").write_text("port = 1\nhost = '::1'\nallowed_hosts = ['a', 'b']\n")
    assert (Settings().port, Settings().host, Settings().allowed_hosts) == (1, "::1", ("a", "b"))
    monkeypatch.setenv("LARDER_PORT", "2")
    assert settings(arguments([])).port == 2
    assert settings(arguments(["--port", "3"])).port == 3


@pytest.mark.parametrize(
    ("flag", "variable", "name", "value"),
    [
        (["--host", "::1"], ("LARDER_HOST", "::1"), "host", "::1"),
        (["--port", "5"], ("LARDER_PORT", "5"), "port", 5),
        (["--data-dir", "/d"], ("LARDER_DATA_DIR", "/d"), "data_dir", Path("/d")),
        (["--no-browser"], ("LARDER_NO_BROWSER", "1"), "no_browser", True),
        (["--token"], ("LARDER_TOKEN", "true"), "token", True),
        (["--max-upload", "5"], ("LARDER_MAX_UPLOAD", "5"), "max_upload", 5),
        (["--quota", "5"], ("LARDER_QUOTA", "5"), "quota", 5),
        (["/m"], ("LARDER_MEDIA", "/m"), "media", Path("/m")),
    ],
)
def test_each_flag_has_its_twin(
    flag: list[str], variable: tuple[str, str], name: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert getattr(settings({}), name) != value
    assert getattr(settings(arguments(flag)), name) == value
    monkeypatch.setenv(*variable)
    assert getattr(settings(arguments([])), name) == value


def test_variables_of_others_are_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LARDER_DATABASE_URL", "later")
    monkeypatch.setenv("LARDER_PORT", "")
    assert Settings().port is None


def test_names_are_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LARDER_ALLOWED_HOSTS", "music.home, larder.lan")
    assert Settings().allowed_hosts == ("music.home", "larder.lan")


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("LARDER_PORT", "many", "--port (or LARDER_PORT) does not take 'many'"),
        ("LARDER_PORT", "70000", "--port (or LARDER_PORT) does not take '70000'"),
        ("LARDER_TOKEN", "perhaps", "--token (or LARDER_TOKEN)"),
        ("LARDER_NO_BROWSER", "perhaps", "--no-browser (or LARDER_NO_BROWSER)"),
    ],
)
def test_a_value_that_makes_no_sense(
    name: str, value: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert part in sentence(lambda: settings({}))


@pytest.mark.parametrize(
    ("toml", "part"), [("port = 'x'", "--port"), ("colour = 1", "'colour'"), ("port = = 1", "can't be read")]
)
def test_a_larder_toml_that_makes_no_sense(here: Path, toml: str, part: str) -> None:
    (here / "larder.toml").write_text(toml)
    assert part in sentence(lambda: settings({}))


def test_a_flag_nobody_knows_leaves_with_status_2() -> None:
    for words in (["--colour"], ["--port", "x"], ["a", "b"]):
        with pytest.raises(SystemExit) as left:
            arguments(words)
        assert left.value.code == 2


def test_the_library_is_what_was_asked_for_else_media(here: Path) -> None:
    (here / "media").mkdir()
    (here / "other").mkdir()
    assert library_folder(Settings()) == here / "media"
    assert library_folder(Settings(media=Path("other"))) == here / "other"


def test_folders_that_can_not_be_used(here: Path) -> None:
    (here / "file").touch()
    assert "There is no folder" in sentence(lambda: library_folder(Settings(media=Path("nowhere"))))
    assert "can't be read" in sentence(lambda: library_folder(Settings(media=Path("file"))))
    assert "can't be used" in sentence(lambda: data_folder(Settings(data_dir=Path("file"))))
    assert "can't be used" in sentence(lambda: data_folder(Settings(data_dir=Path("file/below"))))
    assert "make run" in sentence(lambda: check_runtime(here))


def test_a_data_folder_is_made(here: Path) -> None:
    assert data_folder(Settings(data_dir=Path("a/b"))).is_dir()


@pytest.mark.parametrize(
    ("host", "part"), [("no such host", "can't listen on"), ("192.0.2.1", "can't listen on")]
)
def test_an_address_that_is_not_ours(host: str, part: str) -> None:
    assert part in sentence(lambda: listener(host, 0))


def test_a_taken_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "is taken by another program" in sentence(
            lambda: listener("127.0.0.1", taken.getsockname()[1])
        )


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_printed_address_can_be_opened(host: str) -> None:
    try:
        opened = listener(host, 0)
    except Refusal as refusal:
        pytest.skip(f"{host} is not there: {refusal}")
    with opened:
        port = opened.getsockname()[1]
        assert address_of(opened) == (f"[::1]:{port}" if ":" in host else f"{host}:{port}")


def sentence(start: Any) -> str:
    """The one sentence a start is refused with."""
    with pytest.raises(Refusal) as refused:
        start()
    line = str(refused.value)
    assert line.endswith(".") and "\n" not in line
    return line
