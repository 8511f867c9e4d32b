"""The cases, by the names that --only takes. Each takes a Bench and leaves its series in the results."""

from . import big, cli, files, forms, listing, many, small, start, tls

CASES = {
    "files": files.measure,
    "forms": forms.measure,
    "small": small.measure,
    "list": listing.measure,
    "many": many.measure,
    "tls": tls.measure,
    "cli": cli.measure,
    "start": start.measure,
    "big": big.measure,
}
