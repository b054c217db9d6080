package org.clipmeter.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a service answered.
 *
 * @param image the bytes of the image's file, which are not checked yet
 * @param metadata all else of the answer
 * @param revisedPrompt the prompt that was drawn in place of the one that was sent; null if the service names none
 * @param model the model that drew it; null if the service does not say
 */
@SuppressWarnings("ArrayRecordComponent")
record ImageAnswer(
        byte[] image,
        ObjectNode metadata,
        @Nullable String revisedPrompt,
        @Nullable String model) {
    /** The bytes of an image that an answer has as base64, with or without the beginning of a {@code data:} address. */
    static byte[] decoded(String base64) throws GenerateException {
        String text = base64.strip();
        int comma = text.startsWith("data:") ? text.indexOf(',') : -1;
        try {
            return Base64.getDecoder().decode(text.substring(comma + 1).replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new GenerateException(
                    GenerateException.Reason.BAD_ANSWER, "the image in the answer is not valid base64", e);
        }
    }
}
