package dev.ezworks.e2e.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code strace}, attached to a server: it shows system calls, or lets them fail. */
public final class Strace {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final Lines messages;
    private final Path folder;

    private Strace(Process process, Path folder) {
        this.process = process;
        this.messages = new Lines(process.getInputStream(), line -> {});
        this.folder = folder;
    }

    /**
     * Shows calls with the paths of their files.
     *
     * @param calls such as {@code fsync,rename}
     */
    public static Strace show(ServerProcess server, String calls) {
        return attach(server, "-y", "-s", "24", "-e", "trace=" + calls);
    }

    /** Does something while a call fails with {@code EIO} whenever it is made. */
    public static void whileFailing(ServerProcess server, String call, Runnable action) {
        run(attach(server, "-e", "trace=" + call, "-e", "inject=" + call + ":error=EIO"), action);
    }

    /** Does something while a call fails with {@code EIO} where it is about this file, in each thread the first time. */
    public static void whileFailingOnce(ServerProcess server, String call, Path file, Runnable action) {
        String inject = "inject=" + call + ":error=EIO:when=1";
        run(attach(server, "-P", file.toString(), "-e", "trace=" + call, "-e", inject), action);
    }

    private static void run(Strace strace, Runnable action) {
        try {
            action.run();
        } finally {
            strace.detach();
        }
    }

    private static Strace attach(ServerProcess server, String... options) {
        Path folder = Scratch.folder("strace");
        List<String> command = new ArrayList<>(
                List.of("strace", "-f", "-o", folder.resolve("calls").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-p", Long.toString(server.pid())));
        Process process = start(command);
        Strace strace = new Strace(process, folder);
        await().atMost(PATIENCE).until(() -> strace.isAttached() || !process.isAlive());
        if (!strace.isAttached()) {
            strace.end();
            Scratch.remove(folder);
        }
        Requirements.require(
                strace.isAttached(),
                "strace may not trace other processes here; run as root " + strace.messages.soFar());
        return strace;
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Requirements.require(false, "there is no strace; install it (apt-get install strace)");
            throw new UncheckedIOException(e);
        }
    }

    /** It says so once it has all threads; until then it speaks of none. */
    private boolean isAttached() {
        return messages.soFar().stream().anyMatch(line -> line.contains(" attached"));
    }

    /** Lets the server go on alone; gives what it was seen to do. */
    public List<SystemCall> detach() {
        end();
        try {
            return SystemCall.parse(Files.readAllLines(folder.resolve("calls")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Scratch.remove(folder);
        }
    }

    private void end() {
        process.destroy();
        process.onExit().join();
    }
}
