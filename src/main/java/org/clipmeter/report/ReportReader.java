package org.clipmeter.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;
import org.jspecify.annotations.Nullable;

/** Reads reports as Python's {@code json} module wrote them, in which NaN and Infinity occur. */
public final class ReportReader {
    /** The most bytes of a report; those of 30,000 images with their questions take about 40 MB. */
    private static final long LARGEST = 200L << 20;

    /** Figures that have fields of their own in {@link ReportedMetric}. */
    private static final List<String> OWN = List.of("evaluated_count", "total_count", "total_images", "total");

    /** The key that only reports of clipmeter have; its value says how the figures were computed. */
    public static final String MARK = "clipmeter";

    private final Path file;

    private ReportReader(Path file) {
        this.file = file;
    }

    /**
     * Reads a report of one or of several metrics, short or full.
     *
     * @throws IOException in one line, if the file can't be read or is not such a report
     */
    public static ReferenceReport read(Path file) throws IOException {
        JsonObjectFile json = JsonObjectFile.read(file, LARGEST);
        return new ReportReader(file).report(json);
    }

    private ReferenceReport report(JsonObjectFile json) throws FileException {
        ObjectNode root = json.root();
        boolean several = root.has("metric_results");
        if (!several && !root.has("metric_result")) {
            throw new FileException(
                    file,
                    "has neither metric_result nor metric_results, so it is not a report of eval-learn or eval-unlearn");
        }
        List<ReportedMetric> metrics = new ArrayList<>();
        if (several) {
            for (Map.Entry<String, JsonNode> result :
                    object(root, "metric_results").properties()) {
                metrics.add(metric(result.getKey(), object(result.getValue(), "metric_results." + result.getKey())));
            }
        } else {
            metrics.add(metric(required(root, "metric_name"), object(root, "metric_result")));
        }
        Origin origin = origin(root.path(MARK));
        if (origin == null) { // the faults of the reference are not those of clipmeter
            metrics.replaceAll(metric -> metric.withDoubt(ReportFaults.doubt(metric)));
        }
        JsonNode time = root.path("timestamp");
        ReferenceReport report = new ReferenceReport(
                file,
                required(root, "run_id"),
                time.isNumber() && Math.abs(time.asDouble()) < 1e11
                        ? Instant.ofEpochMilli((long) (time.asDouble() * 1000))
                        : null,
                required(root, "technique_name"),
                text(root, "erase_concept"),
                several,
                text(root, "dataset_name"),
                metrics,
                questions(root),
                origin,
                List.of());
        List<String> warnings = new ArrayList<>();
        if (json.duplicateKeys() != null) {
            warnings.add(json.duplicateKeys());
        }
        warnings.addAll(ReportFaults.of(report));
        return report.withWarnings(warnings);
    }

    private ReportedMetric metric(String key, ObjectNode result) throws FileException {
        JsonNode details = result.path("details");
        JsonNode config = details.path("config");
        List<@Nullable Double> scores = scores(key, details.path("per_image_scores"));
        Map<String, Double> parts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> detail : details.properties()) {
            if (detail.getValue().isNumber() && !OWN.contains(detail.getKey())) {
                parts.put(detail.getKey(), detail.getValue().asDouble());
            }
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> setting : config.properties()) {
            settings.put(
                    setting.getKey(),
                    setting.getValue().isTextual()
                            ? setting.getValue().asText()
                            : setting.getValue().toString());
        }
        String model = text(config, "clip_model_name");
        String name = text(result, "name");
        return new ReportedMetric(
                key,
                name == null ? key : name,
                value(key, result.path("value")),
                model == null ? text(config, "clip_model_id") : model,
                count(details, "evaluated_count"),
                total(details),
                scores,
                parts,
                settings,
                text(details, "detector"),
                reason(result, details),
                null);
    }

    private static @Nullable Origin origin(JsonNode mark) {
        String follows = text(mark, "follows");
        return Stream.of(Generation.values())
                .filter(generation -> generation.title().equals(follows))
                .findFirst()
                .map(generation -> new Origin(
                        generation, text(mark.path("metrics").path(ReferenceMetric.CLIP_SCORE.key()), "prompts")))
                .orElse(null);
    }

    /** The number of a value; null for null. */
    private @Nullable Double value(String key, JsonNode value) throws FileException {
        if (value.isNull()) {
            return null;
        }
        if (!value.isNumber()) {
            throw new FileException(
                    file, "the value of " + key + " is " + JsonObjectFile.shown(value) + ", expected a number or null");
        }
        return value.asDouble();
    }

    private List<@Nullable Double> scores(String key, JsonNode list) throws FileException {
        List<@Nullable Double> scores = new ArrayList<>();
        for (JsonNode score : list) {
            if (!score.isNumber() && !score.isNull()) {
                throw new FileException(
                        file,
                        "per_image_scores of " + key + " holds " + JsonObjectFile.shown(score)
                                + ", expected numbers and null");
            }
            scores.add(score.isNull() ? null : score.asDouble());
        }
        return scores;
    }

    private static @Nullable String reason(ObjectNode result, JsonNode details) {
        for (JsonNode place : List.of(details, result)) {
            for (String name : List.of("error", "reason")) {
                String reason = text(place, name);
                if (reason != null) {
                    return reason.replaceAll("[.\\s]+$", "");
                }
            }
        }
        return null;
    }

    private static @Nullable Integer total(JsonNode details) {
        for (String name : List.of("total_count", "total_images", "total", "total_images_count", "total_generated")) {
            Integer total = count(details, name);
            if (total != null) {
                return total;
            }
        }
        return null;
    }

    private static @Nullable Integer count(JsonNode details, String name) {
        JsonNode count = details.path(name);
        return count.isIntegralNumber() && count.canConvertToInt() && count.asInt() >= 0 ? count.asInt() : null;
    }

    /** The texts of the questions about each image, from the dataset's lists. */
    private static List<List<String>> questions(ObjectNode root) {
        List<List<String>> questions = new ArrayList<>();
        for (JsonNode image : root.path("dataset_metadata").path("qa_pairs")) {
            List<String> texts = new ArrayList<>();
            for (JsonNode pair : image) {
                String text = text(pair, "question");
                if (text != null) {
                    texts.add(text);
                }
            }
            questions.add(texts);
        }
        return questions;
    }

    private ObjectNode object(ObjectNode root, String name) throws FileException {
        return object(root.path(name), name);
    }

    private ObjectNode object(JsonNode value, String name) throws FileException {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new FileException(file, name + " is " + JsonObjectFile.shown(value) + ", expected a JSON object");
    }

    private String required(ObjectNode root, String name) throws FileException {
        String value = text(root, name);
        if (value == null) {
            throw new FileException(file, name + " is " + JsonObjectFile.shown(root.path(name)) + ", expected a text");
        }
        return value;
    }

    /** A text that is not blank; null for anything else. */
    private static @Nullable String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isTextual() && !value.asText().isBlank() ? value.asText() : null;
    }
}
