package org.clipmeter.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.clipmeter.ClipMeter;
import org.clipmeter.ScoreRun;
import org.clipmeter.Shapes;
import org.clipmeter.explain.ExplainedText;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.match.MatchCell;
import org.clipmeter.result.explain.Explanation;
import org.clipmeter.result.match.Match;
import org.clipmeter.score.Scored;
import org.clipmeter.shapes.Artist;
import org.clipmeter.shapes.drawing.Drawing;

/**
 * What expected answers are computed from: the runs of the notebook, and pictures that are drawn anew and compared with texts by
 * the bundled model.
 */
public final class Material {
    private final Function<String, ScoreRun> runs;
    private final ClipMeter shapes;

    /**
     * The material of one check.
     *
     * @param runs finds a run by its name, or throws {@link InvalidRequestException}
     * @param shapes the bundled model; the caller closes it
     */
    public Material(Function<String, ScoreRun> runs, ClipMeter shapes) {
        this.runs = runs;
        this.shapes = shapes;
    }

    /** The runs of these names, all of them or an error that says what to do. */
    List<ScoreRun> runs(String... names) {
        List<ScoreRun> found = new ArrayList<>();
        for (String name : names) {
            try {
                found.add(runs.apply(name));
            } catch (InvalidRequestException e) {
                throw new InvalidRequestException("this exercise is about the runs " + String.join(" and ", names)
                        + ", and there is no run " + name + " yet; run the lesson's cells above it first");
            }
        }
        return found;
    }

    /** The picture of a caption, compared with texts that differ from each other. */
    List<MatchCell> match(String caption, long seed, List<String> texts) throws IOException {
        return drawn(
                caption,
                seed,
                file -> Match.of(shapes, List.of(file), texts).models().get(0).cells());
    }

    /** The picture of a caption and a text, with its map by the default method. */
    ExplainedText explain(String caption, long seed, String text) throws IOException {
        return drawn(caption, seed, file -> Explanation.of(shapes, file, text)
                .images()
                .get(0)
                .texts()
                .get(0));
    }

    /** What is found in the file of a picture. */
    private interface Finding<T> {
        T in(Path file) throws IOException;
    }

    private static <T> T drawn(String caption, long seed, Finding<T> finding) throws IOException {
        Path file = Files.createTempFile("clipmeter-exercise", ".png");
        try {
            Shapes.write(
                    Drawing.of(caption, new Artist.Faithful(), Shapes.PIXELS, seed)
                            .picture(),
                    file);
            return finding.in(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** The logits of a picture of a caption with texts that differ from each other. */
    double[] logits(String caption, long seed, List<String> texts) throws IOException {
        return match(caption, seed, texts).stream().mapToDouble(Material::logit).toArray();
    }

    /** The same under another bundled model, which is loaded for this comparison only. */
    double[] logits(String model, String caption, long seed, List<String> texts) throws IOException {
        try (ClipMeter other = ClipMeter.load(model)) {
            return new Material(runs, other).logits(caption, seed, texts);
        }
    }

    /** The logit of a comparison; the pictures of exercises can always be read, so that it exists. */
    static double logit(MatchCell cell) {
        return score(cell).logitsPerImage();
    }

    static Scored score(MatchCell cell) {
        if (cell.outcome() instanceof Scored scored) {
            return scored;
        }
        throw new IllegalStateException(cell.toString());
    }
}
