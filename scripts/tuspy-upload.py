"""Uploads a file with tuspy: URL TOKEN FILE PIECE. Whenever the line breaks it says so and waits for a line to go on.

In the end it says how many bytes it has given away to be sent.
"""

import io
import pathlib
import sys

from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed


class CountedFile(io.FileIO):
    count = 0

    def read(self, size=-1):
        data = super().read(size)
        self.count += len(data)
        return data


url, token, path, piece = sys.argv[1:]
client = TusClient(url, headers={"Authorization": f"Bearer {token}"})
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
            print("broken", flush=True)
            sys.stdin.readline()
print(file.count, flush=True)
