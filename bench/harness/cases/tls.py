"""The same large file over TLS, by HTTP/1.1 and by HTTP/2."""

from contextlib import ExitStack
from pathlib import Path

from ..bench import Bench
from ..contenders import Contender
from ..contenders.ezworks import SWEEP_AT_ONCE, Ezworks
from ..contenders.peers import Nginx
from ..processes import Failure, run

_PROTOCOLS = {"HTTP/1.1": ("--http1.1",), "HTTP/2": ("--http2",)}


def measure(bench: Bench) -> None:
    site = bench.site()
    certificate, key = _certificate(bench, site.folder)
    settings = SWEEP_AT_ONCE | {"EZWORKS_TLS_CERT": str(certificate), "EZWORKS_TLS_KEY": str(key)}
    with ExitStack() as stack:
        able = bench.start([Nginx(site, certificate, key), Ezworks(site, settings, label=" TLS")], stack)
        pairs = [(contender, protocol) for protocol in _PROTOCOLS for contender in able if _speaks(bench, contender, protocol)]
        for number in bench.rounds():
            for contender, protocol in list(pairs):
                name = f"{protocol.replace('/', '-')}-{number}"
                contender.protocol = _PROTOCOLS[protocol]
                label = f"{contender.name}, {protocol}"
                try:
                    bench.transfer("TLS PUT", contender, label, lambda: contender.put(bench.payload, name), number > 0)
                    bench.transfer("TLS GET", contender, label, lambda: contender.get(name), number > 0)
                    contender.clear([name])
                except Failure as failure:
                    bench.fail(label, "TLS", failure)
                    pairs.remove((contender, protocol))


def _certificate(bench: Bench, folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "cert.pem", folder / "key.pem"
    run([
        bench.tools.openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 2,
        "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ])
    return certificate, key


def _speaks(bench: Bench, contender: Contender, protocol: str) -> bool:
    """Whether the server agrees to it; curl asks for it by ALPN and takes what it gets."""
    told = run([
        bench.curl.path, "--silent", "--insecure", "--output", "/dev/null", "--write-out", "%{http_version}",
        *_PROTOCOLS[protocol], contender.url,
    ])
    if f"HTTP/{told.output}" == protocol:
        return True
    bench.results.skip(f"{contender.name} by {protocol}: the server offers HTTP/{told.output} only")
    return False
