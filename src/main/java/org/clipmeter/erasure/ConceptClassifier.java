package org.clipmeter.erasure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.embed.EmbeddedImage;
import org.clipmeter.embed.Embedding;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.model.Similarity;
import org.jspecify.annotations.Nullable;

/**
 * Sees in an image the concept whose text is closest to it, as the argmax of a softmax of {@code logits_per_image} does. Of texts that are equally
 * close, the first one wins, as in the reference.
 */
public final class ConceptClassifier {
    private final Map<String, float[]> concepts;
    private final float[] neutral;
    private final Map<String, float[]> seconds;

    /**
     * A classifier.
     *
     * @param concepts the texts' embeddings by concept, of unit length; at least two; the order decides ties
     * @param neutral the embedding of a text without a concept
     * @param seconds the embeddings of the concepts of the other kind; empty if there are none
     */
    public ConceptClassifier(Map<String, float[]> concepts, float[] neutral, Map<String, float[]> seconds) {
        if (concepts.size() < 2) {
            throw new InvalidRequestException("expected at least two concepts to tell apart, got "
                    + (concepts.isEmpty() ? "none" : String.join(", ", concepts.keySet()) + " alone")
                    + "; name a concept that is to be retained");
        }
        this.concepts = new LinkedHashMap<>(concepts);
        this.neutral = neutral.clone();
        this.seconds = new LinkedHashMap<>(seconds);
    }

    /** The concepts, in order. */
    public List<String> concepts() {
        return List.copyOf(concepts.keySet());
    }

    /** What is seen in an image. */
    public SeenImage see(ConceptImage image, EmbeddedImage embedded) {
        if (!(embedded.embedding() instanceof Embedding.Vector vector)) {
            return new SeenImage(image, null, false, null, (Embedding.Fault) embedded.embedding(), embedded.flags());
        }
        String seen = closest(vector.values(), concepts);
        float[] text = concepts.get(seen);
        boolean neither =
                text != null && Similarity.cosine(vector.values(), neutral) > Similarity.cosine(vector.values(), text);
        String second = image.second() == null ? null : closest(vector.values(), seconds);
        return new SeenImage(image, seen, neither, second, null, embedded.flags());
    }

    private static @Nullable String closest(float[] image, Map<String, float[]> texts) {
        String closest = null;
        double best = Double.NEGATIVE_INFINITY;
        for (Map.Entry<String, float[]> text : texts.entrySet()) {
            double cosine = Similarity.cosine(image, text.getValue());
            if (cosine > best) {
                best = cosine;
                closest = text.getKey();
            }
        }
        return closest;
    }
}
