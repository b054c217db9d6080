package org.clipmeter.embed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A picture that is being prepared for embedding by one or several models. {@link PictureQueue} passes it from thread to
 * thread, and the queue's lock makes the writes of one thread visible to the next.
 */
final class Picture {
    /** The states of a picture in the queue, in order. */
    enum State {
        /** Nothing is known about it. */
        NEW,
        /** It was looked up in the stores, or no store is used. */
        FETCHED,
        /** A worker decodes it. */
        DECODING,
        /** It can be taken: it has pixelValues or has failed. */
        DECODED,
        /**
         * It can be taken without being decoded: its embeddings were in the stores, or a twin has them, or it has failed.
         */
        KNOWN,
        /** It can be taken without being decoded: another run or process computes an embedding of it. */
        AWAITED
    }

    /** What one model has of a picture. */
    static final class Part {
        float @Nullable [] pixelValues;

        @Nullable
        Embedding embedding;

        /** Whether the embedding comes from the store. */
        boolean kept;

        void fail(Embedding.Fault fault) {
            embedding = fault;
            pixelValues = null;
        }

        /** Takes the embedding that is stored for the picture's content. */
        void take(StoredEmbedding stored) {
            embedding = Embedding.of(stored.vector());
            kept = true;
            pixelValues = null;
        }
    }

    final Path path;

    /** One part for each model, in the models' order. */
    final List<Part> parts;

    /** The file as it was before its first byte was read. */
    @Nullable
    FileStamp stamp;

    /** The sha256 of its bytes; null if no store is used. */
    @Nullable
    String content;

    /** Its bytes between lookup and decoding; null if they did not fit in the budget. */
    byte @Nullable [] file;

    Set<ImageFlag> flags = Set.of();

    /** An earlier picture of the same content, whose embeddings will be this one's. */
    @Nullable
    Picture twin;

    /** Its state; guarded by the queue's lock. */
    State state = State.NEW;

    /** @param models for how many models it is prepared */
    Picture(Path path, int models) {
        this.path = path;
        List<Part> empty = new ArrayList<>();
        for (int i = 0; i < models; i++) {
            empty.add(new Part());
        }
        this.parts = List.copyOf(empty);
    }

    boolean isReady() {
        return state == State.DECODED || state == State.KNOWN || state == State.AWAITED;
    }

    /** Whether it has an embedding or a fault for every model. */
    boolean isKnown() {
        return parts.stream().allMatch(part -> part.embedding != null);
    }

    /** Whether a model must encode it. */
    boolean isFresh() {
        return parts.stream().anyMatch(part -> part.pixelValues != null);
    }

    boolean hasFault() {
        return parts.stream().anyMatch(part -> part.embedding instanceof Embedding.Fault);
    }

    /** Gives the fault to all models that have no embedding. */
    void fail(Embedding.Fault fault) {
        for (Part part : parts) {
            if (part.embedding == null) {
                part.fail(fault);
            }
        }
    }

    /** Forgets all embeddings, because a twin will have them. */
    void forgetEmbeddings() {
        for (Part part : parts) {
            part.embedding = null;
            part.kept = false;
        }
    }

    /** Whether the file was written to since its first byte was read. */
    boolean changed() {
        return stamp != null && !stamp.equals(FileStamp.of(path));
    }
}
