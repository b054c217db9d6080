package org.clipmeter.embed;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A picture on its way to its embedding. Handed from thread to thread by {@link PictureQueue}, whose lock makes each
 * one's writes visible to the next.
 */
final class Picture {
    /** The way of a picture through the queue. */
    enum State {
        /** Nothing is known about it. */
        NEW,
        /** It was looked up in the store, or nothing is stored. */
        FETCHED,
        /** A worker decodes it. */
        DECODING,
        /** It can be taken: it has pixelValues, or has failed. */
        DECODED,
        /** It can be taken and was not decoded: its embedding was stored, or a twin has it, or it has failed. */
        KNOWN
    }

    final Path path;

    /** The file as it was before its first byte was read. */
    @Nullable
    FileStamp stamp;

    /** The sha256 of its bytes; null where nothing is kept. */
    @Nullable
    String content;

    /** Its bytes between lookup and decoding, where there was room. */
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

    /** How far it is; guarded by the queue. */
    State state = State.NEW;

    Picture(Path path) {
        this.path = path;
    }

    boolean isReady() {
        return state == State.DECODED || state == State.KNOWN;
    }

    void fail(Embedding.Fault fault) {
        embedding = fault;
        pixelValues = null;
    }

    /** Whether the file was written to since its first byte was read. */
    boolean changed() {
        return stamp != null && !stamp.equals(FileStamp.of(path));
    }
}
