package org.clipmeter.files;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;
import org.jspecify.annotations.Nullable;

/** Parses JSON without duplicate keys, nesting over 100, NaN, numbers too large for a double, or text after its end. */
public final class StrictJson {
    static final int DEEPEST = 100;

    /** How the parser's message about a key that appears twice starts. */
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);

    private static final JsonStrictness.Parsers PARSERS = JsonStrictness.STRICT.within(
            StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    private static final JsonMapper TREES = new JsonMapper();

    private StrictJson() {}

    /**
     * Parses a whole text.
     *
     * @throws Refused with the line of the error
     */
    public static JsonNode parse(String text) throws Refused {
        int bad = FileText.firstBadByte(text);
        if (bad >= 0) {
            throw new Refused(new FileText("", text).line(bad), FileText.badByte(text, bad), null);
        }
        check(text);
        try (JsonParser parser = PARSERS.of(new StringReader(text))) {
            return TREES.readTree(parser);
        } catch (JsonProcessingException e) {
            throw new Refused(1, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new Refused(1, e.toString(), e);
        }
    }

    /** Reads all tokens once, because the parser knows the line of each and the tree does not. */
    private static void check(String text) throws Refused {
        try (JsonParser parser = PARSERS.of(new StringReader(text))) {
            try {
                if (parser.nextToken() == null) {
                    throw new Refused(1, "is empty", null);
                }
                int depth = 0;
                do {
                    JsonToken token = parser.currentToken();
                    depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                    if (token == JsonToken.VALUE_NUMBER_FLOAT && Double.isInfinite(parser.getDoubleValue())) {
                        throw new Refused(
                                line(parser),
                                "the number " + parser.getText() + " is out of range, expected -1.8e308 to 1.8e308",
                                null);
                    }
                } while (parser.nextToken() != null && depth > 0);
                if (parser.currentToken() != null) {
                    throw new Refused(line(parser), "has text after the end of the JSON; remove it", null);
                }
            } catch (JsonProcessingException e) {
                throw new Refused(line(parser), "is not valid JSON: " + why(e), e);
            }
        } catch (Refused e) {
            throw e;
        } catch (IOException e) {
            throw new Refused(1, e.toString(), e);
        }
    }

    /** What is wrong with a text that the parser refuses. */
    static String why(JsonProcessingException e) {
        Matcher duplicate = DUPLICATE.matcher(e.getOriginalMessage());
        if (duplicate.lookingAt()) {
            return "the key \"" + duplicate.group(1) + "\" appears twice in one object";
        }
        if (e instanceof StreamConstraintsException) {
            return e.getOriginalMessage().contains("nesting depth")
                    ? "it is nested more than " + DEEPEST + " levels deep"
                    : "it has a number or a text that is too long";
        }
        JsonLocation at = e.getLocation();
        return e instanceof JsonEOFException || at == null
                ? "it ends too early"
                : "it has an error near column " + at.getColumnNr();
    }

    static int line(JsonParser parser) {
        return Math.max(1, parser.currentLocation().getLineNr());
    }

    /** An error in a JSON text, and its line. */
    public static final class Refused extends ClipmeterException {
        private static final long serialVersionUID = 1;

        private final String reason;

        private Refused(int line, String what, @Nullable Throwable cause) {
            super(Kind.UNUSABLE_INPUT, null, "line " + line + ": " + what, cause);
            this.reason = what;
        }

        /** The message without the line. */
        public String reason() {
            return reason;
        }
    }
}
