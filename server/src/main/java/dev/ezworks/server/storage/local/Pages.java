package dev.ezworks.server.storage.local;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/** Rows that are read page by page as they are asked for, so that a slow reader holds no connection. */
final class Pages<T> {
    /** How many rows a page has. */
    static final int SIZE = 500;

    private final Page<T> pages;
    private final Deque<T> rows = new ArrayDeque<>();
    private Optional<T> last = Optional.empty();
    private boolean complete;

    private Pages(Page<T> pages) {
        this.pages = pages;
    }

    /** All rows of all pages; blocks where it is subscribed to and asked for more. */
    static <T> Flux<T> flux(Page<T> pages) {
        return Flux.generate(() -> new Pages<>(pages), Pages::next);
    }

    private Pages<T> next(SynchronousSink<T> sink) {
        if (rows.isEmpty() && !complete) {
            List<T> page = BlockingCalls.read((Callable<List<T>>) () -> pages.after(last));
            rows.addAll(page);
            complete = page.size() < SIZE;
        }
        T row = rows.poll();
        if (row == null) {
            sink.complete();
        } else {
            last = Optional.of(row);
            sink.next(row);
        }
        return this;
    }

    /** Reads one page. */
    interface Page<T> {
        /** Up to {@link #SIZE} rows after this one; empty: the first ones. Fewer mean that there are no more. */
        List<T> after(Optional<T> last) throws SQLException;
    }
}
