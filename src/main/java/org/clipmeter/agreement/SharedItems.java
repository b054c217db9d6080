package org.clipmeter.agreement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.compare.RankCorrelation;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.score.Scored;

/**
 * The images of a run that every model has scored, with their scores made comparable.
 *
 * @param images in the run's order
 */
public record SharedItems(List<Item> images) {
    /** The images, with their list copied. */
    public SharedItems {
        images = List.copyOf(images);
    }

    /**
     * An image under every model; the lists have the models' order.
     *
     * @param row its row under the first model
     * @param logits logits_per_image, each in its model's own scale
     * @param zScores the logits less their mean over the images, in standard deviations (n - 1); 0 if all are equal
     * @param ranks the image's rank under each model from 1, the highest score; equal scores share their mean rank
     */
    public record Item(ScoreRow row, List<Double> logits, List<Double> zScores, List<Double> ranks) {
        /** The item, with its lists copied. */
        public Item {
            logits = List.copyOf(logits);
            zScores = List.copyOf(zScores);
            ranks = List.copyOf(ranks);
        }
    }

    /** How far the models disagree about an image: its lowest rank less its highest, as a share of all images, 0 to 1. */
    public double spread(Item item) {
        double low = item.ranks().stream().mapToDouble(rank -> rank).min().orElse(0);
        double high = item.ranks().stream().mapToDouble(rank -> rank).max().orElse(0);
        return images.size() < 2 ? 0 : (high - low) / (images.size() - 1);
    }

    /**
     * The images that all models have scored.
     *
     * @param models the run under each model, over the same pairs
     */
    public static SharedItems of(List<ModelScores> models) {
        List<Integer> shared = new ArrayList<>();
        int rows = models.get(0).result().rows().size();
        for (int i = 0; i < rows; i++) {
            int row = i;
            if (models.stream().allMatch(model -> model.result().rows().get(row).outcome() instanceof Scored)) {
                shared.add(i);
            }
        }
        List<double[]> logits = new ArrayList<>();
        List<double[]> zScores = new ArrayList<>();
        List<double[]> ranks = new ArrayList<>();
        for (ModelScores model : models) {
            double[] values = shared.stream()
                    .mapToDouble(row -> ((Scored) model.result().rows().get(row).outcome()).logitsPerImage())
                    .toArray();
            logits.add(values);
            zScores.add(zScores(values));
            ranks.add(descending(values));
        }
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < shared.size(); i++) {
            ScoreRow row = models.get(0).result().rows().get(shared.get(i));
            items.add(new Item(row, at(logits, i), at(zScores, i), at(ranks, i)));
        }
        return new SharedItems(items);
    }

    private static List<Double> at(List<double[]> byModel, int item) {
        return byModel.stream().map(values -> values[item]).toList();
    }

    private static double[] zScores(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
        double[] zScores = new double[values.length];
        for (int i = 0; i < values.length && deviation > 0; i++) {
            zScores[i] = (values[i] - mean) / deviation;
        }
        return zScores;
    }

    private static double[] descending(double[] values) {
        double[] ranks = RankCorrelation.ranks(values);
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = values.length + 1 - ranks[i];
        }
        return ranks;
    }

    /** logits_per_image of all images under one model. */
    public double[] logits(int model) {
        return images.stream().mapToDouble(item -> item.logits().get(model)).toArray();
    }

    /** Which images have the same prompt: a number from 0 for each image. */
    public int[] promptOf() {
        Map<String, Integer> prompts = new LinkedHashMap<>();
        return images.stream()
                .mapToInt(item ->
                        prompts.computeIfAbsent(item.row().pair().prompt().id(), id -> prompts.size()))
                .toArray();
    }
}
