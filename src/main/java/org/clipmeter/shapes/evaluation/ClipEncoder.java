package org.clipmeter.shapes.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.clip.ClipModel;

/** A loaded model with its own image processor and tokenizer. */
public record ClipEncoder(ClipModel model) implements Encoder {
    private static final int BATCH = 64;

    @Override
    public float[][] images(List<RgbImage> images) {
        List<float[]> pixelValues =
                images.stream().map(model.imageProcessor()::pixelValues).toList();
        return inBatches(pixelValues, model::imageEmbeds);
    }

    @Override
    public float[][] texts(List<String> texts) {
        List<long[]> inputIds = new ArrayList<>();
        texts.forEach(text -> inputIds.add(model.tokenizer().encode(text).inputIds()));
        return inBatches(inputIds, model::textEmbeds);
    }

    private interface Tower<T> {
        float[][] embeds(List<T> inputs) throws IOException;
    }

    private static <T> float[][] inBatches(List<T> inputs, Tower<T> tower) {
        List<float[]> rows = new ArrayList<>();
        try {
            for (int from = 0; from < inputs.size(); from += BATCH) {
                rows.addAll(List.of(tower.embeds(inputs.subList(from, Math.min(from + BATCH, inputs.size())))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows.toArray(float[][]::new);
    }
}
