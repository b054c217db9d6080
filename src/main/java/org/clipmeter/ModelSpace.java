package org.clipmeter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.clipmeter.model.LoadedModel;

/** What an embedding depends on besides the image or the text, in one line. */
final class ModelSpace {
    /** To be raised when decoding, preprocessing or the network come to give other vectors for the same files. */
    private static final int REVISION = 4;

    private ModelSpace() {}

    static String of(LoadedModel model, String preprocessing, String weights) {
        // A GPU's embeddings differ from a CPU's in their last digits, those of two GPUs are as good as equal.
        String device = model.device().replaceFirst(":.*", "");
        return "weights " + weights + ", config " + sha256(model.architecture()) + ", images "
                + sha256(preprocessing) + ", " + model.precision() + ", " + device
                + ", revision "
                + REVISION;
    }

    /** The first half is enough to tell settings apart. */
    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
