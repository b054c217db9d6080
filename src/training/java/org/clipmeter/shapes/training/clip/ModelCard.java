package org.clipmeter.shapes.training.clip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.Color;
import org.clipmeter.shapes.evaluation.ClipEncoder;
import org.clipmeter.shapes.evaluation.Evaluation;
import org.clipmeter.shapes.evaluation.Margins;

/**
 * Measures a trained model and writes its card, {@code README.md}: {@code ModelCard model folder [folders of runs with
 * other seeds ...]}.
 */
public final class ModelCard {
    private static final long FRESH_SEED = 777_001;
    private static final int PICTURES = 2400;
    private static final int PAIRS = 400;
    private static final int LARGE = 256;

    private ModelCard() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("expected a model's name, and folders of trained models");
        }
        List<Path> folders = new ArrayList<>();
        Arrays.stream(arguments).skip(1).map(Path::of).forEach(folders::add);
        System.out.print(write(Plan.of(arguments[0]), folders));
    }

    /**
     * Writes the card into the first folder and returns it.
     *
     * @param folders of trained models, which differ in their seeds
     */
    public static String write(Plan plan, List<Path> folders) throws IOException {
        List<Map<String, Double>> columns = new ArrayList<>();
        StringBuilder head = new StringBuilder("| |");
        for (Path folder : folders) {
            try (ClipModel model = ClipModel.load(folder, "cpu")) {
                ClipEncoder encoder = new ClipEncoder(model);
                columns.add(Evaluation.world(encoder, FRESH_SEED, PICTURES, BatchMaker.SIDE));
                columns.add(Evaluation.world(encoder, FRESH_SEED, PICTURES, LARGE));
            }
            String run = folders.size() == 1 ? "" : "run " + (folders.indexOf(folder) + 1) + ", ";
            head.append(String.format(" %s%d pixels | %s%d pixels |", run, BatchMaker.SIDE, run, LARGE));
        }
        StringBuilder table = new StringBuilder(head + "\n|---|" + "---|".repeat(columns.size()) + "\n");
        for (String name : columns.get(0).keySet()) {
            table.append("| ").append(name).append(" |");
            for (Map<String, Double> column : columns) {
                table.append(String.format(Locale.ROOT, " %.1f %% |", 100 * column.getOrDefault(name, Double.NaN)));
            }
            table.append('\n');
        }
        StringBuilder trained = new StringBuilder();
        for (Path folder : folders) {
            trained.append(folders.size() == 1 ? "Trained: " : "Run " + (folders.indexOf(folder) + 1) + ": ")
                    .append(Files.readString(folder.resolve("trained.txt")).strip())
                    .append(".\n");
        }
        try (ClipModel model = ClipModel.load(folders.get(0), "cpu")) {
            Margins margins =
                    new Margins(new ClipEncoder(model), model.logitScaleExp(), FRESH_SEED, PAIRS, BatchMaker.SIDE);
            String text = data(plan, model)
                    + recipe(plan, model, trained.toString())
                    + figures(table.toString())
                    + scores(model, margins)
                    + limits();
            text = text.replace(System.lineSeparator(), "\n");
            Files.writeString(folders.get(0).resolve("README.md"), text);
            return text;
        }
    }

    private static String data(Plan plan, ClipModel model) {
        StringBuilder heldOut = new StringBuilder();
        for (Color color : Color.values()) {
            heldOut.append(heldOut.length() == 0 ? "" : ", ")
                    .append(color.word())
                    .append(' ')
                    .append(color.heldOut().word());
        }
        return String.format(Locale.ROOT, """
            ---
            license: apache-2.0
            pipeline_tag: zero-shot-image-classification
            tags: [clip]
            ---
            # The model %s

            A CLIP of %,d parameters for pictures and captions of a miniature world of colored shapes. %s With it,
            clipmeter runs offline, in teaching and in tests. It knows nothing else: photographs, other words and
            other drawings give meaningless scores.

            ## Data
            clipmeter draws and captions the pictures during the training, and no picture is used twice. There are 12
            colors, 10 shapes, 3 sizes, 5 fills and 6 backgrounds; one to four things of a kind; and pairs in which one
            thing is left of, right of, above or below the other. Some words have synonyms: disc, ball and round shape for
            circle; ring for hollow circle; box for square; rhombus for diamond; crescent for moon; crimson for red; violet
            for purple; grey for gray. Pictures have 64 x 64 pixels, with slight rotation, color jitter and noise. No
            third-party pictures, texts or weights are used.

            Twelve combinations are never shown: %s. The list of these combinations is used in training, though: the
            losses leave open whether a thing of a color has the shape that it is never shown with, so that the model does
            not learn that the combination is impossible. "Held out" below therefore means never shown, and not never ruled
            out.
            """, plan.name(), model.parameterCount(), plan.about(), heldOut);
    }

    private static String recipe(Plan plan, ClipModel model, String trained) {
        Architecture size = plan.architecture();
        return String.format(
                Locale.ROOT,
                """

            ## Recipe
            Vision: 64 x 64, patch 8, width %d, %d layers, %d heads. Text: byte-level BPE of %d tokens, context %d,
            width %d, %d layers, %d heads. Projection %d, gelu. The weights are stored as %s.
            A batch has sixteen groups of four scenes that differ in one respect. The contrastive loss takes every caption
            that is true of a picture as a target. Further losses use heads that are dropped after the training: what the
            picture shows, what is under a patch, what a patch covers, what the caption says. A curriculum leads from one
            large thing on black to the whole world; at its beginning the network sees only the patches that lie on things.
            In %.0f to %.0f %% of the groups one color is replaced by a random one without a name, and the captions name
            only the shape. AdamW 1e-3 with warm-up and cosine, weight decay 0.05, gradient norm at most 1.

            %s
            `./mvnw -Ptrain-shapes process-test-classes -Dshapes.model=%s` trains it again on one processor core, with a second
            one drawing, and goes on where it was stopped; the model, its losses as a picture and the training's state go
            into target/shapes-training. Pictures, captions and initial parameters depend only on the seed, on every system
            and JDK. The parameters after the training also depend on how sums are rounded: on another system, expect these
            figures within about a point, and not the same bytes.
            """,
                size.width(),
                size.visionLayers(),
                size.heads(),
                model.config().text().vocabSize(),
                Architecture.CONTEXT,
                size.width(),
                size.textLayers(),
                size.heads(),
                size.width(),
                plan.type(),
                100 * plan.phases().get(plan.phases().size() - 1).free(),
                100 * plan.phases().get(0).free(),
                trained,
                plan.name());
    }

    private static String figures(String table) {
        return String.format(Locale.ROOT, """

            ## Figures
            Each line is the zero-shot accuracy on %d new renderings: the share for which the caption with the highest
            cosine is the right one. For the columns with 256 pixels, the same pictures are drawn with 256 x 256 pixels, and
            the image processor scales them down. Lines like "a circle, called disc" compare captions like "a disc",
            "a square" and so on over pictures of circles.

            """, PICTURES) + table;
    }

    private static String scores(ClipModel model, Margins margins) {
        double[] own = margins.ownLogits();
        return String.format(Locale.ROOT, """

            ## Scores
            The scale of its scores (exp(logit_scale) = %.1f) is specific to this model: never compare its scores with those
            of another one. A picture and its own complete caption score %.1f on the median, and from %.1f to %.1f in nine of
            ten cases. The table shows by how much the right caption wins: for two pictures that differ in one attribute, the
            score of a picture with its own caption less the score with the caption of the other.

            """, model.logitScaleExp(), own[1], own[0], own[2]) + margins.table();
    }

    private static String limits() {
        return """

            ## Limits
            The model knows only the words of the captions; other words are split into bytes that it was never trained on.
            Colors close to their background do not occur. It is meant for trying out software and for teaching, and for
            nothing else.

            ## License
            Apache-2.0, like the rest of clipmeter.
            """;
    }
}
