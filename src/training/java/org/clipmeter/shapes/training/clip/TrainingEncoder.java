package org.clipmeter.shapes.training.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.clipmeter.image.RgbImage;
import org.clipmeter.shapes.ShapesVocabulary;
import org.clipmeter.shapes.evaluation.Encoder;

/**
 * The network in its current state of training, for pictures of 64 × 64 pixels and captions in the words of the world.
 */
final class TrainingEncoder implements Encoder {
    private static final int BATCH = 120;

    private final NDManager manager;
    private final ParameterTable table;
    private final NDArray row;
    private final ShapesVocabulary vocabulary;

    TrainingEncoder(NDManager manager, ParameterTable table, NDArray row, ShapesVocabulary vocabulary) {
        this.manager = manager;
        this.table = table;
        this.row = row;
        this.vocabulary = vocabulary;
    }

    @Override
    public float[][] images(List<RgbImage> images) {
        return batches(images, (network, batch) -> {
            int b = batch.size();
            float[] patches = new float[b * BatchMaker.PATCHES * BatchMaker.PATCH_VALUES];
            long[] positions = new long[b * (BatchMaker.PATCHES + 1)];
            for (int i = 0; i < b; i++) {
                BatchMaker.copyPatches(batch.get(i).rgb(), patches, i);
                Arrays.setAll(positions, at -> at % (BatchMaker.PATCHES + 1));
            }
            Network.Seen seen = network.see(
                    network.manager().create(patches, new Shape(b, BatchMaker.PATCHES, BatchMaker.PATCH_VALUES)),
                    network.manager().create(positions, new Shape(b, BatchMaker.PATCHES + 1)));
            return network.project(seen.pooled());
        });
    }

    @Override
    public float[][] texts(List<String> texts) {
        return batches(texts, (network, batch) -> {
            BatchMaker.Tokens tokens = BatchMaker.tokens(batch, vocabulary);
            return network.read(
                    network.manager().create(tokens.inputIds(), new Shape(batch.size(), tokens.length())),
                    network.manager().create(tokens.last(), new Shape(batch.size(), 1, tokens.length())));
        });
    }

    private <T> float[][] batches(List<T> inputs, BiFunction<Network, List<T>, NDArray> encode) {
        float[][] result = new float[inputs.size()][];
        int width = table.architecture().width();
        for (int from = 0; from < inputs.size(); from += BATCH) {
            List<T> batch = inputs.subList(from, Math.min(from + BATCH, inputs.size()));
            try (NDManager scratch = manager.newSubManager()) {
                NDArray embeds = Network.normalize(encode.apply(new Network(scratch, table, row), batch));
                embeds.attach(scratch);
                float[] flat = embeds.toFloatArray();
                for (int i = 0; i < batch.size(); i++) {
                    result[from + i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
                }
            }
        }
        return result;
    }
}
