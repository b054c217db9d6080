package org.clipmeter.compare;

import org.clipmeter.score.ScoreRow;

/**
 * A prompt that two runs have scored.
 *
 * @param first its first scored image in the first run
 * @param second its first scored image in the second run
 * @param firstScore logits_per_image in the first run; the mean if the prompt has several images
 * @param secondScore likewise in the second run
 * @param firstImages how many scored images the prompt has in the first run
 * @param secondImages likewise in the second run
 */
public record PromptPair(
        ScoreRow first, ScoreRow second, double firstScore, double secondScore, int firstImages, int secondImages) {
    /** The second run's logits_per_image less the first one's; it has a meaning under one model only. */
    public double delta() {
        return secondScore - firstScore;
    }
}
