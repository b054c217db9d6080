package org.clipmeter.shapes.edit;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.NearNames;
import org.clipmeter.failure.OneLine;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.field.Field;

/** The published ways to erase a concept from the field. All of them change the keys and values of cross-attention only. */
public enum EditMethod {
    /**
     * Unified concept editing: the concept's tokens are read as the anchor's, in closed form. The weight says how strongly the
     * concept counts against what is kept; a high one damages other concepts.
     */
    UCE("Gandikota et al., Unified Concept Editing in Diffusion Models, WACV 2024") {
        @Override
        Map<String, float[]> edit(
                Field field,
                EditCaptions captions,
                EditOptions options,
                IntConsumer progress,
                BooleanSupplier cancelled)
                throws IOException {
            return Uce.edit(field, captions, options.weight());
        }

        @Override
        EditCaptions.Counts captions() {
            return Uce.CAPTIONS;
        }

        @Override
        public boolean isTrained() {
            return false;
        }
    },
    /**
     * Concept ablation: captions of the concept are trained to be drawn as the unchanged model draws those of the anchor. The
     * weight says how strongly the pictures of the concept count against those that are kept.
     */
    ABLATION("Kumari et al., Ablating Concepts in Text-to-Image Diffusion Models, ICCV 2023") {
        @Override
        float[] targets(FineTuning tuning, EditBatch batch, double weight) throws IOException {
            return tuning.drawn(batch.anchors(), batch.points());
        }
    },
    /**
     * Erased stable diffusion: captions of the concept are trained to be drawn as the opposite of them, seen from the picture
     * without a caption. The weight says how far beyond that picture the opposite lies (negative guidance).
     */
    ESD("Gandikota et al., Erasing Concepts from Diffusion Models, ICCV 2023, adapted: a field gives colors and"
            + " not noise") {
        @Override
        float[] targets(FineTuning tuning, EditBatch batch, double weight) throws IOException {
            return Esd.targets(tuning, batch, weight);
        }
    };

    private final String source;

    EditMethod(String source) {
        this.source = source;
    }

    /**
     * The method of a name, such as {@code uce}; letter case does not matter.
     *
     * @throws InvalidRequestException if there is no such method; the message names all of them
     */
    public static EditMethod of(String name) {
        for (EditMethod method : values()) {
            if (method.id().equals(name.strip().toLowerCase(Locale.ROOT))) {
                return method;
            }
        }
        List<String> ids = Arrays.stream(values()).map(EditMethod::id).toList();
        throw new InvalidRequestException("there is no method " + OneLine.name(name, 60)
                + NearNames.suggestion(name, ids) + "; expected " + String.join(", ", ids));
    }

    /** The method's name, such as {@code uce}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The publication of the method. */
    public String source() {
        return source;
    }

    /** Whether the method takes steps of training. */
    public boolean isTrained() {
        return true;
    }

    /** How many captions an edit is computed from. */
    EditCaptions.Counts captions() {
        return FineTuning.CAPTIONS;
    }

    /**
     * The changed keys and values, by the parameter's name.
     *
     * @throws CancellationException if {@code cancelled} turned true before a step
     */
    Map<String, float[]> edit(
            Field field, EditCaptions captions, EditOptions options, IntConsumer progress, BooleanSupplier cancelled)
            throws IOException {
        SplitMix64 random = new SplitMix64(options.seed()).apart();
        try (FineTuning tuning = new FineTuning(field)) {
            for (int step = 0; step < options.steps(); step++) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("cancelled after " + step + " of " + options.steps() + " steps");
                }
                EditBatch batch = EditBatch.of(captions, random);
                float[] targets = targets(tuning, batch, options.weight());
                tuning.step(batch.captions(), batch.points(), targets, weights(batch, options.weight()));
                progress.accept(step + 1);
            }
            return tuning.changed();
        }
    }

    /** What the edited field should draw in a step of training, as {@link FineTuning#drawn} gives it. */
    float[] targets(FineTuning tuning, EditBatch batch, double weight) throws IOException {
        throw new IllegalStateException(id() + " is not trained");
    }

    /** The weights of the pictures of a step, which add up to the concept's weight plus 1. */
    double[] weights(EditBatch batch, double weight) {
        double[] weights = new double[batch.captions().size()];
        Arrays.fill(weights, 0, batch.erased(), (this == ESD ? 1 : weight) / batch.erased());
        Arrays.fill(weights, batch.erased(), weights.length, 1.0 / (weights.length - batch.erased()));
        return weights;
    }
}
