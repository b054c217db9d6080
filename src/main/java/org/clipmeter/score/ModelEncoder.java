package org.clipmeter.score;

import java.util.List;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.ClipModel;
import org.clipmeter.text.TokenizedText;

record ModelEncoder(ClipModel model) implements Encoder {
    @Override
    public float[] pixelValues(RgbImage image) {
        return model.imageProcessor().pixelValues(image);
    }

    @Override
    public TokenizedText tokens(String text) {
        return model.tokenizer().encode(text);
    }

    @Override
    public float[][] imageEmbeds(List<float[]> pixelValues) {
        return model.imageEmbeds(pixelValues);
    }

    @Override
    public float[][] textEmbeds(List<long[]> inputIds) {
        return model.textEmbeds(inputIds);
    }

    @Override
    public float logitScaleExp() {
        return model.logitScaleExp();
    }
}
