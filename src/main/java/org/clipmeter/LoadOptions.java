package org.clipmeter;

import java.io.IOException;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.hub.DownloadListener;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.preprocess.ImageRules;
import org.jspecify.annotations.Nullable;

/**
 * How to get and run a model. Each method gives new options and leaves these as they are.
 *
 * @param model the device, the precision and the rules for images
 * @param revision a branch, tag or commit of a Hub model; null means {@code main}
 * @param listener receives how far a download is, on the thread that loads
 * @param cache where embeddings are stored; it may be shared by models, and stays open when a model is closed
 */
public record LoadOptions(
        ModelOptions model, @Nullable String revision, DownloadListener listener, EmbeddingCache cache) {
    /** CUDA if there is a GPU, else the CPU; fp32; {@code main}; no listener; the cache that the user's processes share. */
    public static LoadOptions defaults() {
        return new LoadOptions(ModelOptions.defaults(), null, DownloadListener.none(), EmbeddingCache.shared());
    }

    /** The same on another device: {@code cpu}, {@code cuda}, {@code cuda:1}; null is the default one. */
    public LoadOptions withDevice(@Nullable String device) {
        return new LoadOptions(model.withDevice(device), revision, listener, cache);
    }

    /**
     * The same in another precision, by its name.
     *
     * @throws IOException for a precision that is not available
     */
    public LoadOptions withPrecision(String precision) throws IOException {
        return new LoadOptions(model.withPrecision(ModelOptions.Precision.of(precision)), revision, listener, cache);
    }

    /** The same with another choice among the reference's ways to preprocess images. */
    public LoadOptions withImageRules(ImageRules rules) {
        return new LoadOptions(model.withImageRules(rules), revision, listener, cache);
    }

    /** The same at another branch, tag or commit; null means {@code main}. */
    public LoadOptions withRevision(@Nullable String revision) {
        return new LoadOptions(model, revision, listener, cache);
    }

    /** The same with another listener. */
    public LoadOptions withListener(DownloadListener listener) {
        return new LoadOptions(model, revision, listener, cache);
    }

    /** The same with another place for embeddings; {@link EmbeddingCache#off} for none. */
    public LoadOptions withCache(EmbeddingCache cache) {
        return new LoadOptions(model, revision, listener, cache);
    }
}
