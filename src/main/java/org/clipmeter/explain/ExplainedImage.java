package org.clipmeter.explain;

import java.nio.file.Path;
import java.util.List;
import org.clipmeter.image.RgbImage;
import org.clipmeter.preprocess.CropArea;

/**
 * An image and what was found for its texts.
 *
 * @param file that the image was read from
 * @param width of the file's picture in pixels
 * @param height of the file's picture in pixels
 * @param picture a copy to look at, which may have fewer pixels; transparent pixels have the colors that the model sees
 * @param area the part that the patches cover, in pixels of the file's picture
 * @param texts at least one, each with its map
 */
public record ExplainedImage(
        Path file, int width, int height, RgbImage picture, CropArea area, List<ExplainedText> texts) {
    /** An image, with its list copied. */
    public ExplainedImage {
        texts = List.copyOf(texts);
    }

    /** The name of the file. */
    public String name() {
        return String.valueOf(file.getFileName());
    }
}
