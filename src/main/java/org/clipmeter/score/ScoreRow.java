package org.clipmeter.score;

import java.util.Set;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.pairs.Pair;

/**
 * One pair and what became of it.
 *
 * @param index its 0-based place in the evaluation
 * @param tokens the prompt's number of tokens with start and end, before any cut; 0 where it was not tokenized
 * @param truncated whether the prompt was longer than the model reads
 */
public record ScoreRow(int index, Pair pair, Outcome outcome, int tokens, boolean truncated, Set<ImageFlag> flags) {
    public ScoreRow {
        flags = Set.copyOf(flags);
    }
}
