package org.clipmeter.model;

/** The activation between the two layers of an MLP, by its name in {@code config.json}. */
enum HiddenActivation {
    /** x · sigmoid(1.702 x), in OpenAI's checkpoints. */
    QUICK_GELU("quick_gelu", 1.702, "torch.silu_(x)"),
    /** The exact GELU, with erf, in LAION's and DataComp's. */
    GELU("gelu", 1, "torch.gelu_(x)");

    private final String configName;
    private final double scale;
    private final String script;

    HiddenActivation(String configName, double scale, String script) {
        this.configName = configName;
        this.scale = scale;
        this.script = script;
    }

    String configName() {
        return configName;
    }

    /**
     * What {@link #script} wants its values multiplied with, and gives them multiplied with: x · sigmoid(s x) is
     * silu(s x) / s, and the products around it multiply for nothing.
     */
    double scale() {
        return scale;
    }

    /** The activated values of {@code x}, whose memory is used, as an expression of {@link TorchScript}. */
    String script() {
        return script;
    }
}
