package org.clipmeter.notebook.session;

import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.preprocess.ImageRules;
import org.jspecify.annotations.Nullable;

/**
 * A model as it was asked for.
 *
 * @param name a Hub id, an alias, or a folder
 * @param device null for CUDA if there is a CUDA device, else the CPU
 * @param revision a branch, tag or commit on the Hub; null for {@code main}
 */
public record ModelRequest(
        String name,
        @Nullable String device,
        String precision,
        @Nullable String revision,
        ImageRules images) {
    /** The reference's default. */
    public static ModelRequest defaults() {
        return new ModelRequest(KnownModels.DEFAULT.id(), null, "fp32", null, ImageRules.defaults());
    }
}
