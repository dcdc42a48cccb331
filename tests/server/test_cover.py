"""Covers: found, made small, given a colour, and never trusted."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from server.cover import HUES, Covers, NotAPicture, Size, decoded, hue_of, nearest
from server.sniff import image_type
from tests.server.conftest import Open, items, rescanned
from tests.server.encoded import ffmpeg, tone

TOMATO, TEAL, GREY = (200, 60, 40), (20, 140, 140), (128, 128, 130)


def picture(colour: tuple[int, ...], kind: str = "PNG", size: tuple[int, int] = (640, 400)) -> bytes:
    out = BytesIO()
    Image.new("RGB" if len(colour) == 3 else "RGBA", size, colour).save(out, kind)
    return out.getvalue()


def with_cover(path: Path, image: bytes, folder: Path) -> None:
    (folder / "art.png").write_bytes(image)
    how = ("-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic", "-id3v2_version", "3")
    ffmpeg(*tone(0.3)[:4], "-i", str(folder / "art.png"), *how, str(path))


def test_the_embedded_picture_comes_before_the_one_beside(
    opened: Open, music: Path, wav: bytes, tmp_path: Path
) -> None:
    with_cover(music / "inside.mp3", picture(TOMATO), tmp_path)
    (music / "beside.wav").write_bytes(wav)
    (music / "Folder.PNG").write_bytes(picture(TEAL))
    client = opened()
    found = items(client)
    assert found["Inside"]["cover"] and found["Beside"]["cover"]
    assert HUES[found["Inside"]["hue"]] in (15, 42)
    assert HUES[found["Beside"]["hue"]] == 195
    for title, colour in (("Inside", TOMATO), ("Beside", TEAL)):
        for size, side in (("small", 96), ("large", 480)):
            reply = client.get(f"/api/audio/{found[title]['key']}/cover?size={size}")
            assert reply.headers["content-type"] == "image/webp"
            image = Image.open(BytesIO(reply.content))
            assert image.format == "WEBP" and max(image.size) == side
            shown = image.convert("RGB").getpixel((side // 2, side // 4))
            assert isinstance(shown, tuple)
            assert all(abs(a - b) < 12 for a, b in zip(shown, colour, strict=True))


def test_a_track_without_a_picture_has_no_cover(opened: Open, music: Path, wav: bytes) -> None:
    (music / "a.wav").write_bytes(wav)
    (music / "cover.jpg").write_text("<html>not a picture</html>")
    client = opened()
    item = items(client)["A"]
    assert item["cover"] is False and item["hue"] is None
    assert client.get(f"/api/audio/{item['key']}/cover").status_code == 404


def test_a_new_picture_beside_an_unchanged_track_is_seen(opened: Open, music: Path, wav: bytes) -> None:
    (music / "a.wav").write_bytes(wav)
    client = opened()
    before = items(client)["A"]
    (music / "front.webp").write_bytes(picture(TEAL, "WEBP"))
    after = items(rescanned(client))["A"]
    assert after["cover"] and after["digest"] == before["digest"]


def test_a_cover_lost_from_the_data_folder_is_made_again(
    opened: Open, music: Path, wav: bytes, tmp_path: Path
) -> None:
    with_cover(music / "inside.mp3", picture(TOMATO), tmp_path)
    (music / "beside.wav").write_bytes(wav)
    (music / "cover.png").write_bytes(picture(TEAL))
    client = opened()
    shutil.rmtree(tmp_path / "data" / "covers")
    for title in ("Inside", "Beside"):
        assert client.get(f"/api/audio/{items(client)[title]['key']}/cover").status_code == 200


def test_the_same_picture_is_kept_once(tmp_path: Path) -> None:
    covers = Covers(tmp_path)
    one, two = covers.make(picture(TEAL)), covers.make(picture(TEAL))
    assert one == two
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == len(Size)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture(TEAL)[:200],
        picture(TEAL, "BMP"),
        picture(TEAL, "TIFF"),
        picture(TEAL, "JPEG")[:300],
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        decoded(data)


def test_more_than_64_megapixels_are_refused_unseen() -> None:
    out = BytesIO()
    Image.new("1", (8001, 8000)).save(out, "PNG")
    with pytest.raises(NotAPicture):
        decoded(out.getvalue())


@pytest.mark.parametrize("index", range(12))
def test_each_art_colour_is_its_own_bucket(index: int) -> None:
    assert nearest(HUES[index]) == nearest(HUES[index] + 360) == index


def test_nearest_goes_round_the_circle() -> None:
    assert nearest(1) in (0, 11) and nearest(355) == 11 and nearest(-10) == 11


@pytest.mark.parametrize("colour", [GREY, (0, 0, 0), (255, 255, 255)])
def test_grey_has_no_colour(colour: tuple[int, int, int]) -> None:
    assert hue_of(Image.new("RGB", (8, 8), colour)) is None


def test_most_of_the_colour_wins() -> None:
    image = Image.new("RGB", (100, 100), TEAL)
    image.paste(TOMATO, (0, 0, 100, 30))
    hue = hue_of(image)
    assert hue is not None and HUES[hue] == 195


def test_transparency_stays(tmp_path: Path) -> None:
    covers = Covers(tmp_path)
    cover = covers.make(picture((200, 60, 40, 0)))
    data = covers.path(cover.digest, Size.SMALL).read_bytes()
    assert image_type(data) == "image/webp"
    assert Image.open(BytesIO(data)).mode == "RGBA"
