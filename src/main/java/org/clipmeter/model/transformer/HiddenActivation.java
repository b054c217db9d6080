package org.clipmeter.model.transformer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipmeter.engine.TorchScript;

/** The activation between the two layers of an MLP, under the names that {@code config.json} uses. */
public enum HiddenActivation {
    /** x · sigmoid(1.702 x), used by OpenAI's checkpoints. */
    QUICK_GELU(1.702, "torch.silu_(x)"),
    /** The exact GELU, with erf, used by LAION's and DataComp's checkpoints. */
    GELU(1, "torch.gelu_(x)"),
    /** x / 2 · (1 + tanh(√(2/π) (x + 0.044715 x³))); transformers' three variants of it differ only by rounding. */
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

    /** The activation with this name; empty if it is not among {@link #allConfigNames}. */
    static Optional<HiddenActivation> named(String configName) {
        return Optional.ofNullable(BY_CONFIG_NAME.get(configName));
    }

    static List<String> allConfigNames() {
        return List.copyOf(BY_CONFIG_NAME.keySet());
    }

    /**
     * A factor s that the products before and after this activation apply at no cost: x · sigmoid(s x) is silu(s x) /
     * s, so {@link #script} takes values multiplied by s, and returns values multiplied by s.
     */
    public double scale() {
        return scale;
    }

    /** The activated values of {@code x}, which are computed in place, as an expression of {@link TorchScript}. */
    public String script() {
        return script;
    }
}
