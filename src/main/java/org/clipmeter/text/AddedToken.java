package org.clipmeter.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;
import org.jspecify.annotations.Nullable;

/**
 * A token that is cut out of a text before the text is split into words.
 *
 * @param content its text
 * @param singleWord whether it counts only if no word character is next to it
 * @param lstrip whether white space before it belongs to it
 * @param rstrip whether white space after it belongs to it
 * @param normalizedOrUnset whether it is searched for in the normalized text; null means the opposite of
 *     {@code special}
 * @param special whether it is a special token
 * @param plainText whether a file gives only its text: transformers' {@code str} instead of {@code AddedToken}
 */
record AddedToken(
        String content,
        boolean singleWord,
        boolean lstrip,
        boolean rstrip,
        @Nullable Boolean normalizedOrUnset,
        boolean special,
        boolean plainText) {

    /** A token of which only the text is known. */
    static AddedToken text(String content) {
        return new AddedToken(content, false, false, false, null, false, true);
    }

    /** A token from added_tokens.json. */
    static AddedToken listed(String content, boolean special) {
        return new AddedToken(content, false, false, false, !special, special, false);
    }

    /**
     * A token that a file describes as an object. Unknown keys are ignored, as in transformers.
     *
     * @throws IOException in one line, if a value has the wrong type
     */
    static AddedToken of(Path file, JsonNode object) throws IOException {
        JsonNode content = object.path("content");
        if (!content.isTextual() && !content.isNull() && !content.isMissingNode()) {
            throw new FileException(
                    file,
                    "a token's content: expected text, got " + JsonObjectFile.shown(content) + " in "
                            + JsonObjectFile.shown(object));
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            boolean flag =
                    switch (entry.getKey()) {
                        case "single_word", "lstrip", "rstrip", "normalized", "special" -> true;
                        default -> false;
                    };
            if (flag && !entry.getValue().isBoolean()) {
                throw new FileException(
                        file,
                        "a token's " + entry.getKey() + ": expected true or false, got "
                                + JsonObjectFile.shown(entry.getValue()));
            }
        }
        JsonNode normalized = object.path("normalized");
        return new AddedToken(
                content.asText(""),
                object.path("single_word").booleanValue(),
                object.path("lstrip").booleanValue(),
                object.path("rstrip").booleanValue(),
                normalized.isBoolean() ? (Boolean) normalized.booleanValue() : null,
                object.path("special").booleanValue(),
                false);
    }

    AddedToken asSpecial() {
        return new AddedToken(content, singleWord, lstrip, rstrip, normalizedOrUnset, true, false);
    }

    boolean normalized() {
        return normalizedOrUnset == null ? !special : normalizedOrUnset;
    }

    /** Whether the two are equal by Python's {@code ==}. */
    boolean same(AddedToken other) {
        return content.equals(other.content)
                && plainText == other.plainText
                && singleWord == other.singleWord
                && lstrip == other.lstrip
                && rstrip == other.rstrip
                && normalized() == other.normalized()
                && special == other.special;
    }
}
