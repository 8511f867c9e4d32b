package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.ServerProcess;
import dev.ezworks.e2e.harness.Strace;
import dev.ezworks.e2e.harness.SystemCall;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the embedded store has asked the system to do by the time it acknowledges an upload, and in which order. */
class DurabilityIT {
    private static final String CALLS =
            "rename,renameat,renameat2,fsync,fdatasync,write,writev,pwrite64,sendto,sendmsg";

    @ParameterizedTest
    @ValueSource(ints = {1, 3 << 20})
    void everyStepShouldBeDurableBeforeTheNextAndAllBeforeTheAnswer(int size, @TempDir Path temp) {
        Path data = temp.resolve("data");
        List<SystemCall> calls;
        try (ServerProcess server = ServerProcess.start(Map.of("EZWORKS_DATA", data.toString()), temp)) {
            Api api = new Api(server.url());
            Api.Login operator = api.operator();
            Strace strace = Strace.show(server, CALLS);
            assertThat(api.put(operator, "a.bin", Bytes.of(1, size).array()).status())
                    .isEqualTo(201);
            calls = strace.detach();
        }

        SystemCall lastBytes = last(calls, call -> call.is("write", "^write\\(\\d+<[^>]*/incoming/"));
        SystemCall bytesForced = only(calls, call -> call.is("fdatasync", "/incoming/[0-9a-f]{32}>\\) += 0$"));
        SystemCall renamed = only(
                calls,
                call -> call.text().startsWith("rename")
                        && call.text().matches(".*/incoming/[0-9a-f]{32}\", .*/content/../[0-9a-f]{32}\".* = 0"));
        SystemCall nameForced = only(calls, call -> call.is("fsync", "/content/[0-9a-f]{2}>\\) += 0$"));
        SystemCall committed = only(calls, call -> call.is("fsync", "/ezworks\\.db-wal>\\) += 0$"));
        SystemCall answered = only(calls, call -> call.text().contains("HTTP/1.1 201"));

        assertThat(bytesForced.isAfter(lastBytes))
                .as("forced after %s", lastBytes)
                .isTrue();
        assertThat(renamed.isAfter(bytesForced))
                .as("renamed after %s", bytesForced)
                .isTrue();
        assertThat(nameForced.isAfter(renamed)).as("named after %s", renamed).isTrue();
        assertThat(committed.isAfter(nameForced))
                .as("committed after %s", nameForced)
                .isTrue();
        assertThat(answered.isAfter(committed))
                .as("answered after %s", committed)
                .isTrue();
        // What the publish wrote to the log, it wrote between the two.
        assertThat(calls).anySatisfy(call -> {
            assertThat(call.is("pwrite64", "/ezworks\\.db-wal>")).isTrue();
            assertThat(call.isAfter(nameForced) && committed.isAfter(call)).isTrue();
        });
    }

    private static SystemCall only(List<SystemCall> calls, Predicate<SystemCall> which) {
        assertThat(calls.stream().filter(which)).as("%s", calls).hasSize(1);
        return last(calls, which);
    }

    private static SystemCall last(List<SystemCall> calls, Predicate<SystemCall> which) {
        return calls.stream().filter(which).reduce((first, second) -> second).orElseThrow();
    }
}
