"""`/api/uploads`: tus, keyed by the hash of what is to come."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from server.house import InHouse
from server.problem import Problem, documented
from server.sync.routes import ONLY_ONE
from server.uploads.fields import (
    EXTENSIONS,
    NO_PIECE,
    PIECE_TYPE,
    VERSION,
    Checksum,
    Length,
    Metadata,
    Offset,
    Resumable,
    announced,
    expected,
    standing,
)

router = APIRouter(prefix="/api/uploads", tags=["uploads"])

CUT = "The connection ended early; what arrived is kept. Go on from there."
TOO_LARGE = "At most {} MiB fit into one upload; nothing was begun."
EVERY = {"_403": "Not sent by this site's own page.", "_412": "The client speaks another version of tus."}
END = EVERY | {
    "_404": "There is no such upload, or not any more.",
    "_423": "Another request is at this upload.",
}
ONE = END | {
    "_460": "What arrived is not what was announced: the upload is gone.",
    "_500": "The disk failed: the upload is gone.",
    "_507": "No room, on the disk or for this user; what has arrived is kept.",
}
BEGIN = EVERY | {
    "_400": "The metadata do not say the ref.",
    "_413": "The upload is larger than any may be.",
    "_423": "Another request is at this upload.",
    "_460": "The user holds a blob of that ref, and of another length.",
    "_507": ONE["_507"],
}
GO_ON = ONE | {
    "_400": "The checksum can't be read, or the connection ended early.",
    "_409": "The upload has got to another byte.",
    "_413": "This is more than was announced.",
    "_415": "Not sent as " + PIECE_TYPE + ".",
    "_460": "The piece is not what its checksum says, and was dropped; "
    "or the whole is not what was announced, and the upload is gone.",
}
BODY = {
    "requestBody": {
        "required": True,
        "content": {PIECE_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.options("", summary="What uploads can do", status_code=204, response_description="The fields say it.")
async def options(house: InHouse) -> Response:
    """Versions and extensions of tus, and the largest upload."""
    fields = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(house.largest),
        "Tus-Checksum-Algorithm": "sha256",
    }
    return Response(status_code=204, headers=fields)


@router.post(
    "",
    summary="Begin an upload",
    status_code=201,
    response_description="Begun; `Location` is its address, `Upload-Offset` the byte to go on from.",
    responses=documented(**BEGIN),
    dependencies=[Resumable],
)
async def begin(house: InHouse, length: Length, metadata: Metadata = "") -> Response:
    """An offset as large as the length says that the user holds these bytes: there is nothing to send, and
    nothing collects them for a day."""
    ref = announced(metadata)
    if length > house.largest:
        raise Problem(413, TOO_LARGE.format(house.largest // 2**20))
    upload = await house.uploads.begin(ONLY_ONE, ref, length)
    fields = {"Location": f"{router.prefix}/{upload.note.id}", **standing(upload)}
    return Response(status_code=201, headers=fields)


@router.head(
    "/{id}",
    summary="How far an upload has got",
    response_description="`Upload-Offset` bytes have arrived.",
    responses=documented(**ONE),
    response_class=Response,
    dependencies=[Resumable],
)
async def look(house: InHouse, id: str) -> Response:
    """All bytes have arrived only when they are what was announced, and the user holds them."""
    upload = await house.uploads.look(ONLY_ONE, id)
    return Response(headers={"Upload-Length": str(upload.note.length), **standing(upload)})


@router.patch(
    "/{id}",
    summary="Go on with an upload",
    status_code=204,
    response_description="`Upload-Offset` bytes have arrived for good.",
    responses=documented(**GO_ON),
    openapi_extra=BODY,
    dependencies=[Resumable],
)
async def go_on(
    house: InHouse, request: Request, id: str, offset: Offset, checksum: Checksum = ""
) -> Response:
    """The last piece is acknowledged when the whole has the hash that was announced, and is on disk."""
    if request.headers.get("content-type") != PIECE_TYPE:
        raise Problem(415, NO_PIECE)
    digest = expected(checksum)
    try:
        upload = await house.uploads.go_on(ONLY_ONE, id, offset, request.stream(), digest)
    except ClientDisconnect:
        raise Problem(400, CUT) from None
    return Response(status_code=204, headers=standing(upload))


@router.delete(
    "/{id}",
    summary="Give an upload up",
    status_code=204,
    response_description="Gone; a blob that came of it stays.",
    responses=documented(**END),
    dependencies=[Resumable],
)
async def end(house: InHouse, id: str) -> Response:
    """What has arrived goes at once, instead of after a day."""
    await house.uploads.end(ONLY_ONE, id)
    return Response(status_code=204)
