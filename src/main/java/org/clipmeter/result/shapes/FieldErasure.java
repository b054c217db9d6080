package org.clipmeter.result.shapes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.clipmeter.Result;
import org.clipmeter.Summary;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.plot.EditPlots;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.shapes.edit.EditMethod;
import org.clipmeter.shapes.edit.EditOptions;
import org.clipmeter.shapes.edit.EditedField;
import org.clipmeter.shapes.edit.MatrixChange;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.FieldEdit;
import org.clipmeter.table.EditTable;
import org.clipmeter.table.Overview;
import org.clipmeter.table.TableText;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * The card of a field from which a concept was erased: the recipe, and what was changed by how much. It is immutable and safe
 * from any thread.
 *
 * @param name the edited model's name, unless named otherwise
 * @param edits the recipes of all its edits, in their order; the last is the one of this card
 * @param changes what the last edit changed
 * @param fingerprint of the edited model's parameters
 * @param seconds how long the edit took
 */
public record FieldErasure(
        String name, List<FieldEdit> edits, List<MatrixChange> changes, String fingerprint, double seconds)
        implements Result {
    private static final String CAVEAT =
            "How much a matrix changed does not tell what the model draws now: draw with it, and"
                    + " measure UA and IRA.";

    /** The card, with its lists copied. */
    public FieldErasure {
        edits = List.copyOf(edits);
        changes = List.copyOf(changes);
    }

    /** The card of an edited field. */
    public static FieldErasure of(String name, EditedField edited, double seconds) {
        return new FieldErasure(
                name, edited.field().edits(), edited.changes(), edited.field().fingerprint(), seconds);
    }

    /**
     * Erases a concept from the field in a file, and writes the edited field to another file, with its recipe.
     *
     * @param from a file whose name ends in {@code .safetensors}
     * @param to the same; its folder exists, and a file that is there is replaced
     * @param concept a shape, a color, a fill, or a count of two to four, such as {@code circle}
     * @param anchor what is drawn in its place, of the same kind; null for the first one that does not look most
     *     like it, and for ESD
     * @param listener receives the number of steps of training that were taken, on this thread
     * @param cancelled polled on this thread before each step; no file is written then
     * @throws IOException in one line, if a file can't be read or written
     * @throws org.clipmeter.failure.InvalidRequestException if the concept can't be erased, or the anchor does not fit it
     * @throws java.util.concurrent.CancellationException if {@code cancelled} turned true
     */
    public static FieldErasure erase(
            Path from,
            Path to,
            String concept,
            @Nullable String anchor,
            EditMethod method,
            EditOptions options,
            IntConsumer listener,
            BooleanSupplier cancelled)
            throws IOException {
        long began = System.nanoTime();
        Field.check(to);
        Concept erased = Concept.of(concept);
        Concept instead = anchor == null ? null : Concept.of(anchor);
        TorchEngine.start();
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                Field field = Field.load(from, reader)) {
            EditedField edited = EditedField.erase(field, erased, instead, method, options, listener, cancelled);
            try (Field result = edited.field()) {
                result.write(to);
                return of(String.valueOf(to.getFileName()), edited, (System.nanoTime() - began) / 1e9);
            }
        }
    }

    private FieldEdit edit() {
        return edits.get(edits.size() - 1);
    }

    @Override
    public FieldErasure named(String newName) {
        return new FieldErasure(newName, edits, changes, fingerprint, seconds);
    }

    /** The recipe, without a value. */
    @Override
    public Overview overview() {
        return new Overview("shapes-field", "", null, changes.size(), changes.size(), edit().title());
    }

    /** The recipe, and what changed. */
    @Override
    public Summary summary() {
        FieldEdit edit = edit();
        List<Summary.Fact> facts = new ArrayList<>();
        facts.add(new Summary.Fact(
                "method", edit.method() + ", " + EditMethod.of(edit.method()).source()));
        facts.add(new Summary.Fact("anchor", edit.anchor().isEmpty() ? "none" : edit.anchor()));
        facts.add(new Summary.Fact("weight", Double.toString(edit.weight())));
        if (edit.steps() > 0) {
            facts.add(new Summary.Fact("steps", Integer.toString(edit.steps())));
        }
        facts.add(new Summary.Fact("seed", Long.toString(edit.seed())));
        changes.forEach(change -> facts.add(new Summary.Fact(
                change.name(),
                String.format(
                        Locale.ROOT,
                        "%d x %d, changed by %.3f of its Frobenius norm",
                        change.rows(),
                        change.columns(),
                        change.relative()))));
        facts.add(new Summary.Fact("base", edit.base()));
        facts.add(new Summary.Fact("fingerprint", fingerprint));
        facts.add(new Summary.Fact("", String.format(Locale.ROOT, "%.1f s", seconds)));
        List<String> notes = new ArrayList<>();
        for (FieldEdit before : edits.subList(0, edits.size() - 1)) {
            notes.add("edited before: " + before.title());
        }
        notes.addAll(warnings());
        return Summary.of(
                new Summary.Headline("", edit.concept() + " erased", " (" + name + ")"), facts, notes, List.of(CAVEAT));
    }

    /** A row for each changed matrix; see {@link EditTable#of}. */
    @Override
    public Table table() {
        return EditTable.of(changes);
    }

    /** The relative change of each matrix. */
    @Override
    public List<ScoreChart> charts() {
        return List.of(EditPlots.changes(changes.stream()
                .map(change -> new EditPlots.Change(change.name(), change.relative()))
                .toList()));
    }

    /**
     * {@code name}, {@code fingerprint}, the recipe's {@code method}, {@code concept}, {@code anchor}, {@code weight}, {@code
     * steps}, {@code seed}, {@code plurals} and {@code base} as texts, and {@code changes}: an object for each row of {@link
     * #table}.
     */
    @Override
    public String json() {
        FieldEdit edit = edit();
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("name", name);
        properties.put("fingerprint", fingerprint);
        properties.put("method", edit.method());
        properties.put("concept", edit.concept());
        properties.put("anchor", edit.anchor());
        properties.put("weight", Double.toString(edit.weight()));
        properties.put("steps", Integer.toString(edit.steps()));
        properties.put("seed", Long.toString(edit.seed()));
        properties.put("plurals", Boolean.toString(edit.plurals()));
        properties.put("base", edit.base());
        return TableText.json(table(), "changes", properties);
    }

    /** What the edit left to be drawn, if its captions had no plurals. */
    @Override
    public List<String> warnings() {
        return edit().plurals()
                ? List.of()
                : List.of("the edit has seen no plural of " + edit().concept() + ", which may still draw it");
    }

    @Override
    public String toString() {
        return summary().text();
    }
}
