package dev.ezworks.server;

import dev.ezworks.server.config.ServerStart;

/** Starts the server. */
public final class EzworksServer {
    private EzworksServer() {}

    public static void main(String[] args) {
        if (!ServerStart.start(args)) {
            System.exit(1);
        }
    }
}
