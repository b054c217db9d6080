package org.clipmeter.result.agreement;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.agreement.ModelScores;
import org.clipmeter.agreement.Retrieval;
import org.clipmeter.agreement.RunAgreement;
import org.clipmeter.score.ScoreResult;

/** Invented agreements, for tests of everything that shows results. */
public final class Agreements {
    private Agreements() {}

    /**
     * Runs under models.
     *
     * @param scores for each run its scores under each model
     */
    public static Agreement of(
            List<String> models, List<String> runs, List<List<ScoreResult>> scores, List<String> warnings) {
        List<List<ModelScores>> all = new ArrayList<>();
        for (List<ScoreResult> run : scores) {
            List<ModelScores> byModel = new ArrayList<>();
            for (int i = 0; i < models.size(); i++) {
                int n = run.get(i).evaluatedCount();
                Retrieval retrieval =
                        n == 0 ? new Retrieval(0, 4, null, null, null) : new Retrieval(n, 4, 0.5, 1.0, 1.5);
                byModel.add(new ModelScores(models.get(i), run.get(i), retrieval));
            }
            all.add(byModel);
        }
        return new Agreement(String.join(", ", runs) + " under models", models, RunAgreement.of(runs, all), warnings);
    }
}
