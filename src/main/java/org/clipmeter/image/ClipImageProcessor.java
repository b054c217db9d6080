package org.clipmeter.image;

import java.io.IOException;
import java.nio.file.Path;

/** CLIP's image processor: resize, centre crop, rescale and normalise as transformers' Pillow backend does it. */
public final class ClipImageProcessor {
    private ClipImageProcessor() {}

    /** Reads a {@code preprocessor_config.json}, old style or new; an unknown value fails. */
    public static ClipImageProcessor read(Path preprocessorConfig) throws IOException {
        throw new UnsupportedOperationException(preprocessorConfig.toString());
    }

    /** The processor of OpenAI's CLIP for square inputs of {@code size} pixels. */
    public static ClipImageProcessor openai(int size) {
        throw new UnsupportedOperationException("" + size);
    }

    /** Crop height in pixels. */
    public int height() {
        throw new UnsupportedOperationException();
    }

    /** Crop width in pixels. */
    public int width() {
        throw new UnsupportedOperationException();
    }

    /** Bytes after resize and centre crop, shape (height, width, 3). */
    public byte[] crop(RgbImage image) {
        throw new UnsupportedOperationException(image.toString());
    }

    /** Normalised values, shape (3, height, width), R first. */
    public float[] pixelValues(RgbImage image) {
        throw new UnsupportedOperationException(image.toString());
    }

    /** What identifies this preprocessing: every setting that changes pixelValues, in one line. */
    public String fingerprint() {
        throw new UnsupportedOperationException();
    }
}
