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

            A CLIP of %,d parameters for pictures and captions of a miniature world of coloured shapes. It makes
            clipmeter run offline, in teaching and in tests. It knows nothing else: photographs, other words and
            other drawings give meaningless scores.

            ## Data
            Drawn and captioned by clipmeter while it trains, no picture twice: 12 colours, 10 shapes, 3 sizes, 5 fills,
            6 backgrounds, one to four of a kind, and pairs left of, right of, above or below each other, in pictures of
            64 x 64 pixels with slight rotation, colour jitter and noise. One combination of a colour and a shape for each
            colour is never shown in training. No third-party pictures, texts or weights.

            ## Recipe
            Vision: 64 x 64, patch 8, width 128, 5 layers, 4 heads. Text: byte-level BPE of %d tokens, context 32,
            width 128, 3 layers, 4 heads. Projection 128, gelu.
            Batches of sixteen groups of four scenes that differ in one respect. Contrastive loss with every caption that
            holds for a picture as its target; beside it losses on heads that are dropped afterwards: what the picture
            shows, what lies under a patch, what a patch covers, what the caption says. A curriculum from one large thing
            on black to the whole world, in which the network first sees only the patches that lie on things. AdamW 1e-3
            with warm-up and cosine, weight decay 0.05, gradient length at most 1.

            Trained: %s.
            Again, to target/shapes-model, with progress: `./mvnw -Ptrain-shapes process-classes`.
            Pictures, captions and first parameters depend on the seed alone, on every system and JDK. The parameters
            after training also depend on how sums are rounded: on another system expect these figures within a point or
            so, not the same bytes. Two runs have not been compared yet.

            ## Figures
            Zero-shot accuracy on %d fresh renderings a line: the caption with the highest cosine is right. The
            second column has the same pictures drawn with 256 x 256 pixels, which the image processor scales down.

            | | 64 pixels | 256 pixels |
            |---|---|---|
            """, model.parameterCount(), model.config().text().vocabSize(), trained, PICTURES);
    }

    private static String tail(ClipModel model) {
        return String.format(Locale.ROOT, """

            ## Limits
            Its words are those of the captions; other words are split into bytes that it was never trained on. Colours
            close to their background do not occur. The scores' scale (exp(logit_scale) = %.1f) is its own: never compare
            its scores with another model's. Fit for trying out software and for teaching, for nothing that matters.

            ## Licence
            Apache-2.0, as the rest of clipmeter.
            """, model.logitScaleExp());
    }
}
