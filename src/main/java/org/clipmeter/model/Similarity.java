package org.clipmeter.model;

import java.util.OptionalDouble;

/**
 * How a model turns the cosine of an image's and a text's embedding into a logit.
 *
 * @param scale exp(logit_scale), 100 for OpenAI's models
 * @param bias logit_bias; 0 for CLIP
 * @param metric the name of the logits as scores, such as {@code CLIP Score}
 */
public record Similarity(double scale, double bias, String metric) {
    /** The name of the scores of CLIP models. */
    public static final String CLIP_SCORE = "CLIP Score";

    /** The name of the scores of SigLIP models, whose sigmoid is a probability. */
    public static final String SIGLIP_LOGIT = "siglip_logit";

    /** A similarity whose logits are CLIP Scores. */
    public Similarity(double scale, double bias) {
        this(scale, bias, CLIP_SCORE);
    }

    /**
     * {@code logits_per_image} of one pair: scale · cosine + bias.
     *
     * @param cosine of the image's and the text's embedding, -1 to 1
     */
    public double logit(double cosine) {
        return scale * cosine + bias;
    }

    /**
     * The probability that an image and a text belong together, which models trained with a sigmoid give to each pair
     * alone: 1 / (1 + exp(-logit)).
     *
     * @return 0 to 1; empty for models whose logits say something only beside those of other texts, such as CLIP
     */
    public OptionalDouble probability(double logit) {
        return metric.equals(SIGLIP_LOGIT) ? OptionalDouble.of(1 / (1 + Math.exp(-logit))) : OptionalDouble.empty();
    }

    /**
     * The cosine of two vectors of unit length, added up in double precision; about -1 to 1.
     *
     * @param image of unit length, which is not checked
     * @param text of unit length, which is not checked
     * @throws IllegalArgumentException if their lengths differ
     */
    public static double cosine(float[] image, float[] text) {
        if (image.length != text.length) {
            throw new IllegalArgumentException(
                    "expected vectors of one length, got " + image.length + " and " + text.length);
        }
        double cosine = 0;
        for (int i = 0; i < image.length; i++) {
            cosine += (double) image[i] * text[i];
        }
        return cosine;
    }
}
