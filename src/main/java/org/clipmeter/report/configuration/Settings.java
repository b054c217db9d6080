package org.clipmeter.report.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The settings of a technique or of a metric, as a configuration states them. It is immutable and safe from any thread. */
public final class Settings {
    private final ObjectNode json;

    Settings(ObjectNode json) {
        this.json = json.deepCopy();
    }

    /** No settings. */
    static Settings none() {
        return new Settings(JsonNodeFactory.instance.objectNode());
    }

    /** Whether the configuration has this setting; it may be null. */
    public boolean states(String name) {
        return json.has(name);
    }

    /** A setting that is a text; null if it is not stated, or is not a text. */
    public @Nullable String text(String name) {
        JsonNode value = json.path(name);
        return value.isTextual() ? value.asText() : null;
    }

    /** A setting that is a whole number; null if it is not stated, or is not such a number. */
    public @Nullable Integer whole(String name) {
        JsonNode value = json.path(name);
        return value.isIntegralNumber() && value.canConvertToInt() ? value.asInt() : null;
    }

    /** A setting that is a number; null if it is not stated, or is not a number. */
    public @Nullable Double number(String name) {
        JsonNode value = json.path(name);
        return value.isNumber() ? value.asDouble() : null;
    }

    /** All settings as a JSON object; the caller may change it. */
    public ObjectNode json() {
        return json.deepCopy();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Settings settings && json.equals(settings.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
