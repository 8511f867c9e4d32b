package dev.ezworks.cli.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another process that wants what a test has. */
final class OtherProcess {
    private static final String TAKEN = "taken";

    private OtherProcess() {}

    /** Whether another process gets a claim. */
    static boolean canTake(Path claim) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        claim.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new AssertionError("the other process failed: " + said);
        }
        return said.equals(TAKEN);
    }

    public static void main(String[] arguments) throws IOException {
        var claim = PartialClaim.take(Path.of(arguments[0]));
        System.out.println(claim.isPresent() ? TAKEN : "refused");
        if (claim.isPresent()) {
            claim.get().close();
        }
    }
}
