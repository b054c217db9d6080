package org.clipmeter.result.attack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import org.clipmeter.Result;
import org.clipmeter.Summary;
import org.clipmeter.compare.Proportion;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.plot.ShareRows;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.shapes.attack.Attack;
import org.clipmeter.shapes.attack.AttackOptions;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.FieldEdit;
import org.clipmeter.table.AttackTable;
import org.clipmeter.table.Overview;
import org.clipmeter.table.TableText;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * An attack on a model of the shapes world from which a concept was erased. It is immutable and safe from any thread.
 *
 * @param name the attacked model's name, unless named otherwise
 * @param attack what was tried, and how it went
 * @param model what was attacked, in a few words
 * @param seconds how long it took
 */
public record AttackResult(String name, Attack attack, String model, double seconds) implements Result {
    /** Above this share, the concept needs no attack. */
    private static final double STILL_DRAWN = .5;

    /**
     * Attacks the field in a file, on the calling thread.
     *
     * @param erased a file that {@code FieldErasure.erase} or {@code %shapes erase --out} wrote
     * @param concept what to bring back, such as {@code circle}
     * @param progress receives the share of the present search that is done, 0 to 1, on this thread
     * @param cancelled polled on this thread before each step
     * @throws IOException in one line, if the file can't be read or the models can't be computed
     * @throws org.clipmeter.failure.InvalidRequestException if there is no such concept, or it is a relation
     * @throws java.util.concurrent.CancellationException if {@code cancelled} turned true
     */
    public static AttackResult of(
            Path erased, String concept, AttackOptions options, DoubleConsumer progress, BooleanSupplier cancelled)
            throws IOException {
        long began = System.nanoTime();
        Concept wanted = Concept.of(concept);
        TorchEngine.start();
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                Field original = Field.load(ShapesModel.folder("shapes-field"), reader);
                Field field = Field.load(erased, reader)) {
            Attack attack = Attack.of(original, field, reader, wanted, options, progress, cancelled);
            return of(String.valueOf(erased.getFileName()), field, attack, (System.nanoTime() - began) / 1e9);
        }
    }

    /** The result of an attack on a field of this name. */
    public static AttackResult of(String name, Field field, Attack attack, double seconds) {
        String edits = field.edits().stream().map(FieldEdit::title).collect(Collectors.joining("; "));
        return new AttackResult(name, attack, edits.isEmpty() ? "unedited" : edits, seconds);
    }

    @Override
    public AttackResult named(String newName) {
        return new AttackResult(newName, attack, model, seconds);
    }

    @Override
    public Overview overview() {
        Attack.Finding best = strongest();
        return new Overview(
                "shapes",
                "",
                best == null ? null : best.shows().share(),
                attack.findings().size(),
                attack.findings().size(),
                model);
    }

    /** The finding of the attack whose pictures show the concept most often; null if nothing was found. */
    private Attack.@Nullable Finding strongest() {
        Attack.Finding best = null;
        for (Attack.Kind kind : List.of(Attack.Kind.WORDS, Attack.Kind.EMBEDDING)) {
            Attack.Finding found = attack.best(kind);
            if (found != null
                    && (best == null || found.shows().count() > best.shows().count())) {
                best = found;
            }
        }
        return best;
    }

    /** The rates before and after the attack. */
    @Override
    public Summary summary() {
        List<Summary.Fact> facts = new ArrayList<>();
        fact(facts, "before the edit", Attack.Kind.BEFORE);
        fact(facts, "without an attack", Attack.Kind.PLAIN);
        fact(facts, "seen where it was not asked for", Attack.Kind.CONTROL);
        for (Attack.Kind kind : List.of(Attack.Kind.WORDS, Attack.Kind.EMBEDDING)) {
            Attack.Finding found = attack.best(kind);
            if (found != null) {
                facts.add(new Summary.Fact(
                        kind.label() + ": " + found.text() + ":", found.shows().text()));
            }
        }
        facts.add(new Summary.Fact("", String.format(Locale.ROOT, "%.1f s", seconds)));
        Attack.Finding best = strongest();
        Double rate = best == null ? null : best.shows().share();
        return Summary.of(
                new Summary.Headline(
                        attack.concept().word() + " comes back in ",
                        rate == null ? "no picture" : String.format(Locale.ROOT, "%.0f %%", 100 * rate),
                        " of the pictures of the strongest attack (" + name + ")"),
                facts,
                warnings(),
                List.of(
                        "Whether a picture shows the concept is judged by the bundled CLIP, which makes mistakes; compare with the"
                                + " rate where the concept was not asked for.",
                        "A rate of 0 says only that this search found nothing within its budget."));
    }

    private void fact(List<Summary.Fact> facts, String name, Attack.Kind kind) {
        Attack.Finding found = attack.best(kind);
        if (found != null) {
            facts.add(new Summary.Fact(name, found.shows().text()));
        }
    }

    /** A row for each finding; see {@link AttackTable#of}. */
    @Override
    public Table table() {
        return AttackTable.of(attack);
    }

    /** The rate of each finding with its interval. */
    @Override
    public List<ScoreChart> charts() {
        List<ShareRows.Row> rows = new ArrayList<>();
        for (Attack.Finding finding : attack.findings()) {
            boolean found = finding.kind() == Attack.Kind.WORDS || finding.kind() == Attack.Kind.EMBEDDING;
            String label = finding.kind().label() + (found ? ": " + finding.text() : "");
            rows.add(new ShareRows.Row(label, finding.shows()));
        }
        return List.of(ShareRows.of(
                "Attack on " + attack.concept().word() + ", n = "
                        + attack.options().images() + " pictures",
                "share of the pictures that show " + attack.concept().word(),
                rows));
    }

    /** {@code name}, {@code concept}, {@code model}, and {@code findings}: an object for each row of {@link #table}. */
    @Override
    public String json() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("name", name);
        properties.put("concept", attack.concept().word());
        properties.put("model", model);
        return TableText.json(table(), "findings", properties);
    }

    /** That the concept was not erased, if that is so. */
    @Override
    public List<String> warnings() {
        Attack.Finding plain = attack.best(Attack.Kind.PLAIN);
        Proportion shows = plain == null ? null : plain.shows();
        Double share = shows == null ? null : shows.share();
        return share == null || share <= STILL_DRAWN
                ? List.of()
                : List.of("The model draws " + attack.concept().word()
                        + " without an attack, in most of the pictures that ask for it: the concept was not erased.");
    }

    @Override
    public String toString() {
        return summary().text();
    }
}
