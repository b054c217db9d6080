package org.clipmeter.score;

import java.io.IOException;
import java.util.List;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.ClipConfig.VisionConfig;
import org.clipmeter.model.ClipModel;
import org.clipmeter.text.TokenizedText;

record ModelEncoder(ClipModel model) implements Encoder {
    /** What a slow processor does in a second or two. */
    private static final double OPERATIONS_AT_ONCE = 2.4e11;

    private static final int MOST_AT_ONCE = 64;

    @Override
    public float[] pixelValues(RgbImage image) {
        return model.imageProcessor().pixelValues(image);
    }

    @Override
    public TokenizedText tokens(String text) {
        return model.tokenizer().encode(text);
    }

    @Override
    public float[][] imageEmbeds(List<float[]> pixelValues) throws IOException {
        return model.imageEmbeds(pixelValues);
    }

    @Override
    public float[][] textEmbeds(List<long[]> inputIds) throws IOException {
        return model.textEmbeds(inputIds);
    }

    @Override
    public int valuesPerImage() {
        return 3 * model.imageProcessor().height() * model.imageProcessor().width();
    }

    @Override
    public int suggestedBatch() {
        VisionConfig vision = model.config().vision();
        int side = vision.imageSize() / vision.patchSize();
        double operations = 2.0 * model.parameterCount() * (side * side + 1);
        return (int) Math.max(1, Math.min(MOST_AT_ONCE, OPERATIONS_AT_ONCE / operations));
    }

    @Override
    public float logitScaleExp() {
        return model.logitScaleExp();
    }
}
