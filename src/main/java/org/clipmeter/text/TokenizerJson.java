package org.clipmeter.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * JSON as Python's {@code json} module reads it, since transformers reads a model's files with it: of a key that occurs
 * twice the last value counts, and NaN and Infinity are numbers. Nesting is limited to 100 levels.
 */
final class TokenizerJson {
    private static final JsonFactory LENIENT = factory(new JsonFactoryBuilder());
    private static final JsonMapper VALUES = JsonMapper.builder(LENIENT).build();
    private static final JsonMapper LAST_KEY_COUNTS = mapper(LENIENT);
    private static final JsonMapper UNIQUE_KEYS =
            mapper(factory(new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)));

    private TokenizerJson() {}

    private static JsonFactory factory(JsonFactoryBuilder builder) {
        return builder.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(100).build())
                .build();
    }

    private static JsonMapper mapper(JsonFactory factory) {
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** A parser that reports every key as it comes; the caller decides which counts. */
    static JsonParser parser(String text) throws IOException {
        JsonParser parser = LENIENT.createParser(text);
        parser.setCodec(VALUES);
        return parser;
    }

    /**
     * The object that a file's text holds.
     *
     * @param warnings receives a line for a file with a key that occurs twice
     */
    static ObjectNode object(Path file, String text, List<String> warnings) throws IOException {
        JsonNode node;
        try {
            node = LAST_KEY_COUNTS.readTree(text);
        } catch (JsonProcessingException e) {
            throw invalid(file, e);
        }
        try {
            UNIQUE_KEYS.readTree(text);
        } catch (JsonProcessingException e) {
            warnings.add(repeatedKey(file, String.valueOf(e.getOriginalMessage())));
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw TokenizerFile.refusal(file, "expected a JSON object, got " + kind(node));
    }

    static String repeatedKey(Path file, String key) {
        return file + ": a key occurs more than once, and its last value counts, as in Python (" + key + ")";
    }

    static IOException invalid(Path file, JsonProcessingException e) {
        String where = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
        return TokenizerFile.refusal(file, where + "is not valid JSON: " + e.getOriginalMessage(), e);
    }

    /** What a value is, for messages. */
    static String kind(JsonNode node) {
        return node.isMissingNode()
                ? "nothing"
                : Objects.toString(node.getNodeType()).toLowerCase(Locale.ROOT);
    }
}
