"""A local store with many files, made once in a run and used by all cases that need one."""

import http.client
import os
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from ..bench import Bench
from ..contenders.ezworks import Ezworks
from ..processes import Failure
from ..tools import say

_FORMS_AT_ONCE = 16
# A form is published as a whole, so this seeds faster than a file at a time; the files come out the same.
_FILES_PER_FORM = 250
_BOUNDARY = "seed-0123456789"


def seeded_store(bench: Bench) -> Ezworks:
    """Not started; each start is on the same data. The catalog of the user `bench` holds many files."""
    if "seeded" not in bench.kept:
        bench.kept["seeded"] = Ezworks(bench.site(), {})
        with bench.kept["seeded"] as server:
            say(f"storing {bench.sizes.many:,} files")
            seed(server, server.ops_token, bench.sizes.many)
    return bench.kept["seeded"]


def seed(server: Ezworks, token: str, count: int) -> None:
    """Uploads this many files of 1 KiB, by forms of many."""
    with ThreadPoolExecutor(_FORMS_AT_ONCE) as pool:
        starts = range(0, count, _FILES_PER_FORM)
        # The list makes failures come out.
        list(pool.map(lambda start: _send(server.url, token, range(start, min(start + _FILES_PER_FORM, count))), starts))


def _send(url: str, token: str, numbers: range) -> None:
    body = b"".join(_part(number) for number in numbers) + f"--{_BOUNDARY}--\r\n".encode()
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
    }
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=300)
    try:
        connection.request("POST", "/ops/upload", body, headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 201:
            raise Failure(f"a form of {len(numbers)} files was answered {answer.status}: {text[:500]!r}")
    finally:
        connection.close()


def _part(number: int) -> bytes:
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="request_file"; filename="seed-{number:08}"\r\n\r\n'
    return head.encode() + os.urandom(1024) + b"\r\n"
