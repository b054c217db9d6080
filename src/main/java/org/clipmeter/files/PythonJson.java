package org.clipmeter.files;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.clipmeter.failure.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * A model's own JSON (its configuration, its tokenizer's files, its index of shards), read as Python's {@code json}
 * module reads it, because that is what the reference sees. It differs from strict JSON in two points, each of which
 * gives a warning: if a key appears more than once, its last value counts; and {@code NaN}, {@code Infinity} and {@code
 * -Infinity} are numbers.
 */
public final class PythonJson {
    /** The most duplicate keys that a warning names. */
    private static final int NAMED = 5;

    private static final int LONGEST_NAME = 60;

    /** The most values: small ones take many times as much memory as their text. A tokenizer has about 200,000. */
    private static final int MOST_VALUES = 1_000_000;

    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");
    private static final JsonStrictness.Parsers PARSERS =
            JsonStrictness.AS_PYTHON.within(StreamReadConstraints.defaults());

    private final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private final List<String> duplicates = new ArrayList<>();
    private @Nullable String notFinite;
    private int values;

    private PythonJson() {}

    /**
     * A parsed file, and what strict JSON does not allow in it, each in a line without the file's name.
     *
     * @param duplicateKeys says which keys appear more than once; null if none does
     * @param notFinite says that a number is NaN or infinite; null if none is
     */
    public record Document(
            JsonNode root,
            @Nullable String duplicateKeys,
            @Nullable String notFinite) {
        /** What strict JSON does not allow, a line each; usually empty. */
        public List<String> warnings() {
            return Stream.of(duplicateKeys, notFinite).filter(Objects::nonNull).toList();
        }
    }

    /**
     * Parses UTF-8 text.
     *
     * @throws MalformedJsonException if Python would refuse it, if it is nested more than a thousand levels deep, if it
     *     holds more than a million values, or if it is a placeholder for the file
     */
    public static Document parse(byte[] utf8) throws MalformedJsonException {
        return new PythonJson().document(utf8);
    }

    private Document document(byte[] utf8) throws MalformedJsonException {
        String placeholder = Placeholder.in(utf8);
        if (placeholder != null) {
            throw new MalformedJsonException("is " + placeholder, "", null);
        }
        if (utf8.length >= 3 && utf8[0] == (byte) 0xef && utf8[1] == (byte) 0xbb && utf8[2] == (byte) 0xbf) {
            throw new MalformedJsonException(
                    "is not valid JSON (it starts with a byte order mark, which Python refuses).",
                    " Save it as UTF-8 without one.",
                    null);
        }
        try (JsonParser json = PARSERS.of(new InputStreamReader(
                new ByteArrayInputStream(utf8),
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)))) {
            JsonNode root = value(json, json.nextToken());
            if (json.nextToken() != null) {
                throw malformed("it has text after its end", null);
            }
            return new Document(root, duplicateKeys(), notFinite());
        } catch (StreamConstraintsException e) {
            throw new MalformedJsonException(
                    "is not read, since " + limit(String.valueOf(e.getOriginalMessage())), "", e);
        } catch (JsonEOFException e) {
            throw malformed("it ends too early", e);
        } catch (JsonProcessingException e) {
            throw malformed(place(e), e);
        } catch (MalformedJsonException e) {
            throw e;
        } catch (IOException e) {
            throw malformed("it is not UTF-8 text", e);
        }
    }

    /** Which of the library's limits was exceeded, according to its message. */
    private static String limit(String message) {
        if (message.contains("nesting depth")) {
            return "it is nested more than " + StreamReadConstraints.DEFAULT_MAX_DEPTH + " levels deep";
        }
        if (message.contains("Name length")) {
            return "it has a key of more than " + StreamReadConstraints.DEFAULT_MAX_NAME_LEN + " characters";
        }
        return message.startsWith("Number")
                ? "it has a number of more than " + StreamReadConstraints.DEFAULT_MAX_NUM_LEN + " digits"
                : "it has a text of more than " + StreamReadConstraints.DEFAULT_MAX_STRING_LEN + " characters";
    }

    private static String place(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return at == null
                ? "it has an error"
                : "it has an error in line " + at.getLineNr() + ", near column " + at.getColumnNr();
    }

    private static MalformedJsonException malformed(String why, @Nullable Throwable cause) {
        return new MalformedJsonException("is not valid JSON (" + why + ").", " Download the file again.", cause);
    }

    private JsonNode value(JsonParser json, @Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw malformed("it ends too early", null);
        }
        if (++values > MOST_VALUES) {
            throw new MalformedJsonException(
                    "holds more than " + MOST_VALUES + " values", "; check that it is the right file", null);
        }
        return switch (token) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> nodes.textNode(json.getText());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            case VALUE_NUMBER_INT -> integer(json);
            case VALUE_NUMBER_FLOAT -> floating(json);
            default -> throw malformed("it lacks a value", null);
        };
    }

    private ObjectNode object(JsonParser json) throws IOException {
        ObjectNode object = nodes.objectNode();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (object.replace(name, value(json, json.nextToken())) != null) {
                duplicates.add(name);
            }
        }
        return object;
    }

    private ArrayNode array(JsonParser json) throws IOException {
        ArrayNode array = nodes.arrayNode();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            array.add(value(json, token));
        }
        return array;
    }

    private JsonNode integer(JsonParser json) throws IOException {
        return switch (json.getNumberType()) {
            case INT -> nodes.numberNode(json.getIntValue());
            case LONG -> nodes.numberNode(json.getLongValue());
            default -> nodes.numberNode(new BigInteger(json.getText()));
        };
    }

    private JsonNode floating(JsonParser json) throws IOException {
        if (json.isNaN()) {
            String text = json.getText();
            if (!NOT_FINITE.contains(text)) {
                throw malformed("it holds " + text + ", which is not a number", null);
            }
            notFinite = text;
        }
        return nodes.numberNode(json.getDoubleValue());
    }

    private @Nullable String duplicateKeys() {
        if (duplicates.isEmpty()) {
            return null;
        }
        List<String> names = duplicates.stream()
                .distinct()
                .map(name -> "\"" + OneLine.name(name, LONGEST_NAME) + "\"")
                .toList();
        int more = names.size() - NAMED;
        return (names.size() == 1 ? "the key " : "the keys ")
                + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (more > 0 ? " and " + more + " more" : "")
                + (names.size() == 1 ? " appears" : " appear")
                + " more than once; the last value counts, as in Python";
    }

    private @Nullable String notFinite() {
        return notFinite == null
                ? null
                : "it holds " + notFinite + ", which JSON does not allow; it is read as Python reads it";
    }
}
