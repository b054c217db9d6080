package org.clipmeter.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.clipmeter.model.TwoTower;

/** Embeds versions of one image in which some patches have the image's mean color. */
final class PatchPictures {
    private static final int CHANNELS = 3;

    private final TwoTower towers;
    private final float[] pixelValues;
    private final int size;
    private final int patch;
    private final int side;
    private final float[] fill = new float[CHANNELS];
    private final ExplainProgress progress;
    private final BooleanSupplier cancelled;
    private final int total;
    private int done;

    /**
     * Prepares an image.
     *
     * @param pixelValues (3, size, size)
     * @param patch width of a patch; pixels beyond the last whole patch, which the model ignores, stay as they are
     * @param total how many embeddings the progress counts
     */
    PatchPictures(
            TwoTower towers,
            float[] pixelValues,
            int size,
            int patch,
            int total,
            ExplainProgress progress,
            BooleanSupplier cancelled) {
        this.towers = towers;
        this.pixelValues = pixelValues;
        this.size = size;
        this.patch = patch;
        this.side = size / patch;
        this.total = total;
        this.progress = progress;
        this.cancelled = cancelled;
        int end = side * patch;
        for (int c = 0; c < CHANNELS; c++) {
            double sum = 0;
            for (int y = 0; y < end; y++) {
                for (int x = 0; x < end; x++) {
                    sum += pixelValues[(c * size + y) * size + x];
                }
            }
            fill[c] = (float) (sum / ((double) end * end));
        }
    }

    /**
     * Embeds versions of the image.
     *
     * @param covered for each version, which patches are covered, row by row
     * @throws CancellationException if the work was cancelled
     */
    List<float[]> embeds(int count, IntFunction<boolean[]> covered) throws IOException {
        List<float[]> embeds = new ArrayList<>();
        int batch = Math.max(1, Math.min(towers.suggestedBatch(), towers.largestBatch()));
        while (embeds.size() < count) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled at " + done + " of " + total + " images");
            }
            List<float[]> next = new ArrayList<>();
            for (int i = embeds.size(); i < Math.min(count, embeds.size() + batch); i++) {
                next.add(covered(covered.apply(i)));
            }
            embeds.addAll(Arrays.asList(towers.imageEmbeds(next)));
            done += next.size();
            progress.update(done, total);
        }
        return embeds;
    }

    private float[] covered(boolean[] patches) {
        float[] values = pixelValues.clone();
        for (int i = 0; i < patches.length; i++) {
            if (patches[i]) {
                int top = i / side * patch;
                int left = i % side * patch;
                for (int c = 0; c < CHANNELS; c++) {
                    for (int y = top; y < top + patch; y++) {
                        int row = (c * size + y) * size;
                        Arrays.fill(values, row + left, row + left + patch, fill[c]);
                    }
                }
            }
        }
        return values;
    }
}
