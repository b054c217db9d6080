package org.clipmeter.match;

import java.nio.file.Path;
import org.clipmeter.score.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One image compared with one text.
 *
 * @param image the file as it was given
 * @param text as it was given
 * @param outcome the score, or the reason why it is missing
 * @param softmax the share of the text among all texts of the image, exp(logit) / Σ exp(logit), from 0 to 1; null if one
 *     of them has no score, and for models that give each pair a probability
 * @param probability that image and text belong together, from 0 to 1, which models such as SigLIP give to each pair alone;
 *     null for other models, and without a score
 * @param tokens how many tokens the text has, start and end included, before it is cut
 * @param truncated whether the text is longer than the model reads
 */
public record MatchCell(
        Path image,
        String text,
        Outcome outcome,
        @Nullable Double softmax,
        @Nullable Double probability,
        int tokens,
        boolean truncated) {}
