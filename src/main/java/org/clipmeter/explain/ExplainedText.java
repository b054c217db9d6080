package org.clipmeter.explain;

/**
 * One text and its map.
 *
 * @param text as it was given
 * @param truncated whether the model read only its beginning
 * @param score of the whole image and the text, in logits
 * @param map where the image matches it
 * @param faithfulness how the score depends on the map's order
 */
public record ExplainedText(
        String text, boolean truncated, double score, PatchMap map, Faithfulness faithfulness) {}
