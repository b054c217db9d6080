package org.clipmeter.result.erasure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.clipmeter.Summary;
import org.clipmeter.compare.ProportionChange;
import org.clipmeter.compare.SameModel;
import org.clipmeter.erasure.AccuracyChange;
import org.clipmeter.erasure.ErasureAccuracy;
import org.clipmeter.erasure.RequestAccuracy;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.plot.ErasurePlots;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.table.ErasureTable;
import org.clipmeter.table.Overview;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** UA and IRA of techniques beside a baseline. It is immutable and safe from any thread. */
public final class TechniqueComparison extends ErasureResult {
    private final UaIra baseline;
    private final List<UaIra> techniques;
    private final List<AccuracyChange> changes;

    private TechniqueComparison(
            String name, UaIra baseline, List<UaIra> techniques, List<AccuracyChange> changes, List<String> warnings) {
        super(name, baseline.model(), warnings);
        this.baseline = baseline;
        this.techniques = techniques;
        this.changes = changes;
    }

    /**
     * Compares techniques with a baseline, image by image if their images can be joined.
     *
     * @param techniques at least one, with names that differ from each other and from the baseline's
     * @throws InvalidRequestException in one line, if there is no technique, a name stands for two of them, or their models, concepts or texts
     *     differ
     */
    public static TechniqueComparison of(UaIra baseline, List<UaIra> techniques) {
        if (techniques.isEmpty()) {
            throw new InvalidRequestException("erasure compare: expected at least one technique to compare with "
                    + baseline.name() + ", got none");
        }
        Set<String> names = new HashSet<>(Set.of(baseline.name()));
        List<AccuracyChange> changes = new ArrayList<>();
        for (UaIra technique : techniques) {
            if (!names.add(technique.name())) {
                throw new InvalidRequestException(
                        "erasure compare: two results are named " + technique.name() + "; give each another name");
            }
            SameModel.require(baseline.name(), baseline.model(), technique.name(), technique.model());
            if (!baseline.sameQuestion(technique)) {
                throw new InvalidRequestException("erasure compare: " + baseline.name() + " was seen among "
                        + String.join(", ", baseline.accuracy().concepts()) + ", " + technique.name() + " among "
                        + String.join(", ", technique.accuracy().concepts())
                        + ", or in other sentences; compute both with the same concepts and texts");
            }
            changes.add(
                    AccuracyChange.of(baseline.name(), baseline.accuracy(), technique.name(), technique.accuracy()));
        }
        String name =
                techniques.stream().map(UaIra::name).collect(Collectors.joining(", ")) + " against " + baseline.name();
        return new TechniqueComparison(name, baseline, List.copyOf(techniques), List.copyOf(changes), List.of());
    }

    @Override
    public TechniqueComparison named(String newName) {
        return new TechniqueComparison(newName, baseline, techniques, changes, warnings());
    }

    /** How each technique differs from the baseline, in order. */
    public List<AccuracyChange> changes() {
        return changes;
    }

    @Override
    public Overview overview() {
        return new Overview(
                model().name(),
                model().precision(),
                null,
                baseline.accuracy().evaluated(),
                baseline.accuracy().images().size(),
                baseline.overview().images());
    }

    @Override
    public Summary summary() {
        List<Summary.Part> parts = new ArrayList<>();
        for (int i = 0; i < techniques.size(); i++) {
            AccuracyChange change = changes.get(i);
            UaIra technique = techniques.get(i);
            Summary.Headline headline = new Summary.Headline(
                    technique.name() + " against " + baseline.name() + ": Δ UA ",
                    delta(change.ua()),
                    ", Δ IRA " + delta(change.ira()));
            parts.add(new Summary.Part(headline, facts(change), notes(change)));
        }
        List<String> caveats = new ArrayList<>();
        if (techniques.size() > 1) {
            caveats.add("p is not adjusted for " + techniques.size() + " comparisons.");
        }
        caveats.addAll(ErasureAccuracy.DEFINITIONS);
        return new Summary(parts, caveats);
    }

    private static String delta(@Nullable ProportionChange change) {
        return change == null ? "none" : String.format(Locale.ROOT, "%+.3f", change.delta());
    }

    private List<Summary.Fact> facts(AccuracyChange change) {
        List<Summary.Fact> facts = new ArrayList<>();
        add(facts, "UA", change.ua());
        add(facts, "IRA", change.ira());
        if (!change.joined().isEmpty()) {
            facts.add(new Summary.Fact("images:", change.joined()));
        }
        facts.add(modelFact());
        return facts;
    }

    private static void add(List<Summary.Fact> facts, String name, @Nullable ProportionChange change) {
        if (change == null) {
            return;
        }
        facts.add(new Summary.Fact(
                name, change.first().text() + " → " + change.second().text()));
        String directions = change.paired()
                ? ", right only in the baseline " + change.onlyFirst() + ", only in the other " + change.onlySecond()
                : "";
        facts.add(new Summary.Fact("Δ " + name, change.text() + directions));
    }

    private static List<String> notes(AccuracyChange change) {
        List<String> notes = new ArrayList<>();
        if (change.joined().isEmpty()) {
            notes.add(
                    "images could not be joined, so that the techniques are compared as separate groups, which detects less");
        }
        if (!change.leftOut().isEmpty()) {
            notes.add("left out: " + String.join(", ", change.leftOut()));
        }
        return notes;
    }

    /** A row for each technique, the baseline first; see {@link ErasureTable#techniques}. */
    @Override
    public Table table() {
        List<ErasureTable.Technique> rows = new ArrayList<>();
        rows.add(new ErasureTable.Technique(baseline.name(), baseline.accuracy().pooled(), null));
        for (int i = 0; i < techniques.size(); i++) {
            rows.add(new ErasureTable.Technique(
                    techniques.get(i).name(), techniques.get(i).accuracy().pooled(), changes.get(i)));
        }
        return ErasureTable.techniques(rows);
    }

    /** IRA against UA, with a point for each technique that has images for both. */
    @Override
    public List<ScoreChart> charts() {
        List<UaIra> all = new ArrayList<>(List.of(baseline));
        all.addAll(techniques);
        List<ErasurePlots.Point> points = new ArrayList<>();
        for (UaIra technique : all) {
            RequestAccuracy pooled = technique.accuracy().pooled();
            if (pooled.ua().n() > 0 && pooled.ira().n() > 0) {
                points.add(new ErasurePlots.Point(technique.name(), pooled.ua(), pooled.ira()));
            }
        }
        return points.isEmpty() ? List.of() : List.of(ErasurePlots.accuracies("technique", points));
    }

    /** {@code baseline} and {@code techniques}: for each its figures and its changes. */
    @Override
    public String json() {
        return json(null);
    }

    @Override
    public ObjectNode details() {
        ObjectNode details = object();
        details.set("baseline", node(baseline));
        ArrayNode array = details.putArray("techniques");
        for (int i = 0; i < techniques.size(); i++) {
            ObjectNode node = node(techniques.get(i));
            put(node, "ua_change", changes.get(i).ua());
            put(node, "ira_change", changes.get(i).ira());
            array.add(node);
        }
        return details;
    }

    private static ObjectNode node(UaIra technique) {
        ObjectNode node = object();
        node.put("name", technique.name());
        put(node, "ua", technique.accuracy().pooled().ua());
        put(node, "ira", technique.accuracy().pooled().ira());
        return node;
    }

    private static void put(ObjectNode node, String name, @Nullable ProportionChange change) {
        if (change == null) {
            node.putNull(name);
            return;
        }
        node.putObject(name)
                .put("value", change.delta())
                .put("low", change.interval() == null ? null : change.interval().low())
                .put(
                        "high",
                        change.interval() == null ? null : change.interval().high())
                .put("p", change.pValue())
                .put("test", change.test())
                .put("paired", change.paired());
    }
}
