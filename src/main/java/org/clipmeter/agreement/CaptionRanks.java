package org.clipmeter.agreement;

import java.util.List;
import org.clipmeter.compare.PairedComparison;
import org.clipmeter.embed.EmbeddedText;
import org.clipmeter.embed.Embedding;
import org.clipmeter.model.Similarity;

/** Ranks the texts of a run by their similarity to an image. Immutable, so that several threads may use it. */
final class CaptionRanks {
    private final List<EmbeddedText> texts;
    private final Similarity similarity;

    /** @param texts the different texts of the run; those without an embedding are not ranked */
    CaptionRanks(List<EmbeddedText> texts, Similarity similarity) {
        this.texts = List.copyOf(texts);
        this.similarity = similarity;
    }

    /** How many texts are ranked. */
    int captions() {
        return (int) texts.stream()
                .filter(text -> text.embedding() instanceof Embedding.Vector)
                .count();
    }

    /**
     * The rank of an image's own text from 1: one more than the texts that fit better. Texts whose logit differs from that
     * of the own text by no more than scores are exact share the mean of their ranks.
     *
     * @param image the image's embedding
     * @param own the place of its own text, which has an embedding
     */
    double of(float[] image, int own) {
        if (!(texts.get(own).embedding() instanceof Embedding.Vector vector)) {
            throw new IllegalArgumentException("text " + own + " has no embedding");
        }
        double logit = similarity.logit(dot(image, vector.values()));
        int better = 0;
        int equal = 0;
        for (int i = 0; i < texts.size(); i++) {
            if (i != own && texts.get(i).embedding() instanceof Embedding.Vector other) {
                double difference = similarity.logit(dot(image, other.values())) - logit;
                better += difference > PairedComparison.EQUAL ? 1 : 0;
                equal += Math.abs(difference) <= PairedComparison.EQUAL ? 1 : 0;
            }
        }
        return 1 + better + equal / 2.0;
    }

    /** The cosine, in four sums, which a processor adds up at the same time: a run compares all images with all texts. */
    private static double dot(float[] a, float[] b) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            first += (double) a[i] * b[i];
            second += (double) a[i + 1] * b[i + 1];
            third += (double) a[i + 2] * b[i + 2];
            fourth += (double) a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            first += (double) a[i] * b[i];
        }
        return first + second + third + fourth;
    }
}
