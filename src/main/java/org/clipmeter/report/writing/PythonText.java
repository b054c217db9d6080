package org.clipmeter.report.writing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON written byte for byte as Python's {@code json.dumps} writes it: ASCII only, Python's spaces, Python's digits of
 * numbers, {@code NaN} and {@code Infinity}.
 */
final class PythonText {
    /** From this exponent of ten on, Python writes numbers with an exponent. */
    private static final int LARGEST_PLAIN = 16;

    private static final int SMALLEST_PLAIN = -4;
    private static final int MOST_DIGITS = 17;

    private final StringBuilder text = new StringBuilder();
    private final int indent;
    private final boolean sorted;

    private PythonText(int indent, boolean sorted) {
        this.indent = indent;
        this.sorted = sorted;
    }

    /** {@code json.dumps(value, indent=4)}. */
    static String indented(JsonNode value) {
        return new PythonText(4, false).of(value);
    }

    /** {@code json.dumps(value, sort_keys=True)}. */
    static String sorted(JsonNode value) {
        return new PythonText(0, true).of(value);
    }

    private String of(JsonNode value) {
        write(value, 0);
        return text.toString();
    }

    private void write(JsonNode value, int depth) {
        switch (value.getNodeType()) {
            case OBJECT -> object((ObjectNode) value, depth);
            case ARRAY -> array(value, depth);
            case STRING -> text(value.asText());
            case NUMBER ->
                text.append(value.isIntegralNumber() ? value.bigIntegerValue() : number(value.doubleValue()));
            case BOOLEAN -> text.append(value.booleanValue());
            default -> text.append("null");
        }
    }

    private void object(ObjectNode object, int depth) {
        if (object.isEmpty()) {
            text.append("{}");
            return;
        }
        Map<String, JsonNode> members = new TreeMap<>();
        if (sorted) {
            object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        }
        Iterator<Map.Entry<String, JsonNode>> entries =
                sorted ? members.entrySet().iterator() : object.properties().iterator();
        text.append('{');
        while (entries.hasNext()) {
            Map.Entry<String, JsonNode> member = entries.next();
            line(depth + 1);
            text(member.getKey());
            text.append(": ");
            write(member.getValue(), depth + 1);
            comma(entries.hasNext());
        }
        line(depth);
        text.append('}');
    }

    private void array(JsonNode array, int depth) {
        if (array.isEmpty()) {
            text.append("[]");
            return;
        }
        text.append('[');
        Iterator<JsonNode> values = array.elements();
        while (values.hasNext()) {
            line(depth + 1);
            write(values.next(), depth + 1);
            comma(values.hasNext());
        }
        line(depth);
        text.append(']');
    }

    private void comma(boolean more) {
        if (more) {
            text.append(indent > 0 ? "," : ", ");
        }
    }

    private void line(int depth) {
        if (indent > 0) {
            text.append('\n').append(" ".repeat(indent * depth));
        }
    }

    private void text(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (c < ' ' || c > '~') {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    /** Python's {@code repr} of a float: the fewest digits that read back to the same number. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(value);
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= SMALLEST_PLAIN && exponent < LARGEST_PLAIN) {
            String plain = shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = shortest.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(MOST_DIGITS)).stripTrailingZeros();
    }
}
