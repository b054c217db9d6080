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
    private static final float SAME = 1e-6f;

    private final Map<String, float[]> concepts;
    private final float[] neutral;
    private final Map<String, float[]> seconds;

    /**
     * A classifier.
     *
     * @param concepts the texts' embeddings by concept, of unit length; at least two; the order decides ties
     * @param neutral the embedding of a text without a concept
     * @param seconds the embeddings of at least two concepts of the other kind; empty if images have no such concept
     * @throws InvalidRequestException in one line, if concepts can't be told apart, since there is one alone or two have the same text to the model
     */
    public ConceptClassifier(Map<String, float[]> concepts, float[] neutral, Map<String, float[]> seconds) {
        if (concepts.size() < 2) {
            throw new InvalidRequestException("expected at least two concepts to tell apart, got "
                    + (concepts.isEmpty() ? "none" : String.join(", ", concepts.keySet()) + " alone")
                    + "; name a concept that is to be retained");
        }
        if (seconds.size() == 1) {
            throw new InvalidRequestException("expected at least two concepts of the other kind to tell apart, got "
                    + seconds.keySet().iterator().next() + " alone, which would be seen in every image; leave it out");
        }
        requireDifferent(concepts);
        requireDifferent(seconds);
        concepts.forEach((concept, text) -> {
            if (same(text, neutral)) {
                throw new InvalidRequestException(
                        "the model reads the text for neither as that of the concept " + concept
                                + ", so that neither is never seen; expected a text without a concept, such as Image");
            }
        });
        this.concepts = new LinkedHashMap<>(concepts);
        this.neutral = neutral.clone();
        this.seconds = new LinkedHashMap<>(seconds);
    }

    /** Refuses concepts with one embedding, of which the first would always be seen: circle and Circle, or texts that are equal where they are cut. */
    private static void requireDifferent(Map<String, float[]> texts) {
        List<String> names = List.copyOf(texts.keySet());
        List<float[]> vectors = List.copyOf(texts.values());
        for (int i = 0; i < names.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (same(vectors.get(i), vectors.get(j))) {
                    throw new InvalidRequestException(
                            "the model reads the texts of the concepts \"" + names.get(j) + "\" and \"" + names.get(i)
                                    + "\" as the same, so that it can't tell them apart; write one concept in one way, and different ones in other words");
                }
            }
        }
    }

    /** Whether two embeddings are of one text; the same text in another batch may differ in the last digits. */
    private static boolean same(float[] one, float[] other) {
        for (int i = 0; i < one.length; i++) {
            if (Math.abs(one[i] - other[i]) > SAME) {
                return false;
            }
        }
        return true;
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
