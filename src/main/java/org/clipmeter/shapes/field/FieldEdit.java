package org.clipmeter.shapes.field;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.StrictJson;
import org.clipmeter.weights.file.WeightsException;

/**
 * The recipe of an edit: applied to the field with this fingerprint, it gives the same field again on the same machine.
 *
 * @param method how it was edited, such as {@code uce}
 * @param concept what was erased, such as {@code circle}
 * @param anchor what is drawn in its place, such as {@code square}; empty if the method has no anchor
 * @param weight how strongly the concept counts against what is kept
 * @param steps of training; 0 for a method in closed form
 * @param seed of the captions, and of the training
 * @param plurals whether captions with several things of a kind were among those with the concept
 * @param base {@link Field#fingerprint} of the field before the edit
 */
public record FieldEdit(
        String method,
        String concept,
        String anchor,
        double weight,
        int steps,
        long seed,
        boolean plurals,
        String base) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST = 80;

    /** The recipe as one JSON object. */
    public String json() {
        ObjectNode object = JSON.createObjectNode();
        object.put("method", method);
        object.put("concept", concept);
        object.put("anchor", anchor);
        object.put("weight", weight);
        object.put("steps", steps);
        object.put("seed", seed);
        object.put("plurals", plurals);
        object.put("base", base);
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads what {@link #json} wrote; the text is not trusted. */
    static FieldEdit parse(String file, String json) throws WeightsException {
        JsonNode object;
        try {
            object = StrictJson.parse(json);
        } catch (StrictJson.Refused e) {
            throw new WeightsException(file + ": the recipe of an edit " + e.reason(), e);
        }
        return new FieldEdit(
                text(file, object, "method"),
                text(file, object, "concept"),
                text(file, object, "anchor"),
                field(file, object, "weight", "a number", JsonNode::isNumber).doubleValue(),
                field(file, object, "steps", "an integer", JsonNode::isInt).intValue(),
                field(file, object, "seed", "an integer", seed -> seed.isIntegralNumber() && seed.canConvertToLong())
                        .longValue(),
                field(file, object, "plurals", "true or false", JsonNode::isBoolean)
                        .booleanValue(),
                text(file, object, "base"));
    }

    private static String text(String file, JsonNode object, String name) throws WeightsException {
        String what = "a text of at most " + LONGEST + " characters";
        return OneLine.of(field(file, object, name, what, JsonNode::isTextual).textValue());
    }

    private interface Check {
        boolean holds(JsonNode value);
    }

    private static JsonNode field(String file, JsonNode object, String name, String expected, Check check)
            throws WeightsException {
        JsonNode value = object.path(name);
        if (!check.holds(value) || value.asText().length() > LONGEST) {
            throw new WeightsException(
                    file + ": the recipe of an edit has " + (value.isMissingNode() ? "no " : "a wrong ") + name
                            + ", expected " + expected + "; load a file that clipmeter wrote");
        }
        return value;
    }

    /** The edit in words, such as {@code circle erased by uce, anchor square, weight 1, seed 1}. */
    public String title() {
        return concept + " erased by " + method
                + (anchor.isEmpty() ? "" : ", anchor " + anchor)
                + ", weight " + number(weight)
                + (steps == 0 ? "" : ", " + steps + (steps == 1 ? " step" : " steps"))
                + (plurals ? "" : ", without plurals")
                + ", seed " + seed;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%s", value);
    }
}
