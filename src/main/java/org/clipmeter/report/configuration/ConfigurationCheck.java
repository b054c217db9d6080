package org.clipmeter.report.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clipmeter.failure.NearNames;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.report.ReferenceMetric;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a configuration asks for and collects everything that is wrong with it. A key that the reference does not know
 * is a note, because the reference ignores it; a key that looks like a misspelling of one that is not stated is a mistake,
 * because the setting that it stands for would silently keep its default.
 */
final class ConfigurationCheck {
    private static final Set<String> KEYS = Set.of("output_dir", "seed", "technique", "metric", "metrics");
    private static final Set<String> PART_KEYS = Set.of("name", "config");
    private static final String OUTPUT_DIR = "results";

    private final String name;
    private final ObjectNode root;
    private final List<String> notes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    ConfigurationCheck(String name, ConfigurationText text) {
        this.name = name;
        this.root = text.root();
        notes.addAll(text.notes());
    }

    Configuration configuration() {
        unknown("", root, KEYS);
        Path outputDir = outputDir();
        seed();
        String technique = technique();
        Settings settings = settings("technique", root.path("technique"));
        if (technique != null) {
            checkTechnique(technique, settings);
        }
        boolean several = root.has("metrics");
        List<RequestedMetric> metrics = several ? metrics() : metric();
        if (!problems.isEmpty()) {
            throw new ConfigurationException(name, problems);
        }
        return new Configuration(
                name,
                outputDir,
                String.valueOf(technique),
                erasedConcept(String.valueOf(technique), settings),
                settings,
                metrics,
                several,
                notes);
    }

    private Path outputDir() {
        JsonNode value = root.path("output_dir");
        if (!value.isMissingNode() && (!value.isTextual() || value.asText().isBlank())) {
            problems.add(wrong("output_dir", value, "a folder's name"));
        } else if (value.isTextual()) {
            try {
                return Path.of(value.asText());
            } catch (InvalidPathException e) {
                problems.add(wrong("output_dir", value, "a path of this system"));
            }
        }
        return Path.of(OUTPUT_DIR);
    }

    private void seed() {
        JsonNode seed = root.path("seed");
        if (seed.isIntegralNumber()) {
            notes.add("The seed " + seed.asText() + " is not used: no image is generated here, and the reference's"
                    + " own command ignores it too.");
        } else if (!seed.isMissingNode() && !seed.isNull()) {
            problems.add(wrong("seed", seed, "a whole number"));
        }
    }

    private @Nullable String technique() {
        JsonNode technique = root.path("technique");
        if (!(technique instanceof ObjectNode object)) {
            problems.add(wrong("technique", technique, "an object such as {\"name\": \"esd\", \"config\": {...}}"));
            return null;
        }
        unknown("technique.", object, PART_KEYS);
        return nameOf("technique.name", object);
    }

    private void checkTechnique(String technique, Settings settings) {
        Map<String, String> known = KnownSettings.ofTechnique(technique);
        if (known == null) {
            notes.add("The technique " + technique + " is not one of the reference's"
                    + NearNames.suggestion(technique, KnownSettings.techniques())
                    + "; its settings are not checked.");
            return;
        }
        check("technique.config.", settings.json(), known);
        if (technique.equals("uce") && settings.text("preset") == null) {
            notes.add("The reference refuses uce without a preset; its reports state the preset as what was erased.");
        }
    }

    private List<RequestedMetric> metric() {
        JsonNode metric = root.path("metric");
        if (!(metric instanceof ObjectNode object)) {
            problems.add(
                    metric.isMissingNode()
                            ? "metric is missing, and so is metrics; expected one of them, such as"
                                    + " \"metric\": {\"name\": \"clip_score\", \"config\": {}}"
                            : wrong(
                                    "metric",
                                    metric,
                                    "an object such as {\"name\": \"clip_score\", \"config\": {...}}"));
            return List.of();
        }
        RequestedMetric requested = requested("metric", object);
        return requested == null ? List.of() : List.of(requested);
    }

    private List<RequestedMetric> metrics() {
        JsonNode list = root.path("metrics");
        if (root.has("metric")) {
            notes.add("metric is ignored, because metrics is there too, as in the reference.");
        }
        if (!list.isArray() || list.isEmpty()) {
            problems.add(wrong("metrics", list, "a list with at least one metric"));
            return List.of();
        }
        Map<String, RequestedMetric> metrics = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            String place = "metrics[" + i + "]";
            if (!(list.get(i) instanceof ObjectNode object)) {
                problems.add(wrong(place, list.get(i), "an object such as {\"name\": \"clip_score\", \"config\": {}}"));
                continue;
            }
            RequestedMetric metric = requested(place, object);
            if (metric != null && metrics.putIfAbsent(metric.key(), metric) != null) {
                problems.add(place + " names " + metric.key() + " again; leave one of them out");
            }
        }
        return List.copyOf(metrics.values());
    }

    private @Nullable RequestedMetric requested(String place, ObjectNode metric) {
        unknown(place + ".", metric, PART_KEYS);
        String key = nameOf(place + ".name", metric);
        Settings settings = settings(place, metric);
        if (key == null) {
            return null;
        }
        Map<String, String> known = KnownSettings.ofMetric(key);
        String config = place + ".config.";
        if (known == null) {
            List<String> similar = NearNames.similar(key, ReferenceMetric.keys());
            if (!similar.isEmpty()) {
                problems.add(
                        place + ".name is " + JsonObjectFile.quoted(key) + "; did you mean " + similar.get(0) + "?");
                Map<String, String> meant = KnownSettings.ofMetric(similar.get(0));
                check(config, settings.json(), meant == null ? Map.of() : meant);
            } else {
                notes.add("The metric " + key + " is not one of the reference's ("
                        + String.join(", ", ReferenceMetric.keys()) + ").");
            }
        } else {
            check(config, settings.json(), known);
        }
        JsonNode limit = settings.json().path("limit");
        if (limit.isIntegralNumber() && (!limit.canConvertToInt() || limit.asInt() < 1)) {
            problems.add(config + "limit is " + limit.asText() + ", expected at least 1, or null for all");
        }
        return new RequestedMetric(key, settings);
    }

    private @Nullable String nameOf(String place, ObjectNode part) {
        JsonNode value = part.path("name");
        if (!value.isTextual() || value.asText().isBlank()) {
            problems.add(wrong(place, value, "a name"));
            return null;
        }
        if (value.asText().chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ')) {
            problems.add(wrong(place, value, "a name without / and \\"));
            return null;
        }
        return Configuration.lower(value.asText());
    }

    private Settings settings(String place, JsonNode part) {
        JsonNode config = part.path("config");
        if (config instanceof ObjectNode object) {
            return new Settings(object);
        }
        if (!config.isMissingNode()) {
            problems.add(wrong(place + ".config", config, "an object, {...}"));
        }
        return Settings.none();
    }

    private void check(String place, ObjectNode settings, Map<String, String> known) {
        unknown(place, settings, known.keySet());
        for (Map.Entry<String, JsonNode> setting : settings.properties()) {
            String type = known.get(setting.getKey());
            if (type != null && !KnownSettings.fits(setting.getValue(), type)) {
                problems.add(wrong(place + setting.getKey(), setting.getValue(), KnownSettings.inWords(type)));
            }
        }
    }

    /** Keys that the reference does not know: a mistake if it looks like a known one that is not there, otherwise a note. */
    private void unknown(String place, ObjectNode object, Set<String> known) {
        List<String> ignored = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String key = entry.getKey();
            if (known.contains(key)) {
                continue;
            }
            List<String> similar = Stream.concat(
                            NearNames.similar(key, known).stream(),
                            known.stream().filter(one -> isPartOf(key, one)))
                    .filter(one -> !object.has(one))
                    .toList();
            if (similar.isEmpty()) {
                ignored.add(place + key);
            } else {
                problems.add(place + key + " is not a key; did you mean " + similar.get(0) + "?");
            }
        }
        if (!ignored.isEmpty()) {
            notes.add((ignored.size() == 1 ? "The key " : "The keys ")
                    + ignored.stream().sorted().collect(Collectors.joining(", "))
                    + (ignored.size() == 1 ? " is" : " are") + " not known and ignored, as in the reference.");
        }
    }

    /** Whether a name has only words of another one, such as {@code clip_model} of {@code clip_model_name}. */
    private static boolean isPartOf(String name, String other) {
        return List.of(other.split("_", -1))
                .containsAll(List.of(name.toLowerCase(Locale.ROOT).split("_", -1)));
    }

    private static String wrong(String place, JsonNode value, String expected) {
        return place + " is " + JsonObjectFile.shown(value) + ", expected " + expected;
    }

    /** The concept as the reference's reports state it. For {@code uce} it is the preset, whatever else is there. */
    private @Nullable String erasedConcept(String technique, Settings settings) {
        String key = technique.equals("uce") ? "preset" : "erase_concept";
        String text = settings.text(key);
        if (text == null && settings.json().path(key).isArray()) {
            List<String> several = new ArrayList<>();
            settings.json().path(key).forEach(one -> several.add(one.asText()));
            text = String.join(", ", several);
        }
        return text == null || text.isEmpty() ? null : text.toLowerCase(Locale.ROOT);
    }
}
