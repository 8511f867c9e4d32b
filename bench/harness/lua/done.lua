-- Tells what came of it as one line of JSON, the last that wrk prints.
function done(summary, latency, requests)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    io.write(string.format(
        '{"requests": %d, "failed": %d, "seconds": %f, "median_milliseconds": %f, "p99_milliseconds": %f}\n',
        summary.requests, failed, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
