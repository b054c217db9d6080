package org.clipmeter;

import java.util.List;
import org.clipmeter.score.ModelInfo;
import org.jspecify.annotations.Nullable;

/**
 * The model of a plan.
 *
 * @param device null if only loading the model shows it
 * @param parameters how many it has; null if that is not known before it is loaded
 */
record PlannedModel(
        String name,
        @Nullable String device,
        String precision,
        @Nullable Long parameters,
        State state,
        List<String> warnings) {
    /** Where the model is. */
    enum State {
        LOADED,
        ON_DISK,
        TO_DOWNLOAD
    }

    private static final int FULL = 4;
    private static final int HALF = 2;

    boolean isLoaded() {
        return state == State.LOADED;
    }

    boolean isOf(ModelInfo info) {
        return info.name().equals(name)
                && info.precision().equals(precision)
                && (device == null || device.equals(info.device()));
    }

    /** The bytes of the weights in memory; null if they are not known. */
    @Nullable
    Long weightBytes() {
        return parameters == null ? null : parameters * (precision.equals("fp32") ? FULL : HALF);
    }

    /** The bytes of a download in fp32, the form of the known models; null if they are not known. */
    @Nullable
    Long downloadBytes() {
        return parameters == null ? null : parameters * FULL;
    }
}
