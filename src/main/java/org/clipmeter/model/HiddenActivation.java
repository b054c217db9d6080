package org.clipmeter.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/** The activation between the two layers of an MLP, by its name in {@code config.json}. */
enum HiddenActivation {
    /** x · sigmoid(1.702 x), in OpenAI's checkpoints. */
    QUICK_GELU("quick_gelu") {
        @Override
        NDArray apply(NDArray x) {
            return Activation.sigmoid(x.mul(1.702f)).muli(x);
        }
    },
    /** The exact GELU, with erf, in LAION's and DataComp's. */
    GELU("gelu") {
        @Override
        NDArray apply(NDArray x) {
            return Activation.gelu(x);
        }
    };

    private final String configName;

    HiddenActivation(String configName) {
        this.configName = configName;
    }

    String configName() {
        return configName;
    }

    /** The activated values, of the shape of {@code x}. */
    abstract NDArray apply(NDArray x);
}
