package dev.ezworks.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.server.Await;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class PieceResponseTest {
    @Test
    void pieceThatIsBeingSentShouldNotBeHeld() {
        ByteBuffer piece = ByteBuffer.allocate(1024);
        WeakReference<byte[]> whole = new WeakReference<>(piece.array());
        Mono<Void> sending = PieceResponse.lettingGo(piece, bytes -> Mono.never());
        piece = null;

        Disposable stalled = sending.subscribe();

        await().atMost(Await.TIMEOUT).until(() -> {
            System.gc();
            return whole.get() == null;
        });
        assertThat(stalled.isDisposed()).isFalse();
    }

    @Test
    void pieceShouldBeSentOnce() {
        ByteBuffer piece = ByteBuffer.allocate(1024);
        List<ByteBuffer> sent = new ArrayList<>();
        Mono<Void> sending = PieceResponse.lettingGo(piece, bytes -> Mono.fromRunnable(() -> sent.add(bytes)));

        StepVerifier.create(sending).verifyComplete();
        StepVerifier.create(sending).verifyError(IllegalStateException.class);

        assertThat(sent).singleElement().isSameAs(piece);
    }
}
