package org.clipmeter.score;

import java.util.Set;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.pairs.Pair;

/**
 * One pair and what became of it.
 *
 * @param index its 0-based place in the evaluation
 * @param pair the image and its prompt
 * @param outcome the score, or why there is none
 * @param tokens the number of tokens of the prompt, or of the sentence with it, with start and end, before any cut; 0 if it was not tokenized
 * @param truncated whether it was longer than the model reads
 * @param flags what a reader of the score should know of the image; empty if there is nothing
 */
public record ScoreRow(int index, Pair pair, Outcome outcome, int tokens, boolean truncated, Set<ImageFlag> flags) {
    /** The row, with its flags copied. */
    public ScoreRow {
        flags = Set.copyOf(flags);
    }
}
