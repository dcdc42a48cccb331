"""Fetching the browser runtime, against a registry on loopback."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import random
import socket
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime import partial
from runtime.__main__ import main
from tests.unit.fake_registry import FakeRegistry, fake_registry

BODY = random.Random(1).randbytes(300_000)
WHEEL = random.Random(2).randbytes(50_000) + bytes(50_000)
MEMBER = "web/app/thing.whl"


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRegistry]:
    monkeypatch.setattr(partial, "PAUSE", 0)
    with fake_registry() as server:
        monkeypatch.setenv("npm_config_registry", server.url)
        monkeypatch.setenv("UV_DEFAULT_INDEX", f"{server.url}/simple")
        yield server


class Here:
    """A lock and the folder it fills."""

    def __init__(self, path: Path) -> None:
        self.vendor = path / "vendor"
        self._lock = path / "lock.json"
        self._arguments = ["--lock", str(self._lock), "--into", str(path)]

    def write(self, *packages: dict[str, object]) -> None:
        self._lock.write_text(json.dumps({"app": {"folder": "vendor", "packages": packages}}))

    def fetch(self) -> int:
        return main(self._arguments)

    def placed(self) -> dict[str, bytes]:
        files = (path for path in self.vendor.rglob("*") if path.is_file() and ".runtime" not in path.parts)
        return {str(path.relative_to(self.vendor)): path.read_bytes() for path in files}


@pytest.fixture
def here(tmp_path: Path) -> Here:
    return Here(tmp_path)


def tarball(**files: bytes) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz") as archive:
        for name, body in files.items():
            member = tarfile.TarInfo(f"package/dist/{name}.js")
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return raw.getvalue()


def npm(registry: FakeRegistry, version: str = "1.0.0", **files: bytes) -> dict[str, object]:
    """Publishes @some/thing and returns its lock entry."""
    content = tarball(**files)
    registry.files[f"/@some/thing/-/thing-{version}.tgz"] = content
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    entry = {"name": "@some/thing", "version": version, "integrity": integrity, "size": len(content)}
    return entry | {"sources": [{"npm": "@some/thing"}], "place": {"dist/*.js": "thing"}}


def member(registry: FakeRegistry, *sources: dict[str, object]) -> dict[str, object]:
    """Publishes a wheel with a wheel inside and returns the inner one's lock entry."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("before", BODY)
        archive.writestr(MEMBER, WHEEL)
        archive.writestr("after", BODY)
    registry.files["/files/big_one-2.0-py3-none-any.whl"] = raw.getvalue()
    registry.files["/simple/big-one/"] = b"""<a href="x-1.whl">x</a>
        <a href="../../files/big_one-2.0-py3-none-any.whl#sha256=00">big_one-2.0-py3-none-any.whl</a>"""
    entry = {"name": "thing", "version": "2.0", "integrity": "sha256:" + hashlib.sha256(WHEEL).hexdigest()}
    inside = {"wheel": "big_one-2.0-py3-none-any.whl", "member": MEMBER}
    return entry | {"size": len(WHEEL), "sources": [*sources, inside], "place": {"*.whl": "wheels"}}


def one_sentence(capsys: pytest.CaptureFixture[str]) -> str:
    text = capsys.readouterr().err.strip().splitlines()[-1]
    assert text.endswith(".") and ". " not in text and "Traceback" not in text
    return text


def test_an_npm_tarball_is_placed_under_its_final_names(registry: FakeRegistry, here: Here) -> None:
    here.write(npm(registry, a=b"one", b=b"two"))
    assert here.fetch() == 0
    assert here.placed() == {"thing/a.js": b"one", "thing/b.js": b"two"}


def test_nothing_is_fetched_the_second_time(registry: FakeRegistry, here: Here) -> None:
    here.write(npm(registry, a=b"one"))
    here.fetch()
    registry.log.clear()
    (here.vendor / ".runtime" / "lock").unlink()
    assert here.fetch() == 0
    assert registry.log == []
    assert not (here.vendor / ".runtime" / "lock").exists()


def test_a_file_of_another_size_is_fetched_again(registry: FakeRegistry, here: Here) -> None:
    here.write(npm(registry, a=b"one"))
    here.fetch()
    (here.vendor / "thing/a.js").write_bytes(b"")
    assert here.fetch() == 0
    assert here.placed() == {"thing/a.js": b"one"}


def test_a_new_version_takes_the_old_files_away(registry: FakeRegistry, here: Here) -> None:
    here.write(npm(registry, a=b"one", old=b"two"))
    here.fetch()
    here.write(npm(registry, version="1.1.0", a=b"three"))
    assert here.fetch() == 0
    assert here.placed() == {"thing/a.js": b"three"}


def test_a_package_that_left_the_lock_is_taken_away(registry: FakeRegistry, here: Here) -> None:
    here.write(npm(registry, a=b"one"))
    here.fetch()
    here.write(member(registry))
    assert here.fetch() == 0
    assert here.placed() == {"wheels/thing.whl": WHEEL}


def test_a_cut_download_goes_on_from_where_it_stopped(registry: FakeRegistry, here: Here) -> None:
    here.write(npm(registry, a=BODY))
    registry.cuts = [100_000, 50_000]
    assert here.fetch() == 0
    assert here.placed() == {"thing/a.js": BODY}
    starts = [wanted and wanted.partition("-")[0] for _, wanted, _ in registry.log]
    assert starts == [None, "bytes=100000", "bytes=150000"]


def test_the_next_run_goes_on_from_where_the_last_one_stopped(
    registry: FakeRegistry, here: Here, capsys: pytest.CaptureFixture[str]
) -> None:
    here.write(npm(registry, a=BODY))
    registry.cuts = [100_000, 0, 0, 0]
    assert here.fetch() == 2
    assert "the connection was cut" in one_sentence(capsys)
    assert here.placed() == {}
    registry.log.clear()
    assert here.fetch() == 0
    assert here.placed() == {"thing/a.js": BODY}
    assert registry.log[0][1] is not None and registry.log[0][1].startswith("bytes=100000-")


def test_a_source_without_ranges_is_read_again_from_its_start(registry: FakeRegistry, here: Here) -> None:
    here.write(npm(registry, a=BODY))
    registry.ranges = False
    registry.cuts = [100_000]
    assert here.fetch() == 0
    assert here.placed() == {"thing/a.js": BODY}


def test_a_partial_download_that_spoils_the_checksum_is_dropped(registry: FakeRegistry, here: Here) -> None:
    here.write(npm(registry, a=BODY))
    left = here.vendor / ".runtime" / "@some+thing-1.0.0-0.part"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"<html>log in first</html>")
    assert here.fetch() == 0
    assert here.placed() == {"thing/a.js": BODY}


def test_wrong_bytes_are_refused_in_one_sentence(
    registry: FakeRegistry, here: Here, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = npm(registry, a=b"one")
    here.write(entry)
    path = "/@some/thing/-/thing-1.0.0.tgz"
    registry.files[path] = registry.files[path][:-1] + b"!"
    assert here.fetch() == 2
    assert "does not match its checksum" in one_sentence(capsys)
    assert here.placed() == {} and not list(here.vendor.glob(".runtime/*.part"))


def test_an_answer_of_another_size_is_refused(
    registry: FakeRegistry, here: Here, capsys: pytest.CaptureFixture[str]
) -> None:
    here.write(npm(registry, a=BODY))
    registry.files["/@some/thing/-/thing-1.0.0.tgz"] = b"<html>log in first</html>"
    assert here.fetch() == 2
    assert "another size" in one_sentence(capsys)


def test_an_unreachable_source_is_told_in_one_sentence(
    registry: FakeRegistry, here: Here, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write(npm(registry, a=b"one"))
    monkeypatch.setenv("npm_config_registry", f"http://user:secret@127.0.0.1:{closed_port()}")
    assert here.fetch() == 2
    sentence = one_sentence(capsys)
    assert "Could not fetch @some/thing 1.0.0 from 127.0.0.1" in sentence and "secret" not in sentence


def test_what_was_placed_before_a_failure_stays(registry: FakeRegistry, here: Here) -> None:
    missing = npm(registry, a=b"one") | {"name": "absent"}
    here.write(member(registry), missing)
    assert here.fetch() == 2
    assert here.placed() == {"wheels/thing.whl": WHEEL}


def test_a_file_is_whole_or_absent(
    registry: FakeRegistry, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write(npm(registry, a=b"one", b=b"two"))
    with monkeypatch.context() as killed:
        killed.setattr(os, "replace", lambda source, target: sys.exit("killed"))
        with pytest.raises(SystemExit):
            here.fetch()
    assert here.placed() == {}
    assert here.fetch() == 0
    assert here.placed() == {"thing/a.js": b"one", "thing/b.js": b"two"}


def test_a_full_disk_is_told_in_one_sentence(
    registry: FakeRegistry, here: Here, capsys: pytest.CaptureFixture[str]
) -> None:
    here.write(npm(registry, a=b"one"))
    here.vendor.write_bytes(b"a file where the folder should be")
    assert here.fetch() == 2
    assert "Could not write to" in one_sentence(capsys)


def test_a_member_of_a_wheel_is_read_without_the_rest_of_it(registry: FakeRegistry, here: Here) -> None:
    here.write(member(registry))
    assert here.fetch() == 0
    assert here.placed() == {"wheels/thing.whl": WHEEL}
    assert sum(sent for *_, sent in registry.log) < len(BODY)


def test_the_wheel_is_asked_only_when_the_first_source_fails(registry: FakeRegistry, here: Here) -> None:
    here.write(member(registry, {"url": f"http://127.0.0.1:{closed_port()}/thing.whl", "patience": 1}))
    assert here.fetch() == 0
    assert here.placed() == {"wheels/thing.whl": WHEEL}


def test_the_first_source_is_enough(registry: FakeRegistry, here: Here) -> None:
    registry.files["/cdn/thing.whl"] = WHEEL
    here.write(member(registry, {"url": f"{registry.url}/cdn/thing.whl", "patience": 1}))
    assert here.fetch() == 0
    assert [path for path, *_ in registry.log] == ["/cdn/thing.whl"]


def test_a_wheel_that_the_index_does_not_list_is_told(
    registry: FakeRegistry, here: Here, capsys: pytest.CaptureFixture[str]
) -> None:
    here.write(member(registry))
    registry.files["/simple/big-one/"] = b"nothing here"
    assert here.fetch() == 2
    assert "does not list it" in one_sentence(capsys)


def test_user_and_password_of_a_registry_travel_in_a_header(
    registry: FakeRegistry, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write(npm(registry, a=b"one"))
    monkeypatch.setenv("npm_config_registry", registry.url.replace("//", "//me:p%40ss@"))
    assert here.fetch() == 0
    assert registry.headers[0]["Authorization"] == "Basic " + base64.b64encode(b"me:p@ss").decode()


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
