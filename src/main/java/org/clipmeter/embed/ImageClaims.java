package org.clipmeter.embed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The embeddings that one run has claimed, because it decodes and encodes their pictures. Thread-safe. */
final class ImageClaims {
    /**
     * What was claimed.
     *
     * @param kept the lookup that it was claimed with; those of two models differ, even if they store the same embeddings
     * @param key what others see of the claim
     */
    private record Claim(EmbeddingLookup kept, EmbeddingKey key) {}

    private final List<EmbeddingModel> models;
    private final Map<EmbeddingKey, Claim> claimed = new HashMap<>();
    private boolean closed;

    ImageClaims(List<EmbeddingModel> models) {
        this.models = models;
    }

    /** Claims what a picture lacks, for all models or for none; false if others are computing a part of it. */
    synchronized boolean take(Picture picture) throws IOException {
        String content = picture.content;
        if (content == null || closed) {
            return true;
        }
        List<Claim> taken = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            EmbeddingLookup kept = models.get(i).kept();
            if (!kept.inUse() || picture.parts.get(i).embedding != null) {
                continue;
            }
            Claim claim = new Claim(kept, kept.key(EmbeddingKey.Modality.IMAGE, content));
            if (claimed.containsKey(claim.key())) {
                continue;
            }
            if (!kept.claim(EmbeddingKey.Modality.IMAGE, content)) {
                giveBack(taken);
                return false;
            }
            claimed.put(claim.key(), claim);
            taken.add(claim);
        }
        return true;
    }

    /** Releases pictures whose outcome is known and, if there is one, stored. */
    synchronized void release(List<Picture> pictures) throws IOException {
        Set<String> contents = new HashSet<>();
        for (Picture picture : pictures) {
            if (picture.content != null) {
                contents.add(picture.content);
            }
        }
        if (!contents.isEmpty()) {
            giveBack(claimed.values().stream()
                    .filter(claim -> contents.contains(claim.key().content()))
                    .toList());
        }
    }

    /** Releases everything; nothing is claimed afterwards. */
    synchronized void close() {
        closed = true;
        try {
            giveBack(List.copyOf(claimed.values()));
        } catch (IOException e) {
            return; // the model's files are unreadable, and then nothing could be claimed
        } finally {
            claimed.clear();
        }
    }

    private void giveBack(List<Claim> claims) throws IOException {
        claims.forEach(claim -> claimed.remove(claim.key()));
        Map<EmbeddingLookup, List<String>> contents = claims.stream()
                .collect(Collectors.groupingBy(
                        Claim::kept, Collectors.mapping(claim -> claim.key().content(), Collectors.toList())));
        for (Map.Entry<EmbeddingLookup, List<String>> each : contents.entrySet()) {
            each.getKey().release(EmbeddingKey.Modality.IMAGE, each.getValue());
        }
    }
}
