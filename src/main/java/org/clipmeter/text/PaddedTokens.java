package org.clipmeter.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;

/**
 * The frame of a text for SigLIP: always the same number of tokens, with padding that the network reads too.
 *
 * @param length how many tokens every text has
 * @param padId the id of the padding
 * @param before whether the padding precedes the text
 */
record PaddedTokens(int length, long padId, boolean before) {
    /** Cut ids, filled up. */
    TokenizedText of(long[] ids, int untruncatedLength) {
        long[] padded = new long[length];
        Arrays.fill(padded, padId);
        System.arraycopy(ids, 0, padded, before ? length - ids.length : 0, ids.length);
        return new TokenizedText(padded, untruncatedLength);
    }

    /**
     * Whether a folder's settings put the padding before the text.
     *
     * @param otherwise what transformers' class does by itself
     */
    static boolean before(TokenArguments arguments, boolean otherwise) throws IOException {
        requireCutAtTheEnd(arguments, arguments.setting("truncation_side"));
        JsonNode side = arguments.setting("padding_side");
        if (side.isMissingNode()) {
            return otherwise;
        }
        if (!List.of("left", "right").contains(side.asText())) {
            throw new FileException(
                    arguments.source("padding_side"),
                    "padding_side: expected left or right, got " + JsonObjectFile.shown(side));
        }
        return side.asText().equals("left");
    }

    /** Refuses texts that are cut at their start. */
    private static void requireCutAtTheEnd(TokenArguments arguments, JsonNode side) throws IOException {
        if (!side.isMissingNode() && !side.asText().equals("right")) {
            throw new FileException(
                    arguments.source("truncation_side"),
                    "truncation_side: expected right, got " + JsonObjectFile.shown(side)
                            + "; other sides are not supported");
        }
    }

    /** A warning for files with which transformers' processor would hide the padding from the network; else none. */
    static List<String> maskWarnings(TokenArguments arguments) {
        JsonNode names = arguments.setting("model_input_names");
        boolean masked = !names.isArray();
        for (JsonNode name : names) {
            masked |= name.asText().equals("attention_mask");
        }
        return masked
                ? List.of(arguments.source("model_input_names")
                        + ": model_input_names does not leave out attention_mask, so transformers' processor would hide the"
                        + " padding from the network; it is not hidden here, since SigLIP was trained with it in sight")
                : List.of();
    }
}
