package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Role;
import dev.ezworks.cli.EzworksCli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Asks the real shells what they would offer. */
class CompletionCommandTest extends CommandTest {
    // The first request of a Java machine that has just started takes its time on a busy one.
    private static final String PATIENT = "30s";
    private static final String ODD = "it's a \\\"test\\\" $(touch x) `y` *.txt";

    /** A shell, and how it is asked without a terminal. */
    enum Shell {
        BASH("""
                compopt() { :; }
                COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDS=("${2##* }") COMP_CWORD=0
                _ezworks ezworks
                [[ ${COMP_WORDS[0]} == [\\'\\"]* ]] || eval "COMPREPLY=(${COMPREPLY[*]})"
                printf '%s\\n' "${COMPREPLY[@]}"
                """),
        ZSH("""
                compadd() { while [[ $1 != -- ]]; do shift; done; shift; (( $# )) && print -rl -- "$@" }
                _files() { print FILES }
                words=(${(z)2}) CURRENT=${#words}
                [[ $2 == *' ' ]] && words+=('') CURRENT=${#words}
                _ezworks
                """),
        FISH("complete -C \"$argv[2]\" | string replace --regex '\\t.*' ''\n");

        private final String question;

        Shell(String question) {
            this.question = question;
        }

        String command() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @BeforeEach
    void logIn() throws IOException {
        cli.loggedIn(server, Role.CLIENT, "bob").with("EZWORKS_COMPLETION_TIMEOUT", PATIENT);
        server.on("GET", "/client/ops", StubServer.json(200, """
                {"operators":[{"username":"alice","files":3},{"username":"al.b","files":1},\
                {"username":"zoe","files":0}]}"""));
        server.on("GET", "/client/files/alice", files("day/1", "day/2", "plain", ODD));
        server.on("GET", "/client/files/alice?prefix=day%2F", files("day/1", "day/2"));
        server.on("GET", "/client/files/alice?prefix=it%27s", files(ODD));
        server.on("GET", "/client/files/alice?prefix=it%27s%20a", files(ODD));
        Path program = Files.writeString(
                folder.resolve("ezworks"),
                "#!/bin/sh\nexec '"
                        + Path.of(System.getProperty("java.home"), "bin", "java") + "' -XX:TieredStopAtLevel=1 -cp '"
                        + System.getProperty("java.class.path") + "' " + EzworksCli.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private static StubServer.Answer files(String... names) {
        List<String> files = new ArrayList<>();
        for (String name : names) {
            files.add(StubServer.fileJson(name, new byte[0], 1));
        }
        return StubServer.json(200, "{\"files\":[" + String.join(",", files) + "]}");
    }

    @ParameterizedTest
    @EnumSource
    void commandsAndOptionsShouldBeOffered(Shell shell) throws Exception {
        assertThat(offers(shell, "ezworks up")).containsExactly("upload");
        assertThat(offers(shell, "ezworks upload --no")).containsExactly("--no-replace");
        assertThat(offers(shell, "ezworks ls --pre")).containsExactly("--prefix");
        assertThat(offers(shell, "ezworks login --role ")).containsExactlyInAnyOrder("client", "ops");
        assertThat(offers(shell, "ezworks ")).contains("download", "get").doesNotContain("__complete");
        assertThat(offers(shell, "ezworks nonsense ")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void namesOnTheServerShouldBeOffered(Shell shell) throws Exception {
        assertThat(offers(shell, "ezworks download al")).containsExactlyInAnyOrder("alice/", "al.b/");
        assertThat(offers(shell, "ezworks list z")).containsExactly("zoe");
        assertThat(offers(shell, "ezworks get --all z")).containsExactly("zoe");
        assertThat(offers(shell, "ezworks wait alice/"))
                .containsExactlyInAnyOrder("alice/day/", "alice/plain", "alice/" + ODD.replace("\\", ""));
        assertThat(offers(shell, "ezworks wait alice/day/")).containsExactlyInAnyOrder("alice/day/1", "alice/day/2");
    }

    @ParameterizedTest
    @EnumSource
    void aNameThatHasBeenBegunInQuotesShouldBeUnderstood(Shell shell) throws Exception {
        String odd = "alice/" + ODD.replace("\\", "");

        assertThat(offers(shell, "ezworks download alice/it\\'s\\ a")).containsExactly(odd);
        assertThat(offers(shell, "ezworks download \"alice/it's")).containsExactly(odd);
        assertThat(folder.resolve("x")).as("nothing was run").doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void anotherServerOnTheLineShouldBeAsked(Shell shell) throws Exception {
        try (StubServer other = new StubServer()) {
            other.on("GET", "/client/ops", StubServer.json(200, "{\"operators\":[{\"username\":\"x\",\"files\":0}]}"));
            cli.loggedIn(other.url(), Role.CLIENT, "bob", CliRun.NOW.minusSeconds(1));

            assertThat(offers(shell, "ezworks list --server " + other.url() + " "))
                    .containsExactly("x");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatGoesWrongShouldNotBeTold(Shell shell) throws Exception {
        server.on("GET", "/client/ops", StubServer.problem(ProblemCode.STORE_UNAVAILABLE));
        assertThat(offers(shell, "ezworks list ", "")).isEmpty();

        server.on("GET", "/client/ops", (exchange, request) -> server.fallSilent());
        assertThat(offers(shell, "ezworks list ", "")).isEmpty();
    }

    @Test
    void namesThatAreNoneShouldNotBeOffered() {
        server.on("GET", "/client/files/alice?prefix=x", files("x\\u001b[2J", "x/../y", "xy"));

        CliRun.Result result = cli.run("__complete", "--", "download", "alice/x");

        assertThat(result.out()).isIn("names\n", "names\nalice/xy\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void bashShouldGetWhatFollowsAColonOnly() {
        server.on("GET", "/client/files/alice?prefix=a%3Ab%3D", files("a:b=c"));

        assertThat(cli.run("__complete", "--line", "ezworks get alice/a:b=").out())
                .isEqualTo("names\nc\n");
        assertThat(cli.run("__complete", "--line", "ezworks get 'alice/a:b=").out())
                .isEqualTo("names\nalice/a:b=c\n");
    }

    @Test
    void pathsOfThisMachineShouldBeLeftToTheShell() {
        for (String line : List.of("upload ", "download x --into ", "list --cacert ", "upload --files-from ")) {
            assertThat(cli.run("__complete", "--line", "ezworks " + line).out())
                    .as(line)
                    .isEqualTo("files\n");
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void operatorsShouldGetTheirOwnNames() {
        cli.loggedIn(server.url(), Role.OPS, "alice", CliRun.NOW.plusSeconds(1));
        server.on("GET", "/ops/files?prefix=d", files("day/1", "day/2", "done"));

        for (String command : List.of("delete", "rm", "download", "wait")) {
            assertThat(cli.run("__complete", "--", command, "d").out()).isEqualTo("names\nday/\ndone\n");
        }
    }

    private List<String> offers(Shell shell, String line) throws IOException, InterruptedException {
        return offers(shell, line, PATIENT);
    }

    /** @param patience how long the server may take; as usual if that is empty */
    private List<String> offers(Shell shell, String line, String patience) throws IOException, InterruptedException {
        Path binary = Path.of("/usr/bin", shell.command());
        assumeTrue(Files.isExecutable(binary), "needs " + binary);
        Path script = Files.writeString(
                folder.resolve("ask"),
                (shell == Shell.ZSH ? "compdef() { :; }\n" : "")
                        + cli.run("completion", shell.command()).out()
                        + shell.question);
        ProcessBuilder asking = new ProcessBuilder(
                        binary.toString(), noStartUpFiles(shell), script.toString(), "-", line)
                .directory(folder.toFile());
        Map<String, String> environment = asking.environment();
        environment.put("PATH", folder + ":" + environment.get("PATH"));
        environment.put("EZWORKS_CONFIG_DIR", folder.resolve("config").toString());
        environment.put("EZWORKS_COMPLETION_TIMEOUT", patience);
        environment.put("HOME", folder.toString());
        environment.put("LC_ALL", "C.UTF-8");
        Process process = asking.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return answer.lines().filter(offer -> !offer.isEmpty()).toList();
    }

    private static String noStartUpFiles(Shell shell) {
        return switch (shell) {
            case BASH -> "--norc";
            case ZSH -> "-f";
            case FISH -> "--no-config";
        };
    }
}
