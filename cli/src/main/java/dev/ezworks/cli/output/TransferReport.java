package dev.ezworks.cli.output;

import dev.ezworks.cli.Failure;
import dev.ezworks.cli.output.TransferResult.Outcome;
import dev.ezworks.cli.output.TransferResult.Plan;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * Tells of a run of transfers, several of them at once: progress while they go, a line per file, a summary at the end.
 * As text on standard error, or as NDJSON on standard output. Thread-safe.
 */
public final class TransferReport implements AutoCloseable {
    private final Console console;
    private final boolean json;
    private final int files;
    private final RunProgress progress;
    private final ProgressDisplay display;
    private final Thread interruption = new Thread(() -> finish(true), "interrupted");
    private final Ticker ticker;
    private final long startedAt;
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private long bytes;
    private long movedBytes;
    private boolean finished;

    /**
     * @param json whether the report is for a program
     * @param files how many files the run is about
     * @param totalBytes what they amount to; negative if that is unknown, or becomes known with the only file
     */
    public TransferReport(Console console, boolean json, int files, long totalBytes) {
        this(console, json, files, totalBytes, new ThreadTicker());
    }

    TransferReport(Console console, boolean json, int files, long totalBytes, Ticker ticker) {
        this.console = console;
        this.json = json;
        this.files = files;
        this.ticker = ticker;
        this.startedAt = ticker.nanos();
        this.progress = new RunProgress(files, totalBytes);
        // The first rate that is shown is that since now.
        progress.at(startedAt);
        this.display =
                new ProgressDisplay(console, !json && !console.quiet(), () -> progress.at(ticker.nanos()), ticker);
        Runtime.getRuntime().addShutdownHook(interruption);
    }

    /**
     * A file's turn has come.
     *
     * @param plannedBytes how many of the run's bytes are its own; negative if that is unknown
     */
    public FileProgress begin(String name, long plannedBytes) {
        return progress.begin(name, plannedBytes, json ? line -> {} : console::info);
    }

    /** What became of a file that {@link #begin} was called for. */
    public synchronized void end(FileProgress file, TransferResult result) {
        if (finished) {
            // Interrupted: the last word has been spoken.
            return;
        }
        file.end();
        counts.merge(result.outcome(), 1, Integer::sum);
        bytes += result.bytes();
        // What an earlier run has moved took none of this one's time, and what moved twice is here once.
        long moved = Math.min(file.moved(), result.bytes());
        movedBytes += moved;
        if (json) {
            console.json(json(result));
            // Whoever reads along need not wait until the run is over.
            console.flush();
        }
        Failure failure = result.failure();
        if (failure != null) {
            console.error(files == 1 ? failure : named(result.shown(), failure));
        } else if (!json && worthALine(result)) {
            console.info(line(result, moved));
        }
    }

    /** Of many files a person who sees the progress is told only what is out of the ordinary. */
    private boolean worthALine(TransferResult result) {
        return files == 1
                || result.outcome() == Outcome.SKIPPED
                || result.outcome() == Outcome.PLANNED
                || !display.bar();
    }

    private static Failure named(String name, Failure failure) {
        String reason = failure.reason().contains(name) ? failure.reason() : name + ": " + failure.reason();
        return new Failure(failure.exitCode(), reason, failure.nextStep(), failure.requestId());
    }

    /** @param moved how many of its bytes have moved in this run */
    private static String line(TransferResult result, long moved) {
        return switch (result.outcome()) {
            case UPLOADED, DOWNLOADED ->
                result.outcome().word() + " " + result.name() + " (" + figures(result.bytes(), moved, result.time())
                        + ")";
            case UNCHANGED -> "unchanged " + result.name() + " (the same bytes are there)";
            case DELETED -> "deleted " + result.name();
            case PLANNED -> "would " + planned(result);
            case SKIPPED, FAILED -> result.outcome().word() + " " + result.name() + ": " + result.note();
        };
    }

    private static String planned(TransferResult result) {
        String size = " (" + Units.bytes((double) result.bytes()) + ")";
        return switch (Objects.requireNonNull(result.plan())) {
            case UPLOAD -> "upload " + result.source() + " as " + result.name() + size;
            case DOWNLOAD -> "download " + result.name() + size;
            case DELETE -> "delete " + result.name();
        };
    }

    private static String figures(long bytes, long moved, Duration time) {
        String figures = Units.bytes((double) bytes) + ", " + Units.time(time);
        return time.isZero() ? figures : figures + ", " + Units.rate(moved / Units.seconds(time));
    }

    private static Map<String, Object> json(TransferResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "file");
        json.put("status", result.outcome().word());
        Plan plan = result.plan();
        if (plan != null) {
            json.put("action", plan.word());
        }
        json.put("name", result.name());
        if (result.sha256() != null) {
            json.put("bytes", result.bytes());
            json.put("sha256", Objects.requireNonNull(result.sha256()));
        }
        if (result.version() > 0) {
            json.put("version", result.version());
        }
        if (result.outcome() == Outcome.PLANNED) {
            json.put("bytes", result.bytes());
        }
        if (!result.source().isEmpty()) {
            json.put("source", result.source());
        }
        if (!result.note().isEmpty()) {
            json.put("reason", result.note());
        }
        Failure failure = result.failure();
        if (failure != null) {
            json.put("exitCode", failure.exitCode().number());
            json.put("reason", failure.line());
        }
        return json;
    }

    /** How many files ended this way. */
    public synchronized int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }

    /** Ends the progress and shows the summary: of several files, or for a program. */
    @Override
    public void close() {
        finish(false);
        try {
            Runtime.getRuntime().removeShutdownHook(interruption);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook finds nothing left to do.
        }
    }

    /** Also when the user interrupts: what has been done is told, and the prompt does not stand in a bar. */
    private synchronized void finish(boolean interrupted) {
        if (finished) {
            return;
        }
        finished = true;
        display.close();
        if (json) {
            console.json(jsonSummary(interrupted));
            console.flush();
        } else if (files > 1) {
            console.info((interrupted ? "interrupted: " : "") + textSummary());
        }
        if (interrupted && !json && progress.isResumable()) {
            console.info("interrupted; the same command goes on where it stopped");
        }
    }

    private int untried() {
        return files - counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private Duration elapsed() {
        return Duration.ofNanos(ticker.nanos() - startedAt);
    }

    private String textSummary() {
        StringJoiner words = new StringJoiner(", ");
        counts.forEach((outcome, count) -> words.add(count + " " + outcome.word()));
        if (untried() > 0) {
            words.add(untried() + " left");
        }
        return words + " (" + figures(bytes, movedBytes, elapsed()) + ")";
    }

    private Map<String, Object> jsonSummary(boolean interrupted) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "summary");
        for (Outcome outcome : Outcome.values()) {
            json.put(outcome.word(), count(outcome));
        }
        json.put("left", untried());
        json.put("interrupted", interrupted);
        json.put("bytes", bytes);
        json.put("seconds", elapsed().toMillis() / 1000.0);
        return json;
    }
}
