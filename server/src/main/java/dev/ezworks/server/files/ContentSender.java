package dev.ezworks.server.files;

import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.DamagedContentException;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.logging.LogContext;
import dev.ezworks.server.session.Session;
import dev.ezworks.server.transfers.ActiveTransfer;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.Direction;
import dev.ezworks.server.web.Ranges;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ReactiveHttpOutputMessage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts content on the wire: straight from the disk where the store keeps it in a file and the connection lets the
 * kernel send it, else piece by piece through memory.
 */
public final class ContentSender {
    private static final Logger log = LoggerFactory.getLogger(ContentSender.class);

    private final ContentStore contents;
    private final ActiveTransfers transfers;

    public ContentSender(ContentStore contents, ActiveTransfers transfers) {
        this.contents = contents;
        this.transfers = transfers;
    }

    /** Sends one range of a file as the body. */
    Mono<Void> send(Session session, StoredFile file, ByteRange range, ReactiveHttpOutputMessage message) {
        if (range.length() == 0) {
            return message.setComplete();
        }
        return transfer(session, file, transfer -> {
            Optional<Path> path = contents.file(file.content(), file.size());
            Optional<FileRegionResponse> response = FileRegionResponse.of(message);
            return path.isPresent() && response.isPresent()
                    ? response.get().send(path.get(), range, transfer)
                    : new PieceResponse(message).send(read(file, range), transfer);
        });
    }

    /** Sends several ranges of a file as the body. */
    Mono<Void> sendParts(
            Session session, StoredFile file, MultipartByteRanges body, ReactiveHttpOutputMessage message) {
        return transfer(
                session,
                file,
                transfer -> new PieceResponse(message)
                        .send(
                                Flux.fromIterable(body.parts())
                                        .concatMap(
                                                part -> Flux.concat(bytes(body.head(part)), read(file, range(part))), 0)
                                        .concatWith(bytes(body.tail())),
                                transfer));
    }

    private Mono<Void> transfer(Session session, StoredFile file, Function<ActiveTransfer, Mono<Void>> work) {
        ActiveTransfer.Party party = new ActiveTransfer.Party(session.sidHash(), session.role(), session.username());
        return transfers.run(party, file.content(), Direction.DOWNLOAD, work).then();
    }

    private Flux<ByteBuffer> read(StoredFile file, ByteRange range) {
        return Flux.deferContextual(context -> contents.read(file.content(), range)
                // The catalog refers to it, or did a moment ago and replaced content is kept for long.
                .onErrorMap(
                        NoSuchContentException.class,
                        e -> new DamagedContentException(file.content(), "the store has nothing of it"))
                .doOnError(
                        DamagedContentException.class,
                        e -> LogContext.log(
                                context,
                                () -> log.error(
                                        "version {} of {} of {}: {}",
                                        file.version(),
                                        file.name(),
                                        file.owner(),
                                        e.getMessage()))));
    }

    private static ByteRange range(Ranges.Part part) {
        return new ByteRange(part.first(), part.length());
    }

    private static Mono<ByteBuffer> bytes(byte[] bytes) {
        return Mono.fromSupplier(() -> ByteBuffer.wrap(bytes));
    }
}
