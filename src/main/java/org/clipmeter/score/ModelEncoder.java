package org.clipmeter.score;

import java.io.IOException;
import java.util.List;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.ClipModel;
import org.clipmeter.preprocess.ClipImageProcessor;
import org.clipmeter.text.TokenizedText;

record ModelEncoder(ClipModel model, ClipImageProcessor imageProcessor) implements Encoder {
    @Override
    public float[] pixelValues(RgbImage image) {
        return imageProcessor.pixelValues(image);
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
    public float logitScaleExp() {
        return model.logitScaleExp();
    }
}
