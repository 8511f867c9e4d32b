package dev.ezworks.e2e.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes connections on to a server, counts the requests and the bytes that come back, and keeps its own address when the
 * server gets another one. It can hold the bytes that come back.
 */
public final class Relay implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    // Little is under way to the client, however large the system lets buffers grow.
    private static final int SEND_BUFFER_BYTES = 256 * 1024;

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(Relay::daemon);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong asked = new AtomicLong();
    private volatile long lastPassedOn;
    private volatile URI server;
    private long hold = Long.MAX_VALUE;
    private boolean holding;

    /** What bytes have to go through before they are passed on. */
    private interface Toll {
        void take(int count) throws InterruptedException;
    }

    public Relay(URI server) {
        this.server = server;
        try {
            listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        return thread;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** From now on new connections go to this server. */
    public void to(URI server) {
        this.server = server;
    }

    /** How many requests it has passed on, if clients wait for each answer before they send another one. */
    public long asked() {
        return asked.get();
    }

    /** When it last passed bytes on to a client, as {@link System#nanoTime} tells. */
    public long lastPassedOn() {
        return lastPassedOn;
    }

    /** How many bytes the server has sent in all, headers too. */
    public long answered() {
        return answered.get();
    }

    /** Passes no more to clients once the server has sent more than so many bytes in all. */
    public synchronized void holdAfter(long bytes) {
        hold = bytes;
    }

    /** Whether it holds bytes back. */
    public synchronized boolean holds() {
        return holding;
    }

    /** Passes on what it held back, and all that comes. */
    public synchronized void letGo() {
        hold = Long.MAX_VALUE;
        holding = false;
        notifyAll();
    }

    private synchronized void awaitRelease() throws InterruptedException {
        while (answered.get() > hold) {
            holding = true;
            wait();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> connect(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void connect(Socket client) {
        open.add(client);
        try {
            client.setSendBufferSize(SEND_BUFFER_BYTES);
            Socket upstream = new Socket(server.getHost(), server.getPort());
            open.add(upstream);
            AtomicBoolean asking = new AtomicBoolean();
            threads.execute(() -> pass(client, upstream, count -> {
                if (!asking.getAndSet(true)) {
                    asked.incrementAndGet();
                }
            }));
            pass(upstream, client, count -> {
                asking.set(false);
                answered.addAndGet(count);
                awaitRelease();
                lastPassedOn = System.nanoTime();
            });
        } catch (IOException e) {
            close(client);
        }
    }

    /** Until one side ends; then both do. */
    private void pass(Socket from, Socket to, Toll toll) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                toll.take(read);
                out.write(buffer, 0, read);
            }
        } catch (IOException | InterruptedException e) {
            // The other direction learns of it below.
        } finally {
            close(from);
            close(to);
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(this::close);
        threads.shutdownNow();
    }
}
