package org.clipmeter.model.clip;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipmeter.engine.TorchScript;

/** The activation between the two layers of an MLP, by the names that {@code config.json} has for it. */
enum HiddenActivation {
    /** x · sigmoid(1.702 x), in OpenAI's checkpoints. */
    QUICK_GELU(1.702, "torch.silu_(x)"),
    /** The exact GELU, with erf, in LAION's and DataComp's. */
    GELU(1, "torch.gelu_(x)"),
    /** x / 2 · (1 + tanh(√(2/π) (x + 0.044715 x³))); transformers' three forms of it differ in their rounding only. */
    TANH_GELU(1, "torch.gelu_(x, approximate=\"tanh\")"),
    /** max(x, 0). */
    RELU(1, "torch.relu_(x)"),
    /** x · sigmoid(x). */
    SILU(1, "torch.silu_(x)");

    private static final Map<String, HiddenActivation> BY_CONFIG_NAME = byConfigName();

    private final double scale;
    private final String script;

    HiddenActivation(double scale, String script) {
        this.scale = scale;
        this.script = script;
    }

    private static Map<String, HiddenActivation> byConfigName() {
        Map<String, HiddenActivation> names = new LinkedHashMap<>();
        names.put("quick_gelu", QUICK_GELU);
        names.put("gelu", GELU);
        names.put("gelu_new", TANH_GELU);
        names.put("gelu_pytorch_tanh", TANH_GELU);
        names.put("gelu_fast", TANH_GELU);
        names.put("relu", RELU);
        names.put("silu", SILU);
        names.put("swish", SILU);
        return Collections.unmodifiableMap(names);
    }

    /** The activation of this name; empty if it is not among {@link #allConfigNames}. */
    static Optional<HiddenActivation> named(String configName) {
        return Optional.ofNullable(BY_CONFIG_NAME.get(configName));
    }

    static List<String> allConfigNames() {
        return List.copyOf(BY_CONFIG_NAME.keySet());
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
