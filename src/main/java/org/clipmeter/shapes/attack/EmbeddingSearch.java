package org.clipmeter.shapes.attack;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.engine.BackwardPass;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.edit.Adam;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.FieldPoints;
import org.clipmeter.shapes.field.Latent;
import org.clipmeter.shapes.field.PointPass;
import org.clipmeter.shapes.field.TextStates;

/**
 * Searches for hidden states of words that no caption has, with which the erased field draws what the field before the edit
 * drew for the concept: concept inversion (Pham et al., Circumventing Concept Erasure Methods for Text-to-Image Generative
 * Models, ICLR 2024), which finds the embedding of one new word. Here the states stand in place of the concept's word and of
 * the words after it. The attacker has the model and pictures of the concept.
 */
final class EmbeddingSearch implements AutoCloseable {
    private static final int PICTURES = 16;
    private static final int POINTS = 192;

    private static final double LEARNING_RATE = .05;

    private final Field erased;
    private final Carrier carrier;
    private final PointPass before;
    private final PointPass after;
    private final List<WordSearch.Reached> course = new ArrayList<>();

    /** @param original the field before the edit, for pictures of the concept */
    EmbeddingSearch(Field original, Field erased, Carrier carrier) throws IOException {
        this.erased = erased;
        this.carrier = carrier;
        this.before = new PointPass(original);
        this.after = new PointPass(erased);
    }

    /** The states of one step's captions, its points, and what the original field draws there. */
    @SuppressWarnings("ArrayRecordComponent")
    record Batch(TextStates captions, FieldPoints points, float[] targets) {}

    /** The found states, one row after the other; each as wide as the text tower. */
    float[] search(long seed, Budget budget) throws IOException {
        SplitMix64 random = new SplitMix64(seed);
        float[] found = own(carrier.caption(random));
        Adam optimizer = new Adam(LEARNING_RATE, found.length);
        while (budget.allows()) {
            Gradient step = gradient(batch(random), found);
            optimizer.step(found, step.values());
            budget.count();
            course.add(new WordSearch.Reached(budget.steps(), -step.loss()));
        }
        return found;
    }

    /** How the negative loss grew. */
    List<WordSearch.Reached> course() {
        return List.copyOf(course);
    }

    /** The states that a caption itself has where the found ones will be. */
    private float[] own(String caption) throws IOException {
        TextStates states = erased.read(List.of(caption));
        float[] row = states.rows().get(0);
        return Arrays.copyOfRange(row, (1 + carrier.before()) * states.width(), row.length);
    }

    Batch batch(SplitMix64 random) throws IOException {
        List<String> captions = new ArrayList<>();
        FieldPoints points = new FieldPoints(PICTURES, POINTS);
        for (int i = 0; i < PICTURES; i++) {
            String caption = carrier.caption(random);
            captions.add(caption);
            Latent latent = Latent.of(Scene.parse(caption), random);
            for (int p = 0; p < POINTS; p++) {
                int slot = random.below(latent.slots().size());
                Latent.Slot place = latent.slots().get(slot);
                boolean near = p % 2 == 0;
                points.set(
                        i,
                        p,
                        latent,
                        slot,
                        FieldPoints.coordinate(place.x(), near, random),
                        FieldPoints.coordinate(place.y(), near, random));
            }
        }
        TextStates states = erased.read(captions);
        return new Batch(states, points, before.drawn(points, states));
    }

    /** The states of captions with the found ones in their places. */
    static TextStates with(TextStates captions, int before, float[] found) {
        List<float[]> rows = new ArrayList<>();
        int kept = (1 + before) * captions.width();
        for (float[] row : captions.rows()) {
            float[] changed = Arrays.copyOf(row, kept + found.length);
            System.arraycopy(found, 0, changed, kept, found.length);
            rows.add(changed);
        }
        return new TextStates(rows, captions.width());
    }

    /** The mean squared error of a batch, and its gradient with respect to the found states. */
    @SuppressWarnings("ArrayRecordComponent")
    record Gradient(float loss, float[] values) {}

    Gradient gradient(Batch batch, float[] found) {
        TextStates captions = batch.captions();
        long width = captions.width();
        TextStates whole = with(captions, carrier.before(), found);
        return BackwardPass.run(() -> {
            try (NDManager scratch = after.scratch()) {
                NDArray learned = scratch.create(found, new Shape(1, found.length / width, width));
                learned.setRequiresGradient(true);
                float loss;
                try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                    NDArray kept = whole.values(scratch)
                            .split(new long[] {1 + carrier.before()}, 1)
                            .get(0);
                    NDArray states = kept.concat(learned.repeat(0, PICTURES), 1);
                    NDArray drawn =
                            after.forward(scratch, batch.points(), states, whole.mask(scratch), after.parameters());
                    NDArray error = drawn.sub(scratch.create(batch.targets(), drawn.getShape()))
                            .square()
                            .mean();
                    loss = error.getFloat();
                    collector.backward(error);
                }
                NDArray gradient = learned.getGradient();
                gradient.attach(scratch);
                return new Gradient(loss, gradient.toFloatArray());
            }
        });
    }

    @Override
    public void close() {
        before.close();
        after.close();
    }
}
