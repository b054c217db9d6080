package org.clipmeter.shapes.edit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.FieldEdit;
import org.clipmeter.shapes.field.FieldParameters;
import org.jspecify.annotations.Nullable;

/**
 * A field from which a concept was erased.
 *
 * @param field the edited field, whose last {@link Field#edits} is the recipe; the caller closes it
 * @param changes what was changed, in the order of the parameters
 */
public record EditedField(Field field, List<MatrixChange> changes) {
    public EditedField {
        changes = List.copyOf(changes);
    }

    /** The recipe of the edit. */
    public FieldEdit edit() {
        return field.edits().get(field.edits().size() - 1);
    }

    /**
     * Erases a concept from a field, which stays as it is.
     *
     * @param anchor what is drawn in its place; null for {@link #anchorOf}
     * @param progress receives the number of steps that were taken, on this thread
     * @param cancelled polled on this thread before each step and at the end; nothing remains of an edit that is cancelled
     * @throws InvalidRequestException if the concept can't be erased, the anchor does not fit it, or the edit gives numbers that are
     *     not finite
     * @throws CancellationException if {@code cancelled} turned true
     */
    public static EditedField erase(
            Field field,
            Concept concept,
            @Nullable Concept anchor,
            EditMethod method,
            EditOptions options,
            IntConsumer progress,
            BooleanSupplier cancelled)
            throws IOException {
        if (anchor != null && method == EditMethod.ESD) {
            throw new InvalidRequestException(
                    "esd has no anchor: it draws away from the concept; leave the anchor out, or"
                            + " choose uce or ablation");
        }
        Concept instead = anchor == null ? anchorOf(concept) : anchor;
        EditCaptions captions = EditCaptions.of(concept, instead, options.plurals(), method.captions(), options.seed());
        check(cancelled);
        Map<String, float[]> changed = method.edit(field, captions, options, progress, cancelled);
        check(cancelled);
        requireFinite(changed, options);
        List<MatrixChange> changes = new ArrayList<>();
        for (FieldParameters.Parameter parameter : field.parameters()) {
            float[] after = changed.get(parameter.name());
            if (after != null) {
                changes.add(MatrixChange.of(
                        parameter.name(), Math.toIntExact(parameter.shape().get(1)), field.values(parameter), after));
            }
        }
        FieldEdit edit = new FieldEdit(
                method.id(),
                concept.word(),
                method == EditMethod.ESD ? "" : instead.word(),
                options.weight(),
                method.isTrained() ? options.steps() : 0,
                options.seed(),
                options.plurals(),
                field.fingerprint());
        return new EditedField(field.edited(changed, edit), changes);
    }

    private static void requireFinite(Map<String, float[]> changed, EditOptions options) {
        changed.forEach((name, values) -> {
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new InvalidRequestException("the edit gives " + value + " in " + name
                            + ", expected finite numbers; choose a smaller weight than " + options.weight()
                            + " or fewer steps");
                }
            }
        });
    }

    private static void check(BooleanSupplier cancelled) {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("the edit was cancelled");
        }
    }

    /**
     * The anchor of a concept for which none was chosen: the first one of its kind, other than what looks most like the
     * concept. A square takes the place of a circle, which a hexagon would resemble.
     */
    public static Concept anchorOf(Concept concept) {
        List<Concept> others = concept.others();
        List<String> names = Concept.names();
        return others.stream()
                .skip(1)
                .filter(other -> !other.word().equals("one"))
                .min(Comparator.comparingInt(other -> names.indexOf(other.word())))
                .orElse(others.get(0));
    }
}
