package org.clipmeter.result.erasure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.clipmeter.Result;
import org.clipmeter.ScoreRuns;
import org.clipmeter.compare.Proportion;
import org.clipmeter.embed.EmbeddedImage;
import org.clipmeter.embed.Embedding;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.erasure.AttackRate;
import org.clipmeter.erasure.Calibration;
import org.clipmeter.erasure.EmbeddedRun;
import org.clipmeter.erasure.ErasureAccuracy;
import org.clipmeter.erasure.ErasureExamples;
import org.clipmeter.erasure.Err;
import org.clipmeter.erasure.ImageKey;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.score.Failed;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.Runs;
import org.jspecify.annotations.Nullable;

/** Invented results of erasure metrics, for tests of everything that shows results. */
public final class ErasureResults {
    private static final List<String> CONCEPTS = List.of("circle", "square", "star");

    private ErasureResults() {}

    /** Two results of each kind: one of which everything is known, and one of which little is. */
    public static List<Result> all() {
        return List.of(
                uaIra(
                        "requests",
                        "circle circle square",
                        "circle circle circle",
                        "circle square square",
                        "circle star black",
                        "circle star gone",
                        "square square square",
                        "square star star"),
                uaIra("one", "circle circle nothing", "circle square square"),
                uaIra("failed", "circle circle gone", "circle square gone"),
                attack("attack", Calibration.of(new double[] {0.4, 0.2}, new double[] {0.1, 0.3}), 0.31, 0.4, 0.1),
                attack("nothing", null),
                preservation(),
                collateral(),
                TechniqueComparison.of(
                        uaIra("sd", "circle circle circle", "circle square square"),
                        List.of(
                                uaIra("uce", "circle circle square", "circle square square"),
                                uaIra("esd", "circle circle nothing", "circle square gone"))),
                TechniqueComparison.ofAttacks(
                        attack("sd", null, 0.31, 0.4, 0.1), List.of(attack("uce", null, 0.1, 0.29, 0.05))),
                TechniqueComparison.ofPreservation(preservation(), List.of(preservation("esd", 0.9, 0.1, 0.3))),
                new ErrRate(
                        "err",
                        new Err(new Proportion(3, 4), 0.9, null),
                        new Err(new Proportion(3, 3), 0.9, null),
                        5,
                        Runs.MODEL,
                        "results/err",
                        List.of("1 of 5 images could not be evaluated and count nowhere"),
                        List.of("the model was loaded without a network")));
    }

    static UaIra uaIra(String name, String... rows) {
        return new UaIra(
                name,
                ErasureAccuracy.of(ErasureExamples.seen(rows), CONCEPTS),
                Runs.MODEL,
                "results/" + name,
                new PromptTemplate("Image of {}"),
                "Image",
                List.of("2 of 7 rows state no concept and are left out"),
                List.of());
    }

    private static AttackSuccess attack(String name, @Nullable Calibration calibration, double... cosines) {
        List<AttackRate.Attack> attacks = new ArrayList<>();
        for (double cosine : cosines) {
            attacks.add(new AttackRate.Attack(
                    "a.png",
                    new ImageKey("", null, null, "a"),
                    cosine,
                    null,
                    cosine < 0.2 ? Set.of(ImageFlag.ALL_BLACK) : Set.of()));
        }
        attacks.add(new AttackRate.Attack(
                "b.png",
                new ImageKey("", null, null, "b"),
                null,
                new Embedding.Fault("missing", "the file is missing"),
                Set.of()));
        double threshold = calibration == null ? AttackRate.REFERENCE : calibration.threshold();
        return new AttackSuccess(
                name,
                new AttackRate("circle", attacks, threshold, calibration == null ? "given" : "calibrated", calibration),
                Runs.MODEL,
                "results/attack",
                List.of());
    }

    private static CollateralCurve collateral() {
        List<Prompt> prompts =
                Stream.of("a", "b", "c", "d", "e").map(Runs::prompt).toList();
        List<Outcome> before =
                List.of(Runs.scored(25), Runs.scored(24), Runs.scored(20), Runs.scored(21), Runs.scored(22));
        List<Outcome> after = List.of(
                Runs.scored(15), Runs.scored(12), Runs.scored(20), Runs.scored(20), new Failed("missing", "gone"));
        return CollateralCurve.of(
                ScoreRuns.of("sd", Runs.of("B/32", prompts, before)),
                ScoreRuns.of("uce", Runs.of("B/32", prompts, after)),
                "circle",
                Map.of("a", "circle", "b", "circle", "c", "square"),
                List.of("circle", "hexagon", "square"));
    }

    private static Preservation preservation() {
        return preservation("uce", 0.8, 0.7, 0.1);
    }

    private static Preservation preservation(String name, double... x) {
        return Preservation.of(run("sd", 1, 0.9, 0.5), run(name, x), run("sd seed 1", 0.1, 0.2, 0.9));
    }

    /** A run whose images lie at these places of the unit circle; the third picture is black. */
    private static EmbeddedRun run(String name, double... x) {
        List<ImageKey> keys = new ArrayList<>();
        List<EmbeddedImage> images = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            keys.add(new ImageKey("", null, null, "image_" + i));
            float[] vector = {(float) x[i], (float) Math.sqrt(1 - x[i] * x[i])};
            images.add(new EmbeddedImage(
                    Path.of("image_" + i + ".png"),
                    new Embedding.Vector(vector),
                    i == 2 ? Set.of(ImageFlag.ALL_BLACK) : Set.of(),
                    false));
        }
        return new EmbeddedRun(name, keys, images, Runs.MODEL);
    }
}
