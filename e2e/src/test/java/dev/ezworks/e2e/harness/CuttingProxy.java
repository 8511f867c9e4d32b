package dev.ezworks.e2e.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands before a server and passes bytes on, counting those that it hands to the server. It can hold them back, and
 * cut connections. What it stands before may be another server later.
 */
public final class CuttingProxy implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;
    // Little is under way that nobody has counted.
    private static final int BUFFER = 256 * 1024;

    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong passed = new AtomicLong();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile URI server;
    private volatile long hold = Long.MAX_VALUE;
    private volatile boolean holding;
    private volatile long cutEvery = Long.MAX_VALUE;
    private volatile int cutsLeft;

    public CuttingProxy(URI server) {
        this.server = server;
        try {
            listening = new ServerSocket();
            listening.setReceiveBufferSize(BUFFER);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::listen);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** How many bytes it has handed to the server, heads of requests included. */
    public long passed() {
        return passed.get();
    }

    /** How many connections it has cut. */
    public int cuts() {
        return cuts.get();
    }

    /** From now on, hands no more than so many bytes to the server. */
    public void holdAfter(long bytes) {
        holding = false;
        hold = passed.get() + bytes;
    }

    /** Whether it holds bytes back. */
    public boolean holds() {
        return holding;
    }

    /** Passes on what it held back. */
    public void letGo() {
        hold = Long.MAX_VALUE;
    }

    /** Resets so many connections, each when it has brought so many bytes. */
    public void cutEvery(long bytes, int times) {
        cutEvery = bytes;
        cutsLeft = times;
    }

    /** Ends all connections and passes everything on from now on, to this server. */
    public void standBefore(URI other) {
        server = other;
        open.forEach(CuttingProxy::reset);
        hold = Long.MAX_VALUE;
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket target = new Socket()) {
            open.add(client);
            open.add(target);
            target.setSendBufferSize(BUFFER);
            target.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            threads.execute(() -> passBack(target, client));
            passOn(client, target);
        } catch (IOException | InterruptedException e) {
            reset(client);
        } finally {
            open.remove(client);
        }
    }

    private void passOn(Socket client, Socket target) throws IOException, InterruptedException {
        byte[] block = new byte[BLOCK];
        InputStream in = client.getInputStream();
        OutputStream out = target.getOutputStream();
        long brought = 0;
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
            while (passed.get() + count > hold) {
                holding = true;
                Thread.sleep(5);
                if (client.isClosed()) {
                    return;
                }
            }
            out.write(block, 0, count);
            passed.addAndGet(count);
            brought += count;
            if (brought >= cutEvery && takeCut()) {
                reset(client);
                // What has been handed over reaches the server: a network loses what it has not delivered only.
                target.shutdownOutput();
                return;
            }
        }
    }

    private synchronized boolean takeCut() {
        if (cutsLeft == 0) {
            return false;
        }
        cutsLeft--;
        cuts.incrementAndGet();
        return true;
    }

    private void passBack(Socket target, Socket client) {
        try {
            target.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
        } catch (IOException e) {
            reset(client);
        } finally {
            open.remove(target);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It was closed.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(CuttingProxy::reset);
        threads.shutdownNow();
    }
}
