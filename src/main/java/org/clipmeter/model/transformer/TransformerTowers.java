package org.clipmeter.model.transformer;

import java.io.IOException;
import java.util.List;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.TwoTower;
import org.clipmeter.preprocess.ImageProcessor;
import org.clipmeter.text.TokenizedText;

/** The two towers of a model, with an image processor of the model's input size. The caller closes the model. */
record TransformerTowers(TransformerModel<?> model, ImageProcessor imageProcessor) implements TwoTower {
    @Override
    public float[] pixelValues(RgbImage image) {
        return imageProcessor.pixelValues(image);
    }

    @Override
    public String preprocessing() {
        return imageProcessor.fingerprint();
    }

    @Override
    public TokenizedText tokens(String text) {
        return model.tokens(text);
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
    public void requireOpen() {
        model.requireOpen();
    }

    @Override
    public int valuesPerImage() {
        return 3 * imageProcessor.height() * imageProcessor.width();
    }

    @Override
    public int suggestedBatch() {
        return model.suggestedBatch();
    }

    @Override
    public int largestBatch() {
        return model.largestBatch();
    }

    @Override
    public Similarity similarity() {
        return model.similarity();
    }
}
