package org.clipmeter.shapes.training.clip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.clipmeter.shapes.Caption;
import org.clipmeter.shapes.Layout;
import org.clipmeter.shapes.Placement;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SceneSampler;
import org.clipmeter.shapes.ShapesVocabulary;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.training.CaptionSampler;
import org.clipmeter.shapes.training.FreeColors;

/** Renders and captions batches. Batch n of a seed is always the same. */
@SuppressWarnings("EnumOrdinal") // labels are ordinals
final class BatchMaker {
    static final int SIDE = 64;
    static final int PATCH = 8;
    static final int GRID = SIDE / PATCH;
    static final int PATCHES = GRID * GRID;
    static final int PATCH_VALUES = 3 * PATCH * PATCH;
    static final int CLASSES = 12;

    private static final float[] HEAD_WEIGHTS = {1, 1, 1.5f, .5f, .5f, 1, 1.5f, .5f, .5f, .5f};
    private static final float[] PATCH_HEAD_WEIGHTS = {1, 1.5f, .5f, .5f};
    private static final double ON_THING = 1.5;

    private final long seed;
    private final int groups;
    private final ShapesVocabulary vocabulary;

    BatchMaker(long seed, int groups, ShapesVocabulary vocabulary) {
        this.seed = seed;
        this.groups = groups;
        this.vocabulary = vocabulary;
    }

    Batch make(Phase phase, int step) {
        SplitMix64 random = SplitMix64.at(seed, step);
        SceneSampler sampler = new SceneSampler(phase.level(), random);
        List<Scene> scenes = new ArrayList<>();
        List<FreeColors> palettes = new ArrayList<>();
        List<int[]> labels = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            List<Scene> group = sampler.group();
            FreeColors palette = new FreeColors(group, phase.free(), random);
            for (Scene scene : group) {
                scenes.add(scene);
                palettes.add(palette);
                labels.add(palette.labels(scene));
            }
        }
        int b = scenes.size();
        int k = phase.keptPatches();
        Batch batch = new Batch(
                phase,
                b,
                k,
                new float[b * k * PATCH_VALUES],
                new long[b * (k + 1)],
                new float[b * k * PATCH * PATCH],
                headTargets(labels),
                headOpen(labels),
                new float[b * k],
                new float[b * k * 4 * CLASSES],
                new float[b * k * 4 * CLASSES],
                new float[b * k * 3],
                new float[b * k],
                phase.withCaptions() ? texts(labels, random) : null);
        Renderer renderer = new Renderer(SIDE, phase.noise());
        int onThings = 0;
        for (int i = 0; i < b; i++) {
            onThings += picture(batch, i, new Picture(scenes.get(i), palettes.get(i), labels.get(i)), renderer, random);
        }
        scale(batch.patchTargets(), 1f / Math.max(1, onThings));
        scale(batch.offsetWeights(), 1f / Math.max(1, 3 * onThings));
        return batch;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Picture(Scene scene, FreeColors palette, int[] labels) {}

    private static int picture(Batch batch, int index, Picture picture, Renderer renderer, SplitMix64 random) {
        Scene scene = picture.scene();
        List<Placement> places = batch.phase().spread() < 0
                ? Layout.of(scene, random)
                : List.of(Layout.nearCentre(scene.first().size(), batch.phase().spread(), random));
        byte[] mask = new byte[SIDE * SIDE];
        byte[] rgb =
                renderer.draw(scene, places, picture.palette(), random, mask).rgb();
        int[] kept = keep(places, batch.kept(), random);
        int[] labels = picture.labels();
        batch.positions()[index * (batch.kept() + 1)] = 0;
        int onThings = 0;
        for (int j = 0; j < kept.length; j++) {
            int row = index * batch.kept() + j;
            batch.positions()[index * (batch.kept() + 1) + 1 + j] = kept[j] + 1L;
            copyPatch(rgb, kept[j], batch.patches(), row);
            copyMask(mask, kept[j], batch.covered(), row);
            if (nearest(batch, row, kept[j], places, labels)) {
                onThings++;
            }
        }
        return onThings;
    }

    /** Chooses the patches to show: those on or near things first, with some randomness. */
    private static int[] keep(List<Placement> places, int count, SplitMix64 random) {
        if (count == PATCHES) {
            return IntStream.range(0, PATCHES).toArray();
        }
        double[] scores = new double[PATCHES];
        for (int p = 0; p < PATCHES; p++) {
            double distance = Double.MAX_VALUE;
            for (Placement place : places) {
                distance = Math.min(distance, distance(place, p));
            }
            scores[p] = -Math.min(6, Math.max(0, distance)) + 3 * random.uniform();
        }
        return IntStream.range(0, PATCHES)
                .boxed()
                .sorted(Comparator.comparingDouble(p -> -scores[p]))
                .limit(count)
                .mapToInt(p -> p)
                .toArray();
    }

    /**
     * Writes all patches of a 64 × 64 picture, as values from −1 to 1, to the place of the batch's picture
     * {@code index}.
     */
    static void copyPatches(byte[] rgb, float[] patches, int index) {
        for (int p = 0; p < PATCHES; p++) {
            copyPatch(rgb, p, patches, index * PATCHES + p);
        }
    }

    private static void copyPatch(byte[] rgb, int patch, float[] patches, int row) {
        for (int at = 0; at < PATCH * PATCH; at++) {
            int pixel = pixel(patch, at);
            for (int c = 0; c < 3; c++) {
                patches[row * PATCH_VALUES + c * PATCH * PATCH + at] = (rgb[3 * pixel + c] & 255) / 127.5f - 1;
            }
        }
    }

    private static void copyMask(byte[] mask, int patch, float[] covered, int row) {
        for (int at = 0; at < PATCH * PATCH; at++) {
            covered[row * PATCH * PATCH + at] = (mask[pixel(patch, at)] & 255) / 255f;
        }
    }

    private static int pixel(int patch, int at) {
        return (patch / GRID * PATCH + at / PATCH) * SIDE + patch % GRID * PATCH + at % PATCH;
    }

    private static boolean nearest(Batch batch, int row, int patch, List<Placement> places, int[] labels) {
        int best = 0;
        for (int i = 1; i < places.size(); i++) {
            if (distance(places.get(i), patch) < distance(places.get(best), patch)) {
                best = i;
            }
        }
        Placement place = places.get(best);
        if (distance(place, patch) >= ON_THING) {
            return false;
        }
        batch.onThing()[row] = 1;
        batch.offsetWeights()[row] = 1;
        batch.offsets()[3 * row] = (float) ((place.x() - centre(patch % GRID)) / PATCH);
        batch.offsets()[3 * row + 1] = (float) ((place.y() - centre(patch / GRID)) / PATCH);
        batch.offsets()[3 * row + 2] = (float) (place.radius() / PATCH);
        int from = labels[Caption.SECOND] >= 0 && best == 1 ? Caption.SECOND : Caption.FIRST;
        for (int h = 0; h < 4; h++) {
            if (labels[from + h] != FreeColors.LABEL) {
                batch.patchTargets()[(4 * row + h) * CLASSES + labels[from + h]] = PATCH_HEAD_WEIGHTS[h];
            }
        }
        int open = HeldOut.shape(labels[from]);
        if (open >= 0) {
            batch.patchOpen()[(4 * row + 1) * CLASSES + open] = HeldOut.OPEN;
        }
        return true;
    }

    private static double distance(Placement place, int patch) {
        double dx = place.x() - centre(patch % GRID);
        double dy = place.y() - centre(patch / GRID);
        return Math.sqrt(dx * dx + dy * dy) - place.radius();
    }

    private static double centre(int cell) {
        return (cell + .5) * PATCH;
    }

    /**
     * Captions as tokens, padded with end tokens.
     *
     * @param length T, the length of the longest caption
     * @param inputIds (B, T)
     * @param last 1 at the first end token of each caption, (B, 1, T)
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Tokens(int length, long[] inputIds, float[] last) {}

    static Tokens tokens(List<String> captions, ShapesVocabulary vocabulary) {
        List<long[]> ids = captions.stream().map(vocabulary::encode).toList();
        int length = ids.stream().mapToInt(row -> row.length).max().orElseThrow();
        long[] inputIds = new long[captions.size() * length];
        float[] last = new float[captions.size() * length];
        Arrays.fill(inputIds, vocabulary.endId());
        for (int i = 0; i < captions.size(); i++) {
            System.arraycopy(ids.get(i), 0, inputIds, i * length, ids.get(i).length);
            last[i * length + ids.get(i).length - 1] = 1;
        }
        return new Tokens(length, inputIds, last);
    }

    private Batch.Texts texts(List<int[]> labels, SplitMix64 random) {
        CaptionSampler sampler = new CaptionSampler(random);
        List<Caption> captions = labels.stream().map(sampler::next).toList();
        int b = captions.size();
        Tokens tokens = tokens(captions.stream().map(Caption::text).toList(), vocabulary);
        float[] rows = new float[b * b];
        float[] columns = new float[b * b];
        float[] open = new float[b * b];
        int[] inRow = new int[b];
        int[] inColumn = new int[b];
        for (int i = 0; i < b; i++) {
            for (int j = 0; j < b; j++) {
                if (captions.get(j).holdsFor(labels.get(i))) {
                    inRow[i]++;
                    inColumn[j]++;
                    rows[i * b + j] = 1;
                } else if (HeldOut.names(captions.get(j).labels(), labels.get(i))) {
                    open[i * b + j] = HeldOut.OPEN;
                }
            }
        }
        double entropy = 0;
        for (int i = 0; i < b; i++) {
            entropy += (Math.log(inRow[i]) + Math.log(inColumn[i])) / (2.0 * b);
            for (int j = 0; j < b; j++) {
                columns[i * b + j] = rows[i * b + j] / inColumn[j];
            }
            for (int j = 0; j < b; j++) {
                rows[i * b + j] /= inRow[i];
            }
        }
        List<int[]> said = captions.stream().map(BatchMaker::said).toList();
        return new Batch.Texts(
                tokens.length(), tokens.inputIds(), tokens.last(), headTargets(said), rows, columns, open, entropy);
    }

    private static int[] said(Caption caption) {
        int[] labels = caption.labels();
        if (labels[0] == Caption.EITHER_ORDER) {
            Arrays.fill(labels, -1);
        }
        return labels;
    }

    private static float[] headTargets(List<int[]> labels) {
        float[] targets = new float[labels.size() * Caption.LABELS * CLASSES];
        for (int i = 0; i < labels.size(); i++) {
            for (int h = 0; h < Caption.LABELS; h++) {
                int label = labels.get(i)[h];
                if (label >= 0 && label != FreeColors.LABEL) {
                    targets[(i * Caption.LABELS + h) * CLASSES + label] = HEAD_WEIGHTS[h] / labels.size();
                }
            }
        }
        return targets;
    }

    private static float[] headOpen(List<int[]> labels) {
        float[] open = new float[labels.size() * Caption.LABELS * CLASSES];
        for (int i = 0; i < labels.size(); i++) {
            for (int at : new int[] {Caption.FIRST, Caption.SECOND}) {
                int shape = HeldOut.shape(labels.get(i)[at]);
                if (shape >= 0) {
                    open[(i * Caption.LABELS + at + 1) * CLASSES + shape] = HeldOut.OPEN;
                }
            }
        }
        return open;
    }

    private static void scale(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
