package org.clipmeter.explain;

/** The ways to compute a map. */
public enum ExplainMethod {
    /** The last layer's value path (MaskCLIP), less that of neutral texts. */
    VALUE(
            "value path of the last layer (MaskCLIP)",
            "cosine of a patch's value with the text, less the mean over neutral texts"),
    /** Gradients with respect to the attention of all layers (LeGrad). */
    LEGRAD(
            "gradients of the attention of all layers (LeGrad)",
            "positive part of the gradient of the lead with respect to attention, summed over the layers"),
    /** The lead over neutral texts that is lost when a part of the image is covered. */
    OCCLUSION("occlusion", "drop of the lead when the patch and its neighbors are covered, in logits");

    private final String title;
    private final String unit;

    ExplainMethod(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    /** The method in words. */
    public String title() {
        return title;
    }

    /** What a map's values are, in words. */
    public String unit() {
        return unit;
    }

    /** Whether values below 0 have a meaning: the patch speaks against the text. */
    public boolean isSigned() {
        return this != LEGRAD;
    }
}
