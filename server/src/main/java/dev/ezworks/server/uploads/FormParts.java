package dev.ezworks.server.uploads;

import dev.ezworks.server.multipart.FormEvent;
import dev.ezworks.server.multipart.MultipartParser;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The parts of a form, one after the other, as its body comes in. To be used with {@code concatMap(…, 0)}: asking for a
 * part says that the one before is done with.
 *
 * <p>Holds one buffer of the network's at most, asks for the next when whoever reads the present part asks for more of
 * it, and passes it on without a copy, in pieces where a boundary is in it. Fails with what
 * {@link MultipartParser} fails with, or what the body fails with; whoever is reading a part is told first.
 */
final class FormParts extends Flux<FormPart> {
    private final Flux<DataBuffer> body;
    private final Supplier<MultipartParser> parser;

    FormParts(Flux<DataBuffer> body, Supplier<MultipartParser> parser) {
        this.body = body;
        this.parser = parser;
    }

    @Override
    public void subscribe(CoreSubscriber<? super FormPart> actual) {
        body.subscribe(new Reading(actual, parser.get()));
    }

    private static final class Reading extends BufferReading<FormPart> {
        private final MultipartParser parser;

        // What of the buffer the parser has not seen yet, or a part of that where it lies in several places.
        private ByteBuffer input = ByteBuffer.allocate(0);
        private @Nullable Content part;
        private @Nullable Throwable broken;
        private boolean formEnded;

        Reading(CoreSubscriber<? super FormPart> actual, MultipartParser parser) {
            super(actual);
            this.parser = parser;
        }

        /** What is left of a part that nobody reads is read past when the next one is wanted. */
        private boolean mayGoOn() {
            Content reading = part;
            return formEnded || ((reading != null && reading.isRead()) ? reading.isWanted() : isWanted());
        }

        @Override
        boolean step() {
            if (!mayGoOn()) {
                return false;
            }
            if (broken != null) {
                return tell(broken);
            }
            DataBuffer from = buffer;
            if (from == null) {
                return takeBuffer();
            }
            if (input.hasRemaining()) {
                parse(from);
            } else if (from.readableByteCount() == 0) {
                DataBufferUtils.release(from);
                buffer = null;
            } else {
                input = from.readableByteBuffers().next();
            }
            return true;
        }

        private boolean takeBuffer() {
            return switch (next()) {
                case THERE -> true;
                case NONE -> end();
                case ASKED_FOR -> false;
                case NOT_ASKED_FOR -> {
                    ask();
                    yield false;
                }
            };
        }

        private boolean end() {
            broken = failure();
            if (broken != null) {
                return true;
            }
            try {
                parser.endOfInput();
            } catch (RuntimeException e) {
                broken = e;
                return true;
            }
            complete();
            return false;
        }

        private boolean tell(Throwable error) {
            Content reading = part;
            part = null;
            if (reading != null && reading.fail(error)) {
                return true;
            }
            fail(error);
            return false;
        }

        private void parse(DataBuffer from) {
            int before = input.position();
            FormEvent event;
            try {
                event = parser.next(input);
            } catch (RuntimeException e) {
                broken = e;
                return;
            }
            int count = input.position() - before;
            switch (event) {
                case DATA -> pass(from, count);
                case HELD_DATA -> pass(DefaultDataBufferFactory.sharedInstance.wrap(parser.held()));
                default -> {
                    from.readPosition(from.readPosition() + count);
                    on(event);
                }
            }
        }

        private void on(FormEvent event) {
            switch (event) {
                case PART_BEGINS -> {
                    Content next = new Content(this::signal);
                    part = next;
                    give(new FormPart(parser.part(), next));
                }
                case PART_ENDS -> {
                    Content whole = part;
                    part = null;
                    if (whole != null) {
                        whole.complete();
                    }
                }
                case FORM_ENDS -> formEnded = true;
                default -> {
                    // Read on.
                }
            }
        }

        private void pass(DataBuffer from, int count) {
            if (count == from.readableByteCount()) {
                buffer = null;
                pass(from);
            } else {
                pass(from.split(from.readPosition() + count));
            }
        }

        private void pass(DataBuffer piece) {
            if (part == null || !part.next(piece)) {
                DataBufferUtils.release(piece);
            }
        }
    }

    /** What one part holds. All but what its reader calls is called by {@link Reading}'s loop. */
    private static final class Content extends Flux<DataBuffer> implements Subscription {
        private final Runnable changed;
        private final AtomicReference<@Nullable CoreSubscriber<? super DataBuffer>> reader = new AtomicReference<>();
        private final AtomicLong wanted = new AtomicLong();
        private volatile boolean cancelled;
        private volatile boolean over;

        Content(Runnable changed) {
            this.changed = changed;
        }

        @Override
        public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
            if (over || !reader.compareAndSet(null, actual)) {
                Operators.error(actual, new IllegalStateException("the part has been read, or read past"));
                return;
            }
            actual.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                wanted.accumulateAndGet(n, Operators::addCap);
                changed.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            changed.run();
        }

        private boolean isRead() {
            return reader.get() != null && !cancelled;
        }

        private boolean isWanted() {
            return wanted.get() > 0;
        }

        /** False if nobody takes it. */
        private boolean next(DataBuffer piece) {
            CoreSubscriber<? super DataBuffer> to = reader.get();
            if (to == null || cancelled) {
                return false;
            }
            BufferReading.countDown(wanted);
            to.onNext(piece);
            return true;
        }

        private void complete() {
            over = true;
            CoreSubscriber<? super DataBuffer> to = reader.get();
            if (to != null && !cancelled) {
                to.onComplete();
            }
        }

        /** False if there is nobody to tell. */
        private boolean fail(Throwable error) {
            over = true;
            CoreSubscriber<? super DataBuffer> to = reader.get();
            if (to == null || cancelled) {
                return false;
            }
            to.onError(error);
            return true;
        }
    }
}
