package org.clipmeter.score;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A picture on its way to its embedding. Handed from thread to thread by {@link PictureQueue}, whose lock makes each
 * one's writes visible to the next.
 */
final class Picture {
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

    Set<Flag> flags = Set.of();

    @Nullable
    Embedding embedding;

    /** Whether the embedding comes from the store. */
    boolean kept;

    /** An earlier picture of the same content, whose embedding will be this one's. */
    @Nullable
    Picture twin;

    /** Guarded by the queue: looked up, counted among those that are prepared, ready for the model. */
    boolean fetched;

    boolean prepared;

    boolean ready;

    Picture(Path path) {
        this.path = path;
    }

    void fail(Failed failed) {
        embedding = Embedding.failed(failed);
        pixelValues = null;
    }

    /** Whether the file was written to since its first byte was read. */
    boolean changed() {
        return stamp != null && !stamp.equals(FileStamp.of(path));
    }
}
