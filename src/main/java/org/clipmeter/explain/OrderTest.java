package org.clipmeter.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.model.Similarity;

/**
 * Deletes and inserts the patches of an image in some order.
 *
 * @param scale from a cosine to a logit
 * @param counts how many patches are deleted or inserted after each step, from none to all
 * @param whole the embedding of the image
 * @param blank the embedding of the image without its patches
 */
@SuppressWarnings("ArrayRecordComponent") // arrays are not changed
record OrderTest(PatchPictures pictures, double scale, int[] counts, float[] whole, float[] blank) {
    Curve deletion(int[] order, float[] direction) throws IOException {
        return curve(deleted(List.of(order)).get(0), direction);
    }

    Curve insertion(int[] order, float[] direction) throws IOException {
        int steps = counts.length - 1;
        List<float[]> embeds = new ArrayList<>(List.of(blank));
        embeds.addAll(pictures.embeds(steps - 1, i -> {
            boolean[] covered = covered(order, counts[i + 1]);
            for (int p = 0; p < covered.length; p++) {
                covered[p] = !covered[p];
            }
            return covered;
        }));
        embeds.add(whole);
        return curve(embeds, direction);
    }

    /** For each order the embeddings after each step of its deletion; orders share batches. */
    List<List<float[]>> deleted(List<int[]> orders) throws IOException {
        int between = counts.length - 2;
        List<float[]> all = pictures.embeds(
                orders.size() * between, i -> covered(orders.get(i / between), counts[i % between + 1]));
        List<List<float[]>> deleted = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            List<float[]> embeds = new ArrayList<>(List.of(whole));
            embeds.addAll(all.subList(i * between, (i + 1) * between));
            embeds.add(blank);
            deleted.add(embeds);
        }
        return deleted;
    }

    Curve curve(List<float[]> embeds, float[] direction) {
        int all = counts[counts.length - 1];
        return new Curve(
                Arrays.stream(counts).mapToObj(count -> (double) count / all).toList(),
                embeds.stream().map(embed -> lead(embed, direction)).toList());
    }

    /** How far an image is ahead in a direction, in logits. */
    double lead(float[] embed, float[] direction) {
        return scale * Similarity.cosine(embed, direction);
    }

    /** The first patches of an order. */
    private static boolean[] covered(int[] order, int count) {
        boolean[] covered = new boolean[order.length];
        for (int i = 0; i < count; i++) {
            covered[order[i]] = true;
        }
        return covered;
    }
}
