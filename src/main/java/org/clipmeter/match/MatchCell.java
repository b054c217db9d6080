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
 *     of them has no score
 * @param tokens how many tokens the text has, start and end included, before it is cut
 * @param truncated whether the text is longer than the model reads
 */
public record MatchCell(
        Path image, String text, Outcome outcome, @Nullable Double softmax, int tokens, boolean truncated) {}
