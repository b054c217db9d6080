package org.clipmeter.text;

/**
 * The tokens of one text.
 *
 * @param inputIds start token, text, end token; cut to the model's length keeping the end token
 * @param untruncatedLength the number of tokens before the cut
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenizedText(long[] inputIds, int untruncatedLength) {
    /** Whether tokens were cut. */
    public boolean truncated() {
        return untruncatedLength > inputIds.length;
    }
}
