package org.clipmeter.net;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A response's body, received piece by piece with an idle timeout and abandoned at once on an interrupt. */
public final class BodyQueue implements HttpResponse.BodySubscriber<BodyQueue>, AutoCloseable {
    private sealed interface Event {}

    private record Piece(List<ByteBuffer> buffers) implements Event {}

    private record End(@Nullable Throwable failure) implements Event {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Object lock = new Object();
    private Flow.@Nullable Subscription subscription;
    private boolean closed;

    @Override
    public CompletionStage<BodyQueue> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        boolean unwanted;
        synchronized (lock) {
            unwanted = closed || subscription != null;
            if (!unwanted) {
                subscription = given;
            }
        }
        if (unwanted) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        events.add(new Piece(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new End(failure));
    }

    @Override
    public void onComplete() {
        events.add(new End(null));
    }

    /**
     * The next bytes, or null at the body's end.
     *
     * @throws HttpTimeoutException if no bytes arrive within the idle timeout
     */
    @Nullable
    public List<ByteBuffer> next(Duration idle) throws IOException, InterruptedException {
        Event event = events.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null) {
            throw new HttpTimeoutException("no data arrived for " + idle.toSeconds() + " s");
        }
        if (event instanceof Piece piece) {
            Flow.Subscription current;
            synchronized (lock) {
                current = subscription;
            }
            if (current != null) {
                current.request(1);
            }
            return piece.buffers();
        }
        events.add(event);
        Throwable failure = ((End) event).failure();
        if (failure != null) {
            throw new IOException("the connection broke: " + failure.getMessage(), failure);
        }
        return null;
    }

    @Override
    public void close() {
        Flow.Subscription current;
        synchronized (lock) {
            closed = true;
            current = subscription;
        }
        if (current != null) {
            current.cancel();
        }
    }
}
