package org.clipmeter.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.clipmeter.failure.OneLine;
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
    private static final int LONGEST_PROMPT = 10_000;
    private static final int LONGEST_MODEL = 200;
    private static final int LONGEST_METADATA = 1_000_000;

    /** The answer, without texts that no table or record could hold. */
    ImageAnswer {
        revisedPrompt = revisedPrompt == null || revisedPrompt.length() <= LONGEST_PROMPT
                ? revisedPrompt
                : revisedPrompt.substring(0, LONGEST_PROMPT - 1) + "…";
        model = model == null ? null : OneLine.name(model, LONGEST_MODEL);
        int length = metadata.toString().length();
        if (length > LONGEST_METADATA) {
            metadata = RequestFields.object().put("omitted", length + " characters");
        }
    }

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
