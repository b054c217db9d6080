package org.clipmeter;

import java.io.IOException;
import org.clipmeter.hub.DownloadListener;
import org.clipmeter.model.ModelOptions;
import org.jspecify.annotations.Nullable;

/**
 * How to get and run a model.
 *
 * @param model the device and the precision
 * @param revision a branch, tag or commit of a Hub model; null means {@code main}
 * @param listener hears how far a download is
 */
public record LoadOptions(ModelOptions model, @Nullable String revision, DownloadListener listener) {
    /** CUDA where there is one, else CPU; fp32; {@code main}; no listener. */
    public static LoadOptions defaults() {
        return new LoadOptions(ModelOptions.defaults(), null, DownloadListener.none());
    }

    /** The same on another device: {@code cpu}, {@code cuda}, {@code cuda:1}; null is the default one. */
    public LoadOptions onDevice(@Nullable String device) {
        return new LoadOptions(model.onDevice(device), revision, listener);
    }

    /**
     * The same in another precision, by its name.
     *
     * @throws IOException for a precision that is not available
     */
    public LoadOptions inPrecision(String precision) throws IOException {
        return new LoadOptions(
                new ModelOptions(model.device(), ModelOptions.Precision.of(precision)), revision, listener);
    }

    /** The same at another branch, tag or commit; null means {@code main}. */
    public LoadOptions atRevision(@Nullable String revision) {
        return new LoadOptions(model, revision, listener);
    }

    /** The same with another listener. */
    public LoadOptions heardBy(DownloadListener listener) {
        return new LoadOptions(model, revision, listener);
    }
}
