package org.clipmeter.shapes.evaluation;

import java.util.List;
import org.clipmeter.image.RgbImage;

/** The two towers of a CLIP model, for an evaluation. Embeddings have unit length. */
public interface Encoder {
    float[][] images(List<RgbImage> images);

    float[][] texts(List<String> texts);
}
