package org.clipmeter.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.preprocess.ImageRules;
import org.jspecify.annotations.Nullable;

/**
 * A finished run. It is immutable and safe from any thread.
 *
 * @param pairs what was joined and what was left over
 * @param rows one for each pair, in evaluation order
 * @param model what the run was scored with
 * @param config the metric's configuration
 * @param seconds from the first image to the last, the model's loading excluded
 * @param cached how many embeddings were found in the store
 * @param reported the value by which a package or a paper would report the run; null if it was not asked for
 */
public record ScoreResult(
        Pairs pairs,
        List<ScoreRow> rows,
        ModelInfo model,
        RunConfig config,
        double seconds,
        CacheHits cached,
        @Nullable ReportedValue reported) {
    private static final JsonMapper JSON = new JsonMapper();

    /** The result, with its rows copied. */
    public ScoreResult {
        rows = List.copyOf(rows);
    }

    /** A result without another value than its CLIP Score. */
    public ScoreResult(
            Pairs pairs, List<ScoreRow> rows, ModelInfo model, RunConfig config, double seconds, CacheHits cached) {
        this(pairs, rows, model, config, seconds, cached, null);
    }

    /** The same result with the value by which a package or a paper would report it. */
    public ScoreResult reporting(ReportedValue value) {
        return new ScoreResult(pairs, rows, model, config, seconds, cached, value);
    }

    /** The CLIP Score: the mean of logits_per_image over the pairs that have one; null if none has. */
    public @Nullable Double value() {
        double[] scores = logitsPerImage();
        if (scores.length == 0) {
            return null;
        }
        double sum = 0;
        for (double score : scores) {
            sum += score;
        }
        return sum / scores.length;
    }

    /** logits_per_image of the pairs that have one, in evaluation order; a new array with each call. */
    public double[] logitsPerImage() {
        return rows.stream()
                .filter(row -> row.outcome() instanceof Scored)
                .mapToDouble(row -> ((Scored) row.outcome()).logitsPerImage())
                .toArray();
    }

    /** Pairs that have a score. */
    public int evaluatedCount() {
        return (int)
                rows.stream().filter(row -> row.outcome() instanceof Scored).count();
    }

    /** All pairs. */
    public int totalCount() {
        return rows.size();
    }

    /** How many pairs failed, by {@link Failed#status}, in alphabetical order; empty if none failed. */
    public Map<String, Integer> failures() {
        Map<String, Integer> failures = new TreeMap<>();
        for (ScoreRow row : rows) {
            if (row.outcome() instanceof Failed failed) {
                failures.merge(failed.status(), 1, Integer::sum);
            }
        }
        return failures;
    }

    /** How many scored pairs, and not prompts, have a prompt that was cut, since it has more tokens than the model reads. */
    public int truncatedCount() {
        return (int) rows.stream()
                .filter(row -> row.truncated() && row.outcome() instanceof Scored)
                .count();
    }

    /** How many rows have a flag. */
    public int count(ImageFlag flag) {
        return (int) rows.stream().filter(row -> row.flags().contains(flag)).count();
    }

    /**
     * The result in the reference's JSON form: value and details; numbers read back to the last bit. The value is the mean of
     * logits_per_image; {@code reported} beside it is the one by which a package or a paper would report the run, if there is one.
     */
    public String json() {
        ObjectNode root = JSON.createObjectNode();
        if (!model.hasClipScores()) {
            root.put("metric", model.metric());
        }
        root.put("value", value());
        if (reported != null) {
            root.putObject("reported")
                    .put("by", reported.by())
                    .put("scale", reported.scale().title())
                    .put("mean_over", reported.meanOver())
                    .put("value", reported.value());
        }
        root.set("details", detailsNode());
        return text(root);
    }

    /** The details alone: per_image_scores, evaluated_count, total_count, config. */
    public String details() {
        return text(detailsNode());
    }

    private ObjectNode detailsNode() {
        ObjectNode details = JSON.createObjectNode();
        ArrayNode scores = details.putArray("per_image_scores");
        for (ScoreRow row : rows) {
            if (row.outcome() instanceof Scored scored) {
                scores.add(scored.logitsPerImage());
            } else {
                scores.addNull();
            }
        }
        details.put("evaluated_count", evaluatedCount());
        details.put("total_count", totalCount());
        ObjectNode settings = details.putObject("config");
        settings.put("clip_model_name", config.clipModelName());
        settings.put("device", config.device());
        settings.put("limit", config.limit());
        if (config.images().preprocessing() != ImageRules.defaults().preprocessing()) {
            settings.put("preprocessing", config.images().preprocessing().toString());
        }
        if (config.images().transparency() != ImageRules.defaults().transparency()) {
            settings.put("transparency", config.images().transparency().toString());
        }
        if (config.template() != null) {
            settings.put("template", config.template().text());
        }
        return details;
    }

    private static String text(ObjectNode node) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value, how many images it is the mean of, and the model. */
    @Override
    public String toString() {
        return model.metric() + " " + value() + " (" + evaluatedCount() + " of " + totalCount() + " images, "
                + model.name() + ")";
    }
}
