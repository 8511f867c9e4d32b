package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.output.FileProgress;
import dev.ezworks.cli.output.Screen;
import dev.ezworks.cli.output.TransferReport;
import dev.ezworks.cli.output.TransferResult;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTest {
    private final Screen screen = Screen.piped();
    private final Queue<String> done = new ConcurrentLinkedQueue<>();

    private record Named(String shown) implements Batch.Item {
        @Override
        public long size() {
            return 1;
        }
    }

    @Test
    void everyItemShouldBeTransferredOnce() throws IOException {
        List<Named> items = named(1000);

        assertThat(run(items, 8, this::transfer)).isEqualTo(ExitCode.OK);

        assertThat(done).hasSize(1000).containsExactlyInAnyOrderElementsOf(shown(items));
    }

    @Test
    void oneAtATimeShouldBeInOrder() throws IOException {
        List<Named> items = named(100);

        run(items, 1, this::transfer);

        assertThat(done).containsExactlyElementsOf(shown(items));
    }

    @Test
    void anItemThatThrowsShouldBeOneFailure() throws IOException {
        ExitCode exitCode = run(named(10), 2, (item, progress) -> {
            if (item.shown().equals("3")) {
                throw new IllegalStateException("a mistake");
            }
            return transfer(item, progress);
        });

        assertThat(exitCode).isEqualTo(ExitCode.SOME_FAILED);
        assertThat(done).hasSize(9);
        assertThat(screen.err()).contains("a mistake").contains("9 unchanged, 1 failed");
    }

    @Test
    void nothingShouldBeBegunThatMayNotBe() throws IOException {
        Batch.Transfer<Named> broken = new Batch.Transfer<>() {
            @Override
            public TransferResult run(Named item, FileProgress progress) {
                return transfer(item, progress);
            }

            @Override
            public boolean goOn() {
                return done.size() < 5;
            }
        };

        run(named(100), 1, broken);

        assertThat(done).hasSize(5);
        assertThat(screen.err()).contains("5 unchanged, 95 left");
    }

    @Test
    void nothingToDoShouldBeFine() throws IOException {
        assertThat(run(List.of(), 4, this::transfer)).isEqualTo(ExitCode.OK);
    }

    private TransferResult transfer(Named item, FileProgress progress) {
        done.add(item.shown());
        return TransferResult.unchanged(item.shown(), "00");
    }

    private ExitCode run(List<Named> items, int jobs, Batch.Transfer<Named> transfer) throws IOException {
        try (TransferReport report = new TransferReport(screen.console(), false, items.size(), items.size())) {
            return new Batch(report, jobs, true).run(items, transfer);
        }
    }

    private static List<Named> named(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Named(Integer.toString(i)))
                .toList();
    }

    private static List<String> shown(List<Named> items) {
        return items.stream().map(Named::shown).toList();
    }
}
