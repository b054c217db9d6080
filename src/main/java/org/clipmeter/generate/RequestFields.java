package org.clipmeter.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;
import org.clipmeter.failure.Section;
import org.clipmeter.files.StrictJson;
import org.jspecify.annotations.Nullable;

/** The fields of a request's JSON. */
final class RequestFields {
    private RequestFields() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The fields of an answer without the one that holds the images. */
    static ObjectNode without(JsonNode answer, String images) {
        ObjectNode rest = object();
        rest.setAll((ObjectNode) answer);
        rest.remove(images);
        return rest;
    }

    /** Sets width and height, if a size is asked for. */
    static void size(ObjectNode target, @Nullable String size) {
        if (size != null) {
            int x = size.indexOf('x');
            target.put("width", Integer.parseInt(size.substring(0, x)));
            target.put("height", Integer.parseInt(size.substring(x + 1)));
        }
    }

    /**
     * Sets the parameters of options; null takes a field away.
     *
     * @param owned the fields that have an option of their own
     * @throws InvalidRequestException if a parameter is one of them
     */
    static void set(ObjectNode target, Map<String, String> parameters, Set<String> owned) {
        parameters.forEach((name, value) -> {
            if (name.isBlank()) {
                throw refusal("a parameter with the value " + shown(TextNode.valueOf(value))
                        + " has no name; expected a name such as steps");
            }
            if (owned.contains(name)) {
                throw refusal("the parameter " + name + " can't be set by its name: it follows from the prompt and the"
                        + " other options");
            }
            JsonNode json = value(value);
            if (json.isNull()) {
                target.remove(name);
            } else {
                target.set(name, json);
            }
        });
    }

    /** A value that is JSON, or else a text. */
    static JsonNode value(String text) {
        try {
            return StrictJson.parse(text);
        } catch (StrictJson.Refused e) {
            return TextNode.valueOf(text);
        }
    }

    static InvalidRequestException refusal(String message) {
        return new InvalidRequestException(Section.GENERATE, message, null);
    }

    /** A text of an answer that is not empty; null otherwise. */
    static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.textValue().isBlank() ? node.textValue() : null;
    }

    /** A value in a message: its JSON or its text, shortened at its end. */
    static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.isTextual() ? node.textValue() : node.toString();
        return OneLine.of(text.length() <= 60 ? text : text.substring(0, 59) + "…");
    }
}
