"""The worker answers a range of what is kept as the server would."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browsers import Profile
from tests.range_cases import CASES

WORKER = Path(__file__).parents[2] / "static/sw.js"
ASK = """async (values) => {
    const file = new Blob([Uint8Array.from({ length: 100 }, (_, at) => at)]);
    return Promise.all(values.map(async (value) => {
        const reply = answer(file, "", value);
        const bytes = new Uint8Array(await reply.arrayBuffer());
        return [reply.status, bytes[0] ?? 0, bytes.length, reply.headers.get("Content-Range")];
    }));
}"""


def test_the_worker_answers_a_range_as_the_server_does(profile: Profile) -> None:
    answer = re.search(r"^function answer\(.*?^}$", WORKER.read_text(), re.MULTILINE | re.DOTALL)
    assert answer
    ask = f"(values) => {{ {answer[0]}; return ({ASK})(values); }}"
    said = profile.open().evaluate(ask, [value for value, *_ in CASES])
    for (value, status, start, length), (*got, field) in zip(CASES, said, strict=True):
        assert got == [status, start, length], value
        sent = f"bytes {start}-{start + length - 1}/100"
        assert field == {200: None, 206: sent, 416: "bytes */100"}[status], value
