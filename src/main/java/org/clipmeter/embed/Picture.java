package org.clipmeter.embed;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A picture that is being prepared for embedding. {@link PictureQueue} passes it from thread to thread, and the queue's
 * lock makes the writes of one thread visible to the next.
 */
final class Picture {
    /** The states of a picture in the queue, in order. */
    enum State {
        /** Nothing is known about it. */
        NEW,
        /** It was looked up in the store, or no store is used. */
        FETCHED,
        /** A worker decodes it. */
        DECODING,
        /** It can be taken: it has pixelValues or has failed. */
        DECODED,
        /**
         * It can be taken without being decoded: its embedding was in the store, or a twin has it, or it has failed.
         */
        KNOWN,
        /** It can be taken without being decoded: another run or process computes its embedding. */
        AWAITED
    }

    final Path path;

    /** The file as it was before its first byte was read. */
    @Nullable
    FileStamp stamp;

    /** The sha256 of its bytes; null if no store is used. */
    @Nullable
    String content;

    /** Its bytes between lookup and decoding; null if they did not fit in the budget. */
    byte @Nullable [] file;

    float @Nullable [] pixelValues;

    Set<ImageFlag> flags = Set.of();

    @Nullable
    Embedding embedding;

    /** Whether the embedding comes from the store. */
    boolean kept;

    /** An earlier picture of the same content, whose embedding will be this one's. */
    @Nullable
    Picture twin;

    /** Its state; guarded by the queue's lock. */
    State state = State.NEW;

    Picture(Path path) {
        this.path = path;
    }

    boolean isReady() {
        return state == State.DECODED || state == State.KNOWN || state == State.AWAITED;
    }

    void fail(Embedding.Fault fault) {
        embedding = fault;
        pixelValues = null;
    }

    /** Takes the embedding that is stored for its content. */
    void take(StoredEmbedding stored) {
        embedding = Embedding.of(stored.vector());
        flags = stored.flags();
        kept = true;
        pixelValues = null;
    }

    /** Whether the file was written to since its first byte was read. */
    boolean changed() {
        return stamp != null && !stamp.equals(FileStamp.of(path));
    }
}
