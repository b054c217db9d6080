package org.clipmeter.explain;

/**
 * One text and its map.
 *
 * @param text as it was given
 * @param truncated whether the model read only its beginning
 * @param score of the whole image and the text, in logits
 * @param lead how far the text's logit is above the mean of the neutral texts' logits; the map and its curves are about it
 * @param map where the image matches it
 * @param faithfulness how the score depends on the map's order
 */
public record ExplainedText(
        String text, boolean truncated, double score, double lead, PatchMap map, Faithfulness faithfulness) {}
