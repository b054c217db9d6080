package org.clipmeter.result.agreement;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.clipmeter.ClipMeter;
import org.clipmeter.agreement.AgreementListener;
import org.clipmeter.agreement.JointModel;
import org.clipmeter.agreement.JointScores;
import org.clipmeter.agreement.JointScoring;
import org.clipmeter.agreement.ModelScores;
import org.clipmeter.embed.Embedder;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.model.ModelClosedException;
import org.clipmeter.model.TwoTower;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.score.Caching;
import org.clipmeter.score.RunConfig;
import org.clipmeter.score.ScoreOptions;
import org.jspecify.annotations.Nullable;

/**
 * Scores runs with several models. As many models as fit into memory together score each run in one pass over its images; the
 * others follow in further groups.
 */
final class AgreementJob {
    private final Map<String, Pairs> runs;
    private final List<String> models;
    private final List<String> labels;
    private final ModelLoader loader;
    private final ScoreOptions options;
    private final AgreementListener listener;
    private final BooleanSupplier cancelled;

    private final Map<String, List<ModelScores>> scores = new LinkedHashMap<>();
    private final List<String> scored = new ArrayList<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private @Nullable Exception firstFailure;

    AgreementJob(
            Map<String, Pairs> runs,
            List<String> models,
            ModelLoader loader,
            ScoreOptions options,
            AgreementListener listener,
            BooleanSupplier cancelled) {
        this.runs = runs;
        this.models = models.stream().map(String::strip).toList();
        this.labels = ModelLabels.of(models);
        this.loader = loader;
        this.options = options;
        this.listener = listener;
        this.cancelled = cancelled;
    }

    /**
     * Scores all runs with all models that can be had.
     *
     * @throws IOException if no model can be had and used
     * @throws ModelClosedException if no model can be used, and the first was closed
     */
    void work() throws IOException {
        for (int next = 0; next < models.size(); ) {
            next = group(next);
        }
        if (scored.isEmpty() && firstFailure instanceof IOException e) {
            throw e;
        }
        if (scored.isEmpty() && firstFailure instanceof ModelClosedException e) {
            throw e;
        }
    }

    private void failed(String label, Exception why) {
        firstFailure = firstFailure == null ? why : firstFailure;
        warnings.add("without " + label + ": " + why.getMessage());
    }

    /** The labels of the models that could be had, in order. */
    List<String> scored() {
        return List.copyOf(scored);
    }

    /** For each run its scores under each of these models. */
    List<List<ModelScores>> scores() {
        return List.copyOf(scores.values());
    }

    /** What the user should know, one line each. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Loads and uses a group of models, and returns the place of the first model after it. */
    private int group(int first) throws IOException {
        ModelMemory memory = ModelMemory.now();
        List<ClipMeter> loaded = new ArrayList<>();
        List<JointModel> group = new ArrayList<>();
        int next = first;
        try {
            while (next < models.size() && (loaded.isEmpty() || memory.hasRoomFor(models.get(next)))) {
                listener.loading(labels.get(next));
                try {
                    ClipMeter model = loader.load(models.get(next));
                    loaded.add(model);
                    memory.add(model);
                    group.add(joint(labels.get(next), model));
                    warnings.addAll(model.warnings());
                } catch (IOException e) {
                    failed(labels.get(next), e);
                }
                next++;
            }
            score(group);
        } finally {
            loaded.forEach(loader::release);
        }
        return next;
    }

    /** Scores all runs with a group of models. A model that fails in one run is left out of all, since tables need the same columns. */
    private void score(List<JointModel> group) throws IOException {
        List<JointModel> usable = new ArrayList<>(group);
        Map<String, List<ModelScores>> byRun = new LinkedHashMap<>();
        for (Map.Entry<String, Pairs> run : runs.entrySet()) {
            if (usable.isEmpty()) {
                return;
            }
            JointScores joint = JointScoring.score(run.getKey(), run.getValue(), usable, options, listener, cancelled);
            byRun.put(run.getKey(), joint.scores());
            joint.failures().forEach(this::failed);
            usable.removeIf(model -> joint.failures().containsKey(model.model()));
        }
        List<String> labelsLeft = usable.stream().map(JointModel::model).toList();
        byRun.forEach((run, all) -> scores.computeIfAbsent(run, none -> new ArrayList<>())
                .addAll(all.stream()
                        .filter(one -> labelsLeft.contains(one.model()))
                        .toList()));
        scored.addAll(labelsLeft);
    }

    private JointModel joint(String label, ClipMeter model) throws IOException {
        ImageRules rules = model.model().imageRules();
        if (!options.over(rules).equals(rules)) {
            throw new InvalidRequestException("models: " + label
                    + " was loaded with other rules for images than the options have; give the rules to the loader");
        }
        TwoTower towers = model.model().towers(rules);
        Embedder embedder = new Embedder(towers, options.batchSize(), model.store(), model::space);
        RunConfig config = new RunConfig(model.name(), null, null, rules, options.template());
        return new JointModel(
                label, options.caching() == Caching.ON ? embedder : embedder.computingAll(), model.info(), config);
    }
}
