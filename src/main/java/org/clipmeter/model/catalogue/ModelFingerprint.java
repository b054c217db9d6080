package org.clipmeter.model.catalogue;

import org.clipmeter.files.Hash;
import org.clipmeter.model.LoadedModel;

/** What an embedding depends on besides the image or the text, in one line. */
public final class ModelFingerprint {
    /** To be raised when a change of decoding, preprocessing or the network gives other vectors for the same files. */
    private static final int REVISION = 4;

    private ModelFingerprint() {}

    /**
     * Names weights, configuration, preprocessing, precision and kind of device.
     *
     * @param preprocessing the settings that images are prepared with
     * @param weights a hash of the weights
     */
    public static String of(LoadedModel model, String preprocessing, String weights) {
        // A GPU's embeddings differ from a CPU's in their last digits, those of two GPUs hardly at all.
        String device = model.device().replaceFirst(":.*", "");
        return "weights " + weights + ", config " + sha256(model.architecture()) + ", images "
                + sha256(preprocessing) + ", " + model.precision() + ", " + device
                + ", revision "
                + REVISION;
    }

    /** The first half is enough to tell settings apart. */
    private static String sha256(String text) {
        return Hash.sha256(text).substring(0, 32);
    }
}
