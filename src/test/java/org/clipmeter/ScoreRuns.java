package org.clipmeter;

import java.util.List;
import org.clipmeter.score.ScoreResult;

/** Made-up runs for tests of what shows them. */
public final class ScoreRuns {
    private ScoreRuns() {}

    /** A run of this name. */
    public static ScoreRun of(String name, ScoreResult result) {
        return new ScoreRun(name, result, List.of());
    }
}
