package org.clipmeter.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.clipmeter.embed.LongPrompts;
import org.clipmeter.pairs.PairingKey;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.report.Generation;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.score.ScoreOptions;
import org.jspecify.annotations.Nullable;

/**
 * How to run a configuration. Each method gives new options and leaves these as they are.
 *
 * @param generation whose definition of {@code clip_score} is followed; eval-learn or eval-unlearn
 * @param images where the images of a metric are, instead of the run's folder in the configuration's {@code output_dir}: whatever
 *     {@link org.clipmeter.pairs.Images#at(String)} takes
 * @param key what joins the images that the caller names to the prompts; those of a run's folder are joined by their places
 * @param runId the run whose images are taken if the output folder has several; null if it has one
 * @param model the CLIP model, instead of the configuration's; null for the configuration's
 * @param device {@code cpu}, {@code cuda} or {@code cuda:N}, instead of the configuration's; null for the configuration's
 * @param prompts what the images of {@code clip_score} were made from, instead of the generation's prompts; null for those
 * @param scoring how images are scored
 * @param report whether a report is written into the output folder
 */
public record RunOptions(
        Generation generation,
        Map<ReferenceMetric, String> images,
        PairingKey key,
        @Nullable String runId,
        @Nullable String model,
        @Nullable String device,
        @Nullable PromptSet prompts,
        ScoreOptions scoring,
        boolean report) {
    /** The options, with their map copied. */
    public RunOptions {
        images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
    }

    /**
     * eval-learn's definition, the images and the model of the configuration, a report. Prompts of more tokens than the model reads
     * have no score, as in the reference.
     */
    public static RunOptions defaults() {
        return new RunOptions(
                Generation.EVAL_LEARN,
                Map.of(),
                PairingKey.AUTO,
                null,
                null,
                null,
                null,
                ScoreOptions.defaults().withLongPrompts(LongPrompts.FAIL),
                true);
    }

    /** The same by the definition of another generation. */
    public RunOptions withGeneration(Generation newGeneration) {
        return new RunOptions(newGeneration, images, key, runId, model, device, prompts, scoring, report);
    }

    /** The same with the images of metrics from other places. */
    public RunOptions withImages(Map<ReferenceMetric, String> newImages) {
        return new RunOptions(generation, newImages, key, runId, model, device, prompts, scoring, report);
    }

    /** The same with another way to join the images that the caller names. */
    public RunOptions withKey(PairingKey newKey) {
        return new RunOptions(generation, images, newKey, runId, model, device, prompts, scoring, report);
    }

    /** The same with the images of another run; null if there is only one. */
    public RunOptions withRunId(@Nullable String newRunId) {
        return new RunOptions(generation, images, key, newRunId, model, device, prompts, scoring, report);
    }

    /** The same with another CLIP model; null for the configuration's. */
    public RunOptions withModel(@Nullable String newModel) {
        return new RunOptions(generation, images, key, runId, newModel, device, prompts, scoring, report);
    }

    /** The same on another device; null for the configuration's. */
    public RunOptions withDevice(@Nullable String newDevice) {
        return new RunOptions(generation, images, key, runId, model, newDevice, prompts, scoring, report);
    }

    /** The same with other prompts of {@code clip_score}; null for the generation's. */
    public RunOptions withPrompts(@Nullable PromptSet newPrompts) {
        return new RunOptions(generation, images, key, runId, model, device, newPrompts, scoring, report);
    }

    /** The same with another way to score. */
    public RunOptions withScoring(ScoreOptions newScoring) {
        return new RunOptions(generation, images, key, runId, model, device, prompts, newScoring, report);
    }

    /** The same with or without a report. */
    public RunOptions withReport(boolean newReport) {
        return new RunOptions(generation, images, key, runId, model, device, prompts, scoring, newReport);
    }
}
