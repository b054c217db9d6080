package org.clipmeter.embed;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The pictures that one run has claimed, because it decodes and encodes them. Thread-safe. */
final class ImageClaims {
    private final EmbeddingLookup kept;
    private final Set<String> claimed = new HashSet<>();
    private boolean closed;

    ImageClaims(EmbeddingLookup kept) {
        this.kept = kept;
    }

    /** Claims a picture; false if others are computing it. */
    synchronized boolean take(Picture picture) throws IOException {
        String content = picture.content;
        if (content == null || closed || claimed.contains(content)) {
            return true;
        }
        boolean ours = kept.claim(EmbeddingKey.Modality.IMAGE, content);
        if (ours) {
            claimed.add(content);
        }
        return ours;
    }

    /** Releases pictures whose outcome is known and, if there is one, stored. */
    synchronized void release(List<Picture> pictures) throws IOException {
        List<String> contents = pictures.stream()
                .map(picture -> picture.content)
                .filter(Objects::nonNull)
                .filter(claimed::remove)
                .toList();
        kept.release(EmbeddingKey.Modality.IMAGE, contents);
    }

    /** Releases everything; nothing is claimed afterwards. */
    synchronized void close() {
        closed = true;
        try {
            kept.release(EmbeddingKey.Modality.IMAGE, claimed);
        } catch (IOException e) {
            return; // the model's files are unreadable, and then nothing could be claimed
        } finally {
            claimed.clear();
        }
    }
}
