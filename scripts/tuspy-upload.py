"""Uploads a file with tuspy: URL TOKEN FILE PIECE. Whenever the line breaks it says so and waits for a line to go on."""

import pathlib
import sys

from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

url, token, path, piece = sys.argv[1:]
client = TusClient(url, headers={"Authorization": f"Bearer {token}"})
upload = None
while True:
    try:
        uploader = client.uploader(
            path,
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
