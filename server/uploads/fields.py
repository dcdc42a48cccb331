"""What tus (1.0: core, creation, checksum, termination, expiration) says in header fields."""

from __future__ import annotations

from base64 import b64decode
from email.utils import formatdate
from typing import Annotated

from fastapi import Depends, Header

from app.model.ref import Ref, ref
from server.problem import Problem
from server.uploads.uploads import Upload

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,termination,expiration"
PIECE_TYPE = "application/offset+octet-stream"
OTHER_VERSION = "Uploads here are tus 1.0.0, and requests must say so (Tus-Resumable); nothing was changed."
NO_REF = "An upload must say what it will be (`ref` in Upload-Metadata, in Base64); nothing was begun."
NO_CHECKSUM = "A checksum is `sha256` and the Base64 of 32 bytes; nothing was changed."
NO_PIECE = f"What goes into an upload is sent as {PIECE_TYPE}; nothing was changed."


def _resumable(version: Annotated[str, Header(alias="Tus-Resumable", max_length=20)] = "") -> None:
    if version != VERSION:
        raise Problem(412, OTHER_VERSION, {"Tus-Version": VERSION})


Resumable = Depends(_resumable)
"""A route's condition: the client speaks our version."""
Length = Annotated[int, Header(alias="Upload-Length", ge=0, le=2**53)]
Offset = Annotated[int, Header(alias="Upload-Offset", ge=0, le=2**53)]
Metadata = Annotated[str, Header(alias="Upload-Metadata", max_length=4000, description="`ref`, in Base64.")]
Checksum = Annotated[str, Header(alias="Upload-Checksum", max_length=200, description="`sha256`, Base64.")]


def announced(metadata: str) -> Ref:
    """The ref in an Upload-Metadata field; what else it says is for others. Raises Problem."""
    parted = (pair.strip().partition(" ") for pair in metadata.split(","))
    pairs = {key: value for key, _, value in parted}
    try:
        return ref(b64decode(pairs["ref"], validate=True).decode("ascii"))
    except (KeyError, ValueError):
        raise Problem(400, NO_REF) from None


def expected(checksum: str) -> bytes | None:
    """The digest in an Upload-Checksum field; None when there is none. Raises Problem."""
    if not checksum:
        return None
    algorithm, _, value = checksum.partition(" ")
    try:
        digest = b64decode(value, validate=True)
    except ValueError:
        digest = b""
    if algorithm != "sha256" or len(digest) != 32:
        raise Problem(400, NO_CHECKSUM)
    return digest


def standing(upload: Upload) -> dict[str, str]:
    """The fields of every answer about an upload: how far it has got, and how long it waits for more."""
    fields = {"Upload-Offset": str(upload.offset)}
    if not upload.ended:
        fields["Upload-Expires"] = formatdate(upload.expires, usegmt=True)
    return fields
