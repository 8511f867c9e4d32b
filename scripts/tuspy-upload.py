"""Uploads a file with tuspy: URL FILE PIECE, with the token in EZWORKS_TOKEN.

Before each piece it says where it is, and whenever the line breaks that it did; each time it waits for a line to go on.
In the end it says how many bytes it has given away to be sent.
"""

import io
import os
import pathlib
import sys

from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed


class CountedFile(io.FileIO):
    count = 0

    def read(self, size=-1):
        tell_and_wait(f"at {self.tell()}")
        data = super().read(size)
        self.count += len(data)
        return data


def tell_and_wait(what):
    print(what, flush=True)
    sys.stdin.readline()


url, path, piece = sys.argv[1:]
client = TusClient(url, headers={"Authorization": f"Bearer {os.environ['EZWORKS_TOKEN']}"})
upload = None
with CountedFile(path) as file:
    while True:
        try:
            uploader = client.uploader(
                file_stream=file,
                url=upload,
                chunk_size=int(piece),
                metadata={"filename": pathlib.Path(path).name},
            )
            if uploader.url is None:
                uploader.set_url(uploader.create_url())
            upload = uploader.url
            uploader.upload()
            break
        except (TusCommunicationError, TusUploadFailed):
            tell_and_wait("broken")
print(file.count, flush=True)
