package org.clipmeter.result.erasure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.clipmeter.ClipMeter;
import org.clipmeter.ScoreRun;
import org.clipmeter.Summary;
import org.clipmeter.compare.SameModel;
import org.clipmeter.erasure.Collateral;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.model.Similarity;
import org.clipmeter.plot.ErasurePlots;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.table.ErasureTable;
import org.clipmeter.table.Overview;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** What an erasure did to the scores of other concepts. It is immutable, safe from any thread, and outlives the model. */
public final class CollateralCurve extends ErasureResult {
    private final Collateral collateral;
    private final ScoreRun original;
    private final ScoreRun run;

    CollateralCurve(String name, Collateral collateral, ScoreRun original, ScoreRun run, List<String> warnings) {
        super(name, run.result().model(), warnings);
        this.collateral = collateral;
        this.original = original;
        this.run = run;
    }

    /**
     * The curve of two scored runs, with the concepts in an order that the caller knows.
     *
     * @param erased the erased concept
     * @param conceptOf the concept of each prompt, by the prompt's id; see {@link org.clipmeter.erasure.PromptConcepts}
     * @param concepts the concepts, from the erased one to ever more distant ones
     * @throws InvalidRequestException in one line, if models or templates differ, or no prompt has a concept
     */
    public static CollateralCurve of(
            ScoreRun original, ScoreRun run, String erased, Map<String, String> conceptOf, List<String> concepts) {
        Map<String, @Nullable Double> order = new LinkedHashMap<>();
        concepts.forEach(concept -> order.put(concept, null));
        return of(original, run, erased, conceptOf, order, List.of());
    }

    /**
     * The curve of two scored runs, with the concepts in the order of their similarity to the erased one in the model's text space.
     *
     * @param meter the model that scored the runs
     * @throws IOException if the model can't be used any longer
     * @throws InvalidRequestException in one line, if the models or templates differ, or no prompt has a concept
     */
    public static CollateralCurve bySimilarity(
            ClipMeter meter,
            ScoreRun original,
            ScoreRun run,
            String erased,
            Map<String, String> conceptOf,
            ErasureOptions options)
            throws IOException {
        SameModel.require(original.name(), original.result().model(), "the loaded model", meter.info());
        Set<String> concepts = new LinkedHashSet<>(List.of(erased));
        conceptOf.values().stream().sorted().forEach(concepts::add);
        ErasureModel model = new ErasureModel(meter, options);
        Map<String, float[]> texts = model.concepts(List.copyOf(concepts));
        float[] own = texts.getOrDefault(erased, new float[0]);
        Map<String, Double> similarities = new LinkedHashMap<>();
        texts.forEach((concept, text) -> similarities.put(concept, Similarity.cosine(text, own)));
        Map<String, @Nullable Double> order = new LinkedHashMap<>();
        similarities.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> order.put(entry.getKey(), entry.getValue()));
        return of(original, run, erased, conceptOf, order, model.warnings());
    }

    private static CollateralCurve of(
            ScoreRun original,
            ScoreRun run,
            String erased,
            Map<String, String> conceptOf,
            Map<String, @Nullable Double> order,
            List<String> warnings) {
        Collateral collateral =
                Collateral.of(original.name(), original.result(), run.name(), run.result(), erased, conceptOf, order);
        return new CollateralCurve(run.name() + " against " + original.name(), collateral, original, run, warnings);
    }

    @Override
    public CollateralCurve named(String newName) {
        return new CollateralCurve(newName, collateral, original, run, warnings());
    }

    /** The changes by concept. */
    public Collateral collateral() {
        return collateral;
    }

    /** The original's run, then the erased model's. */
    @Override
    public List<ScoreRun> scoredRuns() {
        return List.of(original, run);
    }

    @Override
    public Overview overview() {
        return new Overview(
                model().name(),
                model().precision(),
                null,
                collateral.concepts().stream()
                        .mapToInt(change -> change.delta().n())
                        .sum(),
                run.result().totalCount(),
                run.result().pairs().imagesName());
    }

    @Override
    public Summary summary() {
        String own = "none";
        List<Summary.Fact> facts = new ArrayList<>();
        for (Collateral.Change change : collateral.concepts()) {
            if (change.concept().equals(collateral.erased())) {
                own = String.format(Locale.ROOT, "%+.4f", change.delta().value());
            }
            facts.add(fact("", change));
        }
        List<Collateral.Change> clean = collateral.clean();
        if (clean != null) {
            String without = "without " + collateral.flagged() + " flagged pictures, ";
            clean.forEach(change -> facts.add(fact(without, change)));
        }
        List<String> notes = new ArrayList<>();
        if (clean == null && collateral.flaggedMatter()) {
            notes.add(
                    "more than 1 % of the pictures are all black or transparent, and no pair is left without them, so that there are no"
                            + " figures without them");
        }
        if (collateral.unknown() > 0) {
            notes.add("prompts with none, or several, of the concepts, which are left out: " + collateral.unknown());
        }
        List<String> left = collateral.scores().leftovers(original.name(), run.name());
        if (!left.isEmpty()) {
            notes.add("left out: " + String.join(", ", left));
        }
        return summary(
                new Summary.Headline(
                        "Δ logits_per_image of " + collateral.erased() + " ",
                        own,
                        " (" + run.name() + " against " + original.name() + "), and of its neighbors"),
                facts,
                notes,
                List.of(Collateral.DEFINITION));
    }

    private static Summary.Fact fact(String images, Collateral.Change change) {
        String similarity = change.similarity() == null
                ? ""
                : String.format(Locale.ROOT, " (similarity %.3f)", change.similarity());
        return new Summary.Fact(
                images + change.concept() + similarity + ":",
                String.format(Locale.ROOT, "%.4f → %.4f, Δ ", change.original(), change.run()) + text(change.delta())
                        + ", Wilcoxon p " + change.wilcoxon().text());
    }

    /** A row for each concept, with and without flagged pictures; see {@link ErasureTable#collateral}. */
    @Override
    public Table table() {
        return ErasureTable.collateral(collateral);
    }

    /** The mean change over the similarity to the erased concept, or over the places of the given order. */
    @Override
    public List<ScoreChart> charts() {
        List<ErasurePlots.Collateral> points = new ArrayList<>();
        boolean placed = false;
        for (Collateral.Change change : collateral.concepts()) {
            Double similarity = change.similarity();
            placed |= similarity == null;
            // Similar concepts are on the left, as the erased one.
            points.add(new ErasurePlots.Collateral(
                    change.concept(), similarity == null ? points.size() + 1 : 1 - similarity, change.delta()));
        }
        return List.of(ErasurePlots.collateral(
                placed
                        ? "place in the given order"
                        : "distance from " + collateral.erased() + ": 1 - cosine of the texts, " + model().name(),
                "Δ logits_per_image",
                points));
    }

    /** {@code details} with an object for each concept. */
    @Override
    public String json() {
        return json(null);
    }

    @Override
    public ObjectNode details() {
        ObjectNode details = object();
        details.put("erased", collateral.erased());
        details.put("original", original.name());
        details.put("run", run.name());
        put(details.putArray("concepts"), collateral.concepts());
        List<Collateral.Change> clean = collateral.clean();
        if (clean == null) {
            details.putNull("without_flagged");
        } else {
            put(details.putArray("without_flagged"), clean);
        }
        return details;
    }

    private static void put(ArrayNode concepts, List<Collateral.Change> changes) {
        for (Collateral.Change change : changes) {
            ObjectNode node = concepts.addObject();
            node.put("concept", change.concept());
            node.put("similarity", change.similarity());
            node.put("original_mean", change.original());
            node.put("mean", change.run());
            put(node, "delta", change.delta());
            node.put("wilcoxon_p", change.wilcoxon().pValue());
        }
    }
}
