package org.clipmeter.text;

/**
 * The tokens of one text.
 *
 * @param inputIds start token, text, end token; truncated to the model's length without losing the end token
 * @param untruncatedLength the number of tokens before truncation
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenizedText(long[] inputIds, int untruncatedLength) {
    /** Whether tokens were removed. */
    public boolean truncated() {
        return untruncatedLength > inputIds.length;
    }
}
