package dev.ezworks.server.uploads;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.content.ContentId;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far the digests of unfinished uploads have been computed on this server, so that nobody need read an upload again
 * that came in several pieces. What is not known here, or no longer, is found out by reading.
 *
 * <p>Bytes are digested before they are stored. So states are kept for the end of each of the last slabs, and the next
 * claim tells which of them stand for bytes that are there. That holds only if no other server has written in between:
 * epochs tell. Bytes that a claim has found stay as they are whoever comes next, so states of those count in any case.
 */
final class RunningDigests {
    // Of one upload: more than slabs can be on their way to the disk or to MongoDB.
    private static final int STATES_OF_ONE = 16;

    // Of all uploads together; a state takes some 500 bytes.
    private static final int STATES = 20_000;

    // In the order of their use.
    private final Map<ContentId, Uploaded> uploads = new LinkedHashMap<>(16, 0.75f, true);
    private int states;

    private static final class Uploaded {
        private final Deque<State> states = new ArrayDeque<>();
        private long epoch;
        // Up to here the bytes were there, durably, for somebody on this server: nobody writes others in their place.
        private long confirmed;
    }

    /**
     * A computation.
     *
     * @param size bytes it has come to
     */
    record State(long size, MessageDigest digest) {}

    /** Somebody on this server has claimed content, of which this many bytes will stay. */
    synchronized void claimed(ContentId id, long epoch, long size) {
        Uploaded uploaded = uploads.computeIfAbsent(id, created -> new Uploaded());
        if (epoch <= uploaded.epoch) {
            return;
        }
        boolean writtenHere = epoch == uploaded.epoch + 1;
        long valid = writtenHere ? size : Math.min(size, uploaded.confirmed);
        removeBeyond(uploaded, valid);
        uploaded.epoch = epoch;
        uploaded.confirmed = size;
        forgetLongUnused();
    }

    /** The content has been cut to this size by whoever has this claim. */
    synchronized void truncated(ContentId id, long epoch, long size) {
        Uploaded uploaded = uploads.get(id);
        if (uploaded != null && uploaded.epoch == epoch) {
            removeBeyond(uploaded, size);
            uploaded.confirmed = Math.min(uploaded.confirmed, size);
        }
    }

    /** Bytes up to this size have been digested, by whoever has this claim; of no use if that was overtaken. */
    synchronized void digested(ContentId id, long epoch, long size, MessageDigest digest) {
        Uploaded uploaded = uploads.get(id);
        if (uploaded == null || uploaded.epoch != epoch) {
            return;
        }
        uploaded.states.addLast(new State(size, copy(digest)));
        states++;
        if (uploaded.states.size() > STATES_OF_ONE) {
            uploaded.states.removeFirst();
            states--;
        }
        forgetLongUnused();
    }

    /** All that was digested with this claim is there, durably, and comes to this size. */
    synchronized void stored(ContentId id, long epoch, long size) {
        Uploaded uploaded = uploads.get(id);
        if (uploaded != null && uploaded.epoch == epoch) {
            uploaded.confirmed = size;
            while (uploaded.states.size() > 1) {
                uploaded.states.removeFirst();
                states--;
            }
        }
    }

    /** The longest computation of bytes that are there; one of nothing if there is no other. */
    synchronized State longest(ContentId id, long epoch) {
        Uploaded uploaded = uploads.get(id);
        if (uploaded == null || uploaded.epoch != epoch || uploaded.states.isEmpty()) {
            return new State(0, Sha256.newDigest());
        }
        State last = uploaded.states.getLast();
        return new State(last.size(), copy(last.digest()));
    }

    /** Nobody will ask for it any more. */
    synchronized void forget(ContentId id) {
        Uploaded uploaded = uploads.remove(id);
        if (uploaded != null) {
            states -= uploaded.states.size();
        }
    }

    private void removeBeyond(Uploaded uploaded, long size) {
        while (!uploaded.states.isEmpty() && uploaded.states.getLast().size() > size) {
            uploaded.states.removeLast();
            states--;
        }
    }

    private void forgetLongUnused() {
        Iterator<Uploaded> longUnused = uploads.values().iterator();
        while ((states > STATES || uploads.size() > STATES) && longUnused.hasNext()) {
            states -= longUnused.next().states.size();
            longUnused.remove();
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the JDK's SHA-256 can be cloned", e);
        }
    }
}
