package org.clipmeter;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.score.ScoreOptions;
import org.clipmeter.table.Overview;
import org.clipmeter.table.PlanTable;
import org.clipmeter.table.TableText;
import org.clipmeter.weights.file.AvailableMemory;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * What scoring would do: which image is joined to which prompt, what the embedding cache holds already, and what the rest
 * would take. No embedding is computed for it, nothing is downloaded, and no model is loaded. It is immutable and safe from
 * any thread.
 */
public final class ScorePlan implements Result {
    /** Fewer computed images say too little about the speed. */
    private static final int FEWEST = 8;

    private final String name;
    private final Pairs pairs;
    private final PlannedModel model;
    private final PlannedWork work;
    private final @Nullable PromptTemplate template;
    private final OptionalLong freeMemory;
    private final @Nullable ScoreRun basis;

    private ScorePlan(
            String name,
            Pairs pairs,
            PlannedModel model,
            PlannedWork work,
            @Nullable PromptTemplate template,
            OptionalLong freeMemory,
            @Nullable ScoreRun basis) {
        this.name = name;
        this.pairs = pairs;
        this.model = model;
        this.work = work;
        this.template = template;
        this.freeMemory = freeMemory;
        this.basis = basis;
    }

    ScorePlan(Pairs pairs, PlannedModel model, PlannedWork work, @Nullable PromptTemplate template) {
        this(pairs.imagesName(), pairs, model, work, template, AvailableMemory.bytes(), null);
    }

    /**
     * The plan of scoring with a model that is not loaded, and stays so; see {@link ClipMeter#plan} for a loaded one. Which
     * embeddings are stored is found by the model's name, and it is not checked that they are those of these weights and
     * rules; the summary says so.
     *
     * @param nameOrFolder as for {@link ClipMeter#load(String)}; a model that is not on this machine is not downloaded
     * @param options how the model would be loaded
     * @param scoring how the pairs would be scored
     * @param cancelled polled between files, on this thread
     * @throws IOException in one line, if there is no model of this name
     * @throws java.util.concurrent.CancellationException if {@code cancelled} turned true
     */
    public static ScorePlan of(
            Pairs pairs, String nameOrFolder, LoadOptions options, ScoreOptions scoring, BooleanSupplier cancelled)
            throws IOException {
        return Planning.withoutModel(pairs, nameOrFolder, options, scoring, cancelled);
    }

    /**
     * The same plan with an estimate of the time, from the speed at which a run computed its images. The plan stays without
     * one if the run has another model, precision or device, or computed fewer than {@value #FEWEST} images.
     */
    public ScorePlan basedOn(ScoreRun run) {
        return speed(run) == null || !model.isOf(run.result().model())
                ? this
                : new ScorePlan(name, pairs, model, work, template, freeMemory, run);
    }

    private static @Nullable Double speed(ScoreRun run) {
        int computed = run.result().evaluatedCount() - run.result().cached().images();
        return computed < FEWEST || run.result().seconds() <= 0
                ? null
                : computed / run.result().seconds();
    }

    /** How many images a second are computed, as in the run of {@link #basedOn}; null if there is none. */
    public @Nullable Double imagesPerSecond() {
        return basis == null ? null : speed(basis);
    }

    /**
     * How long computing would take, without loading the model; 0 if all embeddings are stored, and null if it is not known,
     * see {@link #basedOn}.
     */
    public @Nullable Double seconds() {
        if (work.imagesToCompute() == 0) {
            return 0.0;
        }
        Double speed = imagesPerSecond();
        return speed == null ? null : work.imagesToCompute() / speed;
    }

    /** How many images must go through the model. An image that is there twice counts once, if the cache is used. */
    public int imagesToCompute() {
        return work.imagesToCompute();
    }

    /** How many of the pairs' images have a stored embedding. */
    public int imagesStored() {
        return work.imagesStored();
    }

    /** The sentence that each prompt would be put into; null for the prompts as they are. */
    public @Nullable PromptTemplate template() {
        return template;
    }

    /** The main memory that was free when the plan was made; empty if that is not known. */
    OptionalLong freeMemory() {
        return freeMemory;
    }

    /** The images joined to their prompts, and all that is left over. */
    public Pairs pairs() {
        return pairs;
    }

    /** Where the images come from, unless named otherwise. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public ScorePlan named(String newName) {
        return new ScorePlan(newName, pairs, model, work, template, freeMemory, basis);
    }

    /** The model, and how many images there are; no value, and no image is evaluated. */
    @Override
    public Overview overview() {
        return new Overview(
                model.name(), model.precision(), null, 0, pairs.pairs().size(), pairs.imagesName());
    }

    /** How many pairs there are and how they were joined, what is stored, and what the rest takes. */
    @Override
    public Summary summary() {
        return PlanSummary.of(this, model, work, basis);
    }

    /**
     * A row for each pair; see {@link PlanTable#of}. {@code cached} is {@code yes}, {@code no}, {@code unreadable} for a file
     * that can't be read, or {@code off} if the cache is not used.
     */
    @Override
    public Table table() {
        return PlanTable.of(pairs, work.cached());
    }

    /**
     * {@code name} and {@code model}, {@code template} if there is one, and {@code pairs}: an object for each row of {@link
     * #table}.
     */
    @Override
    public String json() {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("name", name);
        about.put("model", model.name());
        if (template != null) {
            about.put("template", template.text());
        }
        return TableText.json(table(), "pairs", about);
    }

    /** What the user should know about the model that is loaded, one line each. */
    @Override
    public List<String> warnings() {
        return model.warnings();
    }

    @Override
    public String toString() {
        return summary().text();
    }
}
