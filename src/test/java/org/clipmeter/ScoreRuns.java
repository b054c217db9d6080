package org.clipmeter;

import java.util.List;
import org.clipmeter.score.ScoreResult;

/** Invented runs, for tests of everything that shows runs. */
public final class ScoreRuns {
    private ScoreRuns() {}

    /** A run of this name. */
    public static ScoreRun of(String name, ScoreResult result) {
        return new ScoreRun(name, result, List.of(), ScoringModel.of(null, LoadOptions.defaults()));
    }
}
