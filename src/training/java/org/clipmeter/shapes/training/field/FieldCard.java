package org.clipmeter.shapes.training.field;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.evaluation.ClipEncoder;
import org.clipmeter.shapes.evaluation.Evaluation;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.Latent;

/** Measures a trained field and writes its card, {@code README.md}. */
public final class FieldCard {
    private static final long FRESH_SEED = 777_002;
    private static final int PICTURES = 600;
    private static final int SIDE = 64;

    private FieldCard() {}

    /**
     * Writes the card into the folder and returns it.
     *
     * @param folder of the trained field
     * @param reader whose text tower reads the captions; also the judge of the pictures
     */
    public static String write(Path folder, ClipModel reader) throws IOException {
        try (Field field = Field.load(folder, reader)) {
            ClipEncoder judge = new ClipEncoder(reader);
            Map<String, Double> rendered =
                    Evaluation.ofPictures(judge, Evaluation.Pictures.RENDERED, FRESH_SEED, PICTURES, SIDE);
            int[] drawn = new int[1];
            long[] nanos = new long[1];
            Map<String, Double> own = Evaluation.ofPictures(
                    judge,
                    (scene, pixels, random) -> {
                        Latent latent = Latent.of(scene, random);
                        long start = System.nanoTime();
                        try {
                            return field.draw(scene.caption(), latent, pixels);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        } finally {
                            nanos[0] += System.nanoTime() - start;
                            drawn[0]++;
                        }
                    },
                    FRESH_SEED,
                    PICTURES,
                    SIDE);
            System.out.printf("%.1f pictures a second%n", drawn[0] / (nanos[0] / 1e9));
            StringBuilder table = new StringBuilder("| | the field | the renderer |\n|---|---|---|\n");
            rendered.forEach((name, accuracy) -> table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f %% | %.1f %% |%n",
                    name,
                    100 * own.getOrDefault(name, Double.NaN),
                    100 * accuracy)));
            String trained = Files.readString(folder.resolve("trained.txt")).strip();
            String text = String.format(Locale.ROOT, """
            ---
            license: apache-2.0
            pipeline_tag: text-to-image
            ---
            # The model shapes-field

            A text-to-image model of %,d parameters for the miniature world of colored shapes: a neural field, which gives the
            color of a point from the point's place, a layout, and a caption. It reads the caption through cross-attention over
            the hidden states of the text tower of `shapes`, as Stable Diffusion reads them from its CLIP, so that the published
            edits of cross-attention that erase a concept apply to it as they are. What a caption leaves open, such as where a
            thing is and how the colors vary, is in the layout, in place of noise; a caption and a layout together determine the
            picture.

            ## Data
            Scenes of the miniature world with their captions, drawn by clipmeter's own renderer without noise during the
            training; see the card of `shapes`. No third-party pictures, texts or weights are used.

            ## Recipe
            64 pictures in a batch, with 256 points of each, half of them near a thing. Each picture has one to four slots with a
            place each; the network is asked for the color that a slot's thing gives to a point, and for how far the thing
            covers it; the slot that covers a point most gives the pixel. Mean squared error of the color, and cross-entropy of
            the cover. The color of points on dotted things weighs four times as much, since dots are small and else hardly
            learned. A thing has one of the five fills with a probability of 0.8, and is solid otherwise. About a point, the
            network also reads what a striped and what a dotted thing of each size would show there. One caption in ten is empty.
            AdamW 2e-3 with warm-up and cosine, weight decay 0.01, gradient norm at most 1. In the last two sevenths of the steps,
            half of the points are at most 1.3 radii from a thing, so that small things are seen as often as large ones, and the
            learning rate begins again with 1e-3.

            Trained: %s.

            `./mvnw -Ptrain-shapes process-test-classes -Dshapes.model=shapes-field` trains it again and goes on where it was
            stopped.

            ## Figures
            How often `shapes` recognizes what was asked for, on %d new pictures of 64 x 64 pixels for each line, beside the
            same for the renderer's own pictures. The judge makes mistakes too, so the renderer's column is the one to compare
            with.

            %s
            ## Limits
            It knows only the words of the captions. It was trained on pictures of 64 x 64 pixels and draws larger ones as a
            field does, by asking for more points. It is meant for teaching how concepts are erased and how that is measured,
            and for nothing else.

            ## License
            Apache-2.0, like the rest of clipmeter.
            """, field.size(), trained, PICTURES, table)
                    .replace(System.lineSeparator(), "\n");
            Files.writeString(folder.resolve("README.md"), text);
            return text;
        }
    }
}
