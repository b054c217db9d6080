package org.clipmeter.model;

/** The activation between the two layers of an MLP, by its name in {@code config.json}. */
enum HiddenActivation {
    /** x · sigmoid(1.702 x), in OpenAI's checkpoints. */
    QUICK_GELU("quick_gelu", "torch.mul_(torch.sigmoid_(torch.mul(x, 1.702)), x)"),
    /** The exact GELU, with erf, in LAION's and DataComp's. */
    GELU("gelu", "torch.gelu_(x)");

    private final String configName;
    private final String script;

    HiddenActivation(String configName, String script) {
        this.configName = configName;
        this.script = script;
    }

    String configName() {
        return configName;
    }

    /** The activated values of {@code x}, whose memory may be used, as an expression of {@link TorchScript}. */
    String script() {
        return script;
    }
}
