package org.clipmeter.embed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.TwoTower;
import org.clipmeter.text.TokenizedText;
import org.jspecify.annotations.Nullable;

/** A model of three dimensions: a picture's embedding is its first pixel, a text's comes from its first two characters. */
public final class FakeTowers implements TwoTower {
    public static final int MAX_LENGTH = 10;

    /** Ends the tokenizer with a {@link StackOverflowError} if a text contains it. */
    public static final String UNTOKENIZABLE = "untokenizable";

    /** A yellow pixel, on which the model fails. */
    static final RgbImage FATAL_PIXEL = FakePictures.pixel(255, 255, 0);

    public final List<Integer> imageBatches = new ArrayList<>();
    public final List<List<Integer>> textLengths = new ArrayList<>();
    public final List<Integer> textBatches = new ArrayList<>();
    public final List<String> tokenized = new ArrayList<>();

    public @Nullable Fault imageFault;

    /** Returns or throws something in place of the embeddings. */
    @FunctionalInterface
    public interface Fault {
        float[][] embeds() throws IOException;
    }

    @Override
    public float[] pixelValues(RgbImage image) {
        byte[] rgb = image.rgb();
        return new float[] {(rgb[0] & 0xff) / 255f, (rgb[1] & 0xff) / 255f, (rgb[2] & 0xff) / 255f};
    }

    @Override
    public TokenizedText tokens(String text) {
        tokenized.add(text);
        if (text.contains(UNTOKENIZABLE)) {
            throw new StackOverflowError();
        }
        long[] ids = new long[Math.min(MAX_LENGTH, text.length() + 2)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i < text.length() ? text.charAt(i) : 0;
        }
        return new TokenizedText(ids, text.length() + 2);
    }

    @Override
    public float[][] imageEmbeds(List<float[]> pixelValues) throws IOException {
        if (imageFault != null) {
            return imageFault.embeds();
        }
        imageBatches.add(pixelValues.size());
        return pixelValues.stream().map(FakeTowers::imageEmbed).toArray(float[][]::new);
    }

    private static float[] imageEmbed(float[] pixel) {
        if (pixel[0] == 1 && pixel[1] == 1) {
            throw new IllegalStateException("the model chokes on yellow");
        }
        return unit(pixel[0] + 0.1f, pixel[1] + 0.1f, pixel[2] + 0.1f);
    }

    @Override
    public float[][] textEmbeds(List<long[]> inputIds) {
        textBatches.add(inputIds.size());
        textLengths.add(inputIds.stream().map(ids -> ids.length).toList());
        return inputIds.stream()
                .map(ids -> unit((float) (ids[0] % 7 + 1), (float) (ids[1] % 5 + 1), ids.length))
                .toArray(float[][]::new);
    }

    private static float[] unit(float a, float b, float c) {
        float norm = (float) Math.sqrt(a * a + b * b + c * c);
        return new float[] {a / norm, b / norm, c / norm};
    }

    @Override
    public int valuesPerImage() {
        return 3;
    }

    @Override
    public int suggestedBatch() {
        return 8;
    }

    @Override
    public Similarity similarity() {
        return new Similarity(100, 0);
    }
}
