package org.clipmeter.explain;

import java.nio.file.Path;
import java.util.List;
import org.clipmeter.image.RgbImage;
import org.clipmeter.preprocess.CropArea;

/**
 * An image and what was found for its texts.
 *
 * @param file that the image was read from
 * @param picture as it was decoded
 * @param area the part of the picture that the patches cover
 * @param texts at least one, each with its map
 */
public record ExplainedImage(Path file, RgbImage picture, CropArea area, List<ExplainedText> texts) {
    /** An image, with its list copied. */
    public ExplainedImage {
        texts = List.copyOf(texts);
    }

    /** The name of the file. */
    public String name() {
        return String.valueOf(file.getFileName());
    }
}
