package org.clipmeter.report.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.clipmeter.files.PythonJson;
import org.jspecify.annotations.Nullable;

/** The settings that the techniques and metrics of eval-learn 0.1 and eval-unlearn 1 have, with their types. */
final class KnownSettings {
    private static final KnownSettings INSTANCE = read();

    private final Map<String, Map<String, Map<String, String>>> all;

    private KnownSettings(Map<String, Map<String, Map<String, String>>> all) {
        this.all = all;
    }

    private static KnownSettings read() {
        try (InputStream in = Objects.requireNonNull(KnownSettings.class.getResourceAsStream("settings.json"))) {
            Map<String, Map<String, Map<String, String>>> all = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> kind :
                    PythonJson.parse(in.readAllBytes()).root().properties()) {
                Map<String, Map<String, String>> owners =
                        all.computeIfAbsent(kind.getKey(), key -> new LinkedHashMap<>());
                for (Map.Entry<String, JsonNode> owner : kind.getValue().properties()) {
                    Map<String, String> types = owners.computeIfAbsent(owner.getKey(), key -> new LinkedHashMap<>());
                    owner.getValue()
                            .properties()
                            .forEach(setting -> types.put(
                                    setting.getKey(), setting.getValue().asText()));
                }
            }
            return new KnownSettings(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The techniques' names. */
    static Set<String> techniques() {
        return INSTANCE.of("techniques").keySet();
    }

    /** A technique's settings by name; null for a technique that the reference does not have. */
    static @Nullable Map<String, String> ofTechnique(String name) {
        return INSTANCE.of("techniques").get(name);
    }

    /** A metric's settings by name; null for a metric that the reference does not have. */
    static @Nullable Map<String, String> ofMetric(String key) {
        return INSTANCE.of("metrics").get(key);
    }

    private Map<String, Map<String, String>> of(String what) {
        return Objects.requireNonNull(all.get(what));
    }

    /** Whether a value is of a type such as {@code "text or null"}. */
    static boolean fits(JsonNode value, String type) {
        return List.of(type.split(" or ")).stream().anyMatch(one -> switch (one) {
            case "text" -> value.isTextual();
            case "whole" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "flag" -> value.isBoolean();
            case "texts" -> isListOf(value, "text");
            case "wholes" -> isListOf(value, "whole");
            case "null" -> value.isNull();
            default -> throw new IllegalStateException(one);
        });
    }

    private static boolean isListOf(JsonNode value, String type) {
        if (!value.isArray()) {
            return false;
        }
        for (JsonNode one : value) {
            if (!fits(one, type)) {
                return false;
            }
        }
        return true;
    }

    /** A type in words, such as "a whole number or null". */
    static String inWords(String type) {
        Collection<String> words = List.of(type.split(" or ")).stream()
                .map(one -> switch (one) {
                    case "text" -> "a text";
                    case "whole" -> "a whole number";
                    case "number" -> "a number";
                    case "flag" -> "true or false";
                    case "texts" -> "a list of texts";
                    case "wholes" -> "a list of whole numbers";
                    default -> one;
                })
                .toList();
        return String.join(" or ", words);
    }
}
