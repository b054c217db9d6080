package org.clipmeter.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The activation between the two layers of an MLP, by the names that {@code config.json} has for it. */
enum HiddenActivation {
    /** x · sigmoid(1.702 x), in OpenAI's checkpoints. */
    QUICK_GELU(1.702, "torch.silu_(x)", "quick_gelu"),
    /** The exact GELU, with erf, in LAION's and DataComp's. */
    GELU(1, "torch.gelu_(x)", "gelu"),
    /** x / 2 · (1 + tanh(√(2/π) (x + 0.044715 x³))); transformers' three forms of it differ in their rounding only. */
    TANH_GELU(1, "torch.gelu_(x, approximate=\"tanh\")", "gelu_new", "gelu_pytorch_tanh", "gelu_fast"),
    /** max(x, 0). */
    RELU(1, "torch.relu_(x)", "relu"),
    /** x · sigmoid(x). */
    SILU(1, "torch.silu_(x)", "silu", "swish");

    private final double scale;
    private final String script;
    private final List<String> configNames;

    HiddenActivation(double scale, String script, String... configNames) {
        this.scale = scale;
        this.script = script;
        this.configNames = List.of(configNames);
    }

    /** The activation of this name; empty if it is not among {@link #allConfigNames}. */
    static Optional<HiddenActivation> named(String configName) {
        return Arrays.stream(values())
                .filter(activation -> activation.configNames.contains(configName))
                .findFirst();
    }

    static List<String> allConfigNames() {
        return Arrays.stream(values())
                .flatMap(activation -> activation.configNames.stream())
                .toList();
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
