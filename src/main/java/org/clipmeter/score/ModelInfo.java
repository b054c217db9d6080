package org.clipmeter.score;

import java.util.List;
import java.util.OptionalDouble;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.Similarity;

/**
 * What a run was scored with.
 *
 * @param name the model as it was asked for: a Hub id or a folder
 * @param identity {@code commit ...} of the Hub, or {@code sha256 ...} of the weights
 * @param device {@code cpu}, {@code cuda:0}
 * @param precision {@code fp32}, {@code bf16}, {@code fp16}
 * @param preprocessing every setting that changes pixelValues, in one line
 * @param loadSeconds seconds from the request to the loaded model, downloads included
 * @param metric the name of the scores: {@code CLIP Score}, that of a preference score, or {@code siglip_logit}
 */
public record ModelInfo(
        String name,
        String identity,
        String device,
        String precision,
        String preprocessing,
        double loadSeconds,
        String metric) {
    /** A model whose scores are CLIP Scores. */
    public ModelInfo(
            String name, String identity, String device, String precision, String preprocessing, double loadSeconds) {
        this(name, identity, device, precision, preprocessing, loadSeconds, Similarity.CLIP_SCORE);
    }

    /** The name of the logits in tables: {@code logits_per_image}, as transformers calls them, or {@code siglip_logit}. */
    public String logitColumn() {
        return metric.equals(Similarity.SIGLIP_LOGIT) ? metric : "logits_per_image";
    }

    /** As {@link Similarity#probability}. */
    public OptionalDouble probability(double logit) {
        return new Similarity(1, 0, metric).probability(logit);
    }

    /** Sentences about CLIP Scores with the name of these scores in its place. */
    public List<String> said(List<String> sentences) {
        return sentences.stream()
                .map(sentence -> sentence.replace(Similarity.CLIP_SCORE, metric))
                .toList();
    }

    /** Whether the scores are CLIP Scores; others, such as preference scores, have a name and a scale of their own. */
    public boolean hasClipScores() {
        return metric.equals(Similarity.CLIP_SCORE);
    }

    /**
     * Checks that another model has the same weights and settings, whatever it runs on.
     *
     * @throws ModelException in one line, if it does not
     */
    public void requireSameAs(ModelInfo other) throws ModelException {
        String expected = identity + ", " + precision + ", " + preprocessing;
        String got = other.identity + ", " + other.precision + ", " + other.preprocessing;
        if (!expected.equals(got)) {
            throw new ModelException("the model " + name + " is not the one that scored the run any longer: expected "
                    + expected + ", got " + got + "; score the images again");
        }
    }
}
