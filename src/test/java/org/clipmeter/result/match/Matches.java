package org.clipmeter.result.match;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.match.MatchCell;
import org.clipmeter.match.ModelMatch;
import org.clipmeter.score.Failed;
import org.clipmeter.score.Runs;

/** Invented matches, for tests of everything that shows results. */
public final class Matches {
    private Matches() {}

    /** So many images, the last of which failed, and two texts under two models. */
    public static Match of(int images) {
        List<ModelMatch> models = new ArrayList<>();
        for (int model = 0; model < 2; model++) {
            List<MatchCell> cells = new ArrayList<>();
            for (int i = 0; i < images; i++) {
                Path image = Path.of("out", i + ".png");
                boolean failed = i == images - 1;
                cells.add(new MatchCell(
                        image,
                        "a red circle",
                        failed ? new Failed("missing", "gone") : Runs.scored(20 + i),
                        failed ? null : 0.25,
                        null,
                        5,
                        false));
                cells.add(new MatchCell(
                        image,
                        "a text that is longer than a line of a summary should be, and has no end",
                        failed ? new Failed("missing", "gone") : Runs.scored(21.1),
                        failed ? null : 0.75,
                        null,
                        90,
                        true));
            }
            models.add(new ModelMatch(Runs.MODEL, cells));
        }
        return new Match("match", models, List.of("without L/14: it can't be had"));
    }
}
