package dev.ezworks.server;

import dev.ezworks.server.config.ScrubStart;
import dev.ezworks.server.config.ServerStart;

/** Starts the server; or with the argument {@code scrub} checks the store and ends. */
public final class EzworksServer {
    private EzworksServer() {}

    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals("scrub")) {
            System.exit(ScrubStart.run(System.out) ? 0 : 1);
        }
        if (!ServerStart.start(args)) {
            System.exit(1);
        }
    }
}
