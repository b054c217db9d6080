package org.clipmeter.shapes.training.clip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.shapes.SplitMix64;

/** All trained parameters as one row of numbers, so that an optimizer step takes only a dozen operations. */
final class ParameterTable {
    static final int PICTURE_CLASSES = 10 * BatchMaker.CLASSES;
    /** The outputs of the patch heads: four classifications, whether there is a thing, and its offset and radius. */
    static final int PATCH_CLASSES = 4 * BatchMaker.CLASSES + 4;

    /** One parameter. Its position in the row is the sum of the sizes before it. */
    @SuppressWarnings("ArrayRecordComponent")
    record Entry(String name, long[] shape, double deviation, boolean decays) {
        int size() {
            long size = 1;
            for (long dimension : shape) {
                size *= dimension;
            }
            return Math.toIntExact(size);
        }
    }

    private final Architecture architecture;
    private final int width;
    private final List<Entry> entries = new ArrayList<>();

    ParameterTable(Architecture architecture, int vocabularySize) {
        this.architecture = architecture;
        this.width = architecture.width();
        double unit = Math.pow(width, -.5);
        matrix("vision.patch", Math.pow(BatchMaker.PATCH_VALUES, -.5), width, BatchMaker.PATCH_VALUES);
        matrix("vision.projection", unit, width, width);
        matrix("text.projection", unit, width, width);
        matrix("text.tokens", .02, vocabularySize, width);
        blockMatrices("vision", architecture.visionLayers());
        blockMatrices("text", architecture.textLayers());
        matrix("head.picture.weight", .5 * unit, PICTURE_CLASSES, width);
        matrix("head.patch.weight", .5 * unit, PATCH_CLASSES, width);
        matrix("head.mask.weight", .5 * unit, BatchMaker.PATCH * BatchMaker.PATCH, width);
        matrix("head.text.weight", .5 * unit, PICTURE_CLASSES, width);

        vector("vision.class", .02, 1, 1, width);
        vector("vision.positions", .02, BatchMaker.PATCHES + 1, width);
        vector("text.positions", .01, Architecture.CONTEXT, width);
        norm("vision.pre");
        norm("vision.post");
        norm("text.final");
        blockVectors("vision", architecture.visionLayers());
        blockVectors("text", architecture.textLayers());
        vector("head.picture.bias", 0, PICTURE_CLASSES);
        vector("head.patch.bias", 0, PATCH_CLASSES);
        vector("head.mask.bias", 0, BatchMaker.PATCH * BatchMaker.PATCH);
        vector("head.text.bias", 0, PICTURE_CLASSES);
        vector("scale", 0, 1);
    }

    private void blockMatrices(String tower, int layers) {
        double unit = Math.pow(width, -.5);
        double residual = unit * Math.pow(2.0 * layers, -.5);
        for (int i = 0; i < layers; i++) {
            String block = tower + "." + i;
            matrix(block + ".qkv.weight", unit, 3L * width, width);
            matrix(block + ".out.weight", residual, width, width);
            matrix(block + ".fc1.weight", Math.pow(2.0 * width, -.5), architecture.mlp(), width);
            matrix(block + ".fc2.weight", residual, width, architecture.mlp());
        }
    }

    private void blockVectors(String tower, int layers) {
        for (int i = 0; i < layers; i++) {
            String block = tower + "." + i;
            norm(block + ".norm1");
            norm(block + ".norm2");
            vector(block + ".qkv.bias", 0, 3L * width);
            vector(block + ".out.bias", 0, width);
            vector(block + ".fc1.bias", 0, architecture.mlp());
            vector(block + ".fc2.bias", 0, width);
        }
    }

    private void matrix(String name, double deviation, long... shape) {
        entries.add(new Entry(name, shape, deviation, true));
    }

    private void vector(String name, double deviation, long... shape) {
        entries.add(new Entry(name, shape, deviation, false));
    }

    private void norm(String name) {
        vector(name + ".weight", 0, width);
        vector(name + ".bias", 0, width);
    }

    Architecture architecture() {
        return architecture;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    int size() {
        return entries.stream().mapToInt(Entry::size).sum();
    }

    /** The number of parameters, counted from the first, to which weight decay applies: the matrices come first. */
    int decayedSize() {
        return entries.stream().filter(Entry::decays).mapToInt(Entry::size).sum();
    }

    /** The positions at which all entries except the first begin. */
    long[] splits() {
        long[] splits = new long[entries.size() - 1];
        long at = 0;
        for (int i = 0; i < splits.length; i++) {
            at += entries.get(i).size();
            splits[i] = at;
        }
        return splits;
    }

    float[] initial(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] values = new float[size()];
        int at = 0;
        for (Entry entry : entries) {
            int end = at + entry.size();
            for (int i = at; i < end; i++) {
                values[i] = (float) (entry.deviation() * random.bell());
            }
            if (!entry.decays() && entry.name().endsWith(".weight")) {
                Arrays.fill(values, at, end, 1);
            } else if (entry.name().equals("vision.positions")) {
                waves(values, at + width);
            } else if (entry.name().equals("scale")) {
                values[at] = (float) Math.log(1 / .07);
            }
            at = end;
        }
        return values;
    }

    /** 0.5 · [sin fx, cos fx, sin fy, cos fy] with f = grid · 100^(−4k/width). */
    private void waves(float[] values, int from) {
        int quarter = width / 4;
        for (int p = 0; p < BatchMaker.PATCHES; p++) {
            for (int k = 0; k < quarter; k++) {
                double frequency = Math.pow(100, -(double) k / quarter);
                double x = p % BatchMaker.GRID * frequency;
                int line = p / BatchMaker.GRID;
                double y = line * frequency;
                int at = from + p * width + k;
                values[at] = (float) (.5 * Math.sin(x));
                values[at + quarter] = (float) (.5 * Math.cos(x));
                values[at + 2 * quarter] = (float) (.5 * Math.sin(y));
                values[at + 3 * quarter] = (float) (.5 * Math.cos(y));
            }
        }
    }
}
