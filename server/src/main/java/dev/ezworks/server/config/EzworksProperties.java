package dev.ezworks.server.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * The settings that are ezworks' own: {@code ezworks.uploads.max-size} here is {@code EZWORKS_UPLOADS_MAX_SIZE} in the
 * environment.
 *
 * @param data folder of the local store
 * @param accessLog whether every request is logged
 */
@ConfigurationProperties("ezworks")
record EzworksProperties(
        @DefaultValue("data") Path data,
        @DefaultValue("true") boolean accessLog,
        @DefaultValue Tls tls,
        @DefaultValue Accounts accounts,
        @DefaultValue Sessions sessions,
        @DefaultValue Uploads uploads,
        @DefaultValue Storage storage,
        @DefaultValue Transfer transfer,
        @DefaultValue Http http,
        @DefaultValue Sweep sweep,
        @DefaultValue Scrub scrub,
        @DefaultValue Management management) {

    /**
     * Both or none.
     *
     * @param cert certificate chain, PEM
     * @param key private key, PEM
     */
    record Tls(@Nullable Path cert, @Nullable Path key) {}

    /**
     * @param minPasswordLength of new passwords, in characters
     * @param hideUnknown whether an unknown username is answered like a wrong password
     */
    record Accounts(
            @DefaultValue("1") int minPasswordLength,
            @DefaultValue("false") boolean hideUnknown) {}

    /** @param lifetime from login to expiry */
    record Sessions(@DefaultValue("365d") Duration lifetime) {}

    /**
     * @param maxSize of one file
     * @param lease how long the bytes of an unfinished upload are kept after the last of them came
     * @param expiry the same of a resumable upload
     */
    record Uploads(
            @DefaultValue("5TB") DataSize maxSize,
            @DefaultValue("1h") Duration lease,
            @DefaultValue("7d") Duration expiry) {}

    /** @param reserve what uploads leave free of the local store's disk: a size, or a part of the disk in percent */
    record Storage(@Nullable String reserve) {}

    /** @param bufferBudget memory for the buffers of all transfers; by default 128 MiB or a quarter of the heap */
    record Transfer(@Nullable DataSize bufferBudget) {
        private static final long MOST_UNLESS_SET = 128L << 20;

        /** A third of the heap at most: on a small one a collector can need twice an array's size for it. */
        long budgetBytes() {
            long heap = Runtime.getRuntime().maxMemory();
            if (bufferBudget == null) {
                return Math.min(MOST_UNLESS_SET, heap / 4);
            }
            if (bufferBudget.toBytes() > heap / 3) {
                throw new StartupException("EZWORKS_TRANSFER_BUFFER_BUDGET is " + bufferBudget.toMegabytes()
                        + "MB, and a third of the heap can be for buffers, here "
                        + ((heap / 3) >> 20)
                        + "MB; lower it, or give Java more with EZWORKS_JAVA_OPTS=-Xmx…");
            }
            return bufferBudget.toBytes();
        }
    }

    /**
     * @param headerTimeout for the headers of a request to be complete
     * @param idleTimeout for a connection on which nothing moves
     */
    record Http(
            @DefaultValue("30s") Duration headerTimeout,
            @DefaultValue("120s") Duration idleTimeout) {}

    /**
     * @param interval between two sweeps
     * @param grace how long content of a replaced or removed version is kept
     */
    record Sweep(
            @DefaultValue("10m") Duration interval,
            @DefaultValue("24h") Duration grace) {}

    /**
     * @param interval from the end of one scrub to the beginning of the next; {@code 0} or {@code off}: none
     * @param rate in bytes per second; {@code 0}: as fast as it goes; unless set 50 MB, and as fast as it goes where a
     *     scrub has the store to itself
     */
    record Scrub(
            @DefaultValue("7d") String interval, @Nullable DataSize rate) {
        private static final DataSize BESIDE_OTHER_WORK = DataSize.ofMegabytes(50);

        /** Zero: the server does not scrub by itself. */
        Duration every() {
            if (interval.equalsIgnoreCase("off")) {
                return Duration.ZERO;
            }
            try {
                return DurationStyle.detectAndParse(interval);
            } catch (IllegalArgumentException e) {
                throw new InvalidConfigurationPropertyValueException("ezworks.scrub.interval", interval, "no duration");
            }
        }

        long bytesPerSecond(boolean alone) {
            if (rate != null) {
                return rate.toBytes();
            }
            return alone ? 0 : BESIDE_OTHER_WORK.toBytes();
        }
    }

    /**
     * @param port on which the actuator is, and nowhere else; without one it is on the server's own
     * @param address for that port
     */
    record Management(
            @Nullable Integer port,
            @DefaultValue("127.0.0.1") String address) {}
}
