package org.clipmeter.shapes.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.ClipEncoder;
import org.clipmeter.shapes.Evaluation;

/**
 * Measures the model in a folder and writes its card, {@code README.md}: {@code ModelCard folder how-it-was-trained}.
 */
final class ModelCard {
    private static final long FRESH_SEED = 777_001;
    private static final int PICTURES = 1000;
    private static final int LARGE = 256;

    private ModelCard() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected a model folder and a line that says how it was trained");
        }
        System.out.print(write(Path.of(arguments[0]), arguments[1]));
    }

    /** Writes the card into a model folder and returns it. */
    static String write(Path folder, String trained) throws IOException {
        try (ClipModel model = ClipModel.load(folder, "cpu")) {
            ClipEncoder encoder = new ClipEncoder(model);
            Map<String, Double> small = Evaluation.world(encoder, FRESH_SEED, PICTURES, BatchMaker.SIDE);
            Map<String, Double> large = Evaluation.world(encoder, FRESH_SEED, PICTURES, LARGE);
            StringBuilder card = new StringBuilder(head(model, trained));
            small.forEach((name, accuracy) -> card.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f %% | %.1f %% |%n",
                    name,
                    100 * accuracy,
                    100 * large.getOrDefault(name, Double.NaN))));
            card.append(tail(model));
            String text = card.toString().replace(System.lineSeparator(), "\n");
            Files.writeString(folder.resolve("README.md"), text);
            return text;
        }
    }

    private static String head(ClipModel model, String trained) {
        return String.format(
                Locale.ROOT, """
            ---
            license: apache-2.0
            pipeline_tag: zero-shot-image-classification
            tags: [clip]
            ---
            # The shapes model

            A CLIP of %,d parameters for pictures and captions of a miniature world of colored shapes. With it,
            clipmeter runs offline, in teaching and in tests. It knows nothing else: photographs, other words and
            other drawings give meaningless scores.

            ## Data
            clipmeter draws and captions the pictures during the training, and no picture is used twice. There are 12
            colors, 10 shapes, 3 sizes, 5 fills and 6 backgrounds; one to four things of a kind; and pairs in which one thing
            is left of, right of, above or below the other. Pictures have 64 x 64 pixels, with slight rotation, color jitter
            and noise. For each color, one combination with a shape is never shown in training. No third-party pictures,
            texts or weights are used.

            ## Recipe
            Vision: 64 x 64, patch 8, width 128, 5 layers, 4 heads. Text: byte-level BPE of %d tokens, context 32,
            width 128, 3 layers, 4 heads. Projection 128, gelu.
            A batch has sixteen groups of four scenes that differ in one respect. The contrastive loss takes every caption
            that is true of a picture as a target. Further losses use heads that are dropped after the training: what the
            picture shows, what is under a patch, what a patch covers, what the caption says. A curriculum leads from one
            large thing on black to the whole world; at its beginning the network sees only the patches that lie on things.
            AdamW 1e-3 with warm-up and cosine, weight decay 0.05, gradient norm at most 1.

            Trained: %s.
            `./mvnw -Ptrain-shapes process-classes` trains it again, into target/shapes-model, and shows the progress.
            Pictures, captions and initial parameters depend only on the seed, on every system and JDK. The parameters
            after the training also depend on how sums are rounded: on another system, expect these figures within about a
            point, and not the same bytes. Two runs have not been compared yet.

            ## Figures
            Each line is the zero-shot accuracy on %d new renderings: the share for which the caption with the highest
            cosine is the right one. For the second column, the same pictures are drawn with 256 x 256 pixels, and the image
            processor scales them down.

            | | 64 pixels | 256 pixels |
            |---|---|---|
            """, model.parameterCount(), model.config().text().vocabSize(), trained, PICTURES);
    }

    private static String tail(ClipModel model) {
        return String.format(Locale.ROOT, """

            ## Limits
            The model knows only the words of the captions; other words are split into bytes that it was never trained on.
            Colors close to their background do not occur. The scale of its scores (exp(logit_scale) = %.1f) is specific to
            this model: never compare its scores with those of another one. It is meant for trying out software and for
            teaching, and for nothing else.

            ## License
            Apache-2.0, like the rest of clipmeter.
            """, model.logitScaleExp());
    }
}
