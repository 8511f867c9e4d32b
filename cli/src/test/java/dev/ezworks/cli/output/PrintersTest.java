package dev.ezworks.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.FileInfo;
import dev.ezworks.cli.client.OperatorInfo;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintersTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final FileInfo REPORT = new FileInfo(
            "2026/Größe.pdf",
            1_234_567,
            "application/pdf",
            DIGEST,
            3,
            Instant.parse("2026-01-31T09:30:00.123Z"),
            false);
    private static final FileInfo HOSTILE =
            new FileInfo("a\u001B[2Jb", 0, "x/y", DIGEST, 1, Instant.parse("2026-01-31T09:30:00Z"), true);
    private static final List<OperatorInfo> OPERATORS = List.of(
            new OperatorInfo("alice", 12, Instant.parse("2026-01-31T09:30:00Z")), new OperatorInfo("bob", 0, null));

    private final Screen screen = Screen.piped();

    @Test
    void namesShouldComeOneALine() {
        print(new FileNamePrinter(screen.console()));

        assertThat(screen.out()).isEqualTo("2026/Größe.pdf\na\\u{1b}[2Jb\n");
    }

    @Test
    void theTableShouldHaveFixedColumns() {
        print(new FileTablePrinter(screen.console()));

        assertThat(screen.out()).isEqualTo("""
                                   SIZE  VERSION  UPLOADED              SHA-256                                                           NAME
                                1234567        3  2026-01-31T09:30:00Z  %1$s  2026/Größe.pdf
                                      0        1  2026-01-31T09:30:00Z  %1$s  a\\u{1b}[2Jb
                        """.formatted(DIGEST));
    }

    @Test
    void jsonShouldHaveTheFieldsOfTheApi() {
        print(new FileJsonPrinter(screen.console()));

        assertThat(screen.out().lines())
                .first()
                .isEqualTo(
                        "{\"name\":\"2026/Größe.pdf\",\"size\":1234567,\"contentType\":\"application/pdf\",\"sha256\":\""
                                + DIGEST
                                + "\",\"version\":3,\"uploadedAt\":\"2026-01-31T09:30:00.123Z\",\"damaged\":false}");
    }

    @Test
    void operatorsShouldComeInEachForm() {
        OperatorPrinter printer = new OperatorPrinter(screen.console());
        printer.names(OPERATORS);
        printer.table(OPERATORS);
        printer.json(OPERATORS);

        assertThat(screen.out()).isEqualTo("""
                        alice
                        bob
                             FILES  NEWEST UPLOAD         OPERATOR
                                12  2026-01-31T09:30:00Z  alice
                                 0  -                     bob
                        {"username":"alice","files":12,"newestUpload":"2026-01-31T09:30:00Z"}
                        {"username":"bob","files":0}
                        """);
    }

    private static void print(FilePrinter printer) {
        printer.begin();
        printer.print(REPORT);
        printer.print(HOSTILE);
    }
}
