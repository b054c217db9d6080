package org.clipmeter.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.TwoTower;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.model.clip.explain.PatchRelevance;
import org.clipmeter.preprocess.CropArea;
import org.clipmeter.preprocess.ImageProcessor;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.text.TokenizedText;
import org.jspecify.annotations.Nullable;

/**
 * Computes the maps of images and texts with a CLIP, and tests each map. Methods run on the calling thread; the model is used
 * in turns with other threads.
 */
public final class Explainer implements AutoCloseable {
    /** Occlusion covers a square of this many patches a side, since a hole in a thing is not the absence of the thing. */
    static final int WINDOW = 3;

    /** The most patches for which occlusion is fast. */
    private static final int FEW_PATCHES = 64;

    /** Differences of cosines that may come from rounding alone, as those between versions of a picture of one color. */
    public static final double RESOLUTION = 1e-5;

    private final ClipModel model;
    private final TwoTower towers;
    private final ImageProcessor processor;
    private final ExplainOptions options;
    private final int side;
    private final @Nullable PatchRelevance relevance;

    private Explainer(ClipModel model, ImageRules rules, ExplainOptions options) throws IOException {
        this.model = model;
        this.options = options;
        this.towers = model.towers(rules);
        this.processor = model.imageProcessor().following(rules);
        this.side = model.config().vision().patchesPerSide();
        this.relevance = options.method() == ExplainMethod.OCCLUSION ? null : PatchRelevance.of(model);
    }

    /**
     * Prepares a method; the caller closes the object, and the model after it.
     *
     * @param name of the model, for messages
     * @param rules how images are prepared
     * @throws InvalidRequestException if the model is not a CLIP, or its precision does not allow the method
     * @throws IOException in one line, if the method can't be loaded
     */
    public static Explainer of(String name, LoadedModel model, ImageRules rules, ExplainOptions options)
            throws IOException {
        if (model instanceof ClipModel clip) {
            return new Explainer(clip, rules, options);
        }
        throw new InvalidRequestException("explain: expected a model of the family clip, but " + name + " is a "
                + model.family() + "; choose a CLIP, such as openai/clip-vit-base-patch32");
    }

    /** How many patches a side of a map has. */
    public int side() {
        return side;
    }

    /** The part of a picture that the patches cover. Pixels beyond the last whole patch, which the model ignores, are left out. */
    public CropArea area(RgbImage picture) {
        CropArea input = processor.area(picture.height(), picture.width());
        double covered = (double) side
                * model.config().vision().patchSize()
                / model.config().vision().imageSize();
        return new CropArea(
                input.left(),
                input.top(),
                input.left() + covered * input.width(),
                input.top() + covered * input.height());
    }

    /** Whether the order by occlusion is computed beside that of the map. */
    public boolean hasYardstick() {
        boolean isWanted =
                switch (options.yardstick()) {
                    case NEVER -> false;
                    case IF_FAST -> side * side <= FEW_PATCHES;
                    case ALWAYS -> true;
                };
        return isWanted && options.method() != ExplainMethod.OCCLUSION;
    }

    /**
     * Explains one image.
     *
     * @param image as it was decoded
     * @param texts at least one; the embeddings of the image's versions are shared by all texts
     * @param progress receives how many versions of the image were embedded
     * @param cancelled polled before each batch
     * @return a map for each text, in order
     * @throws IOException if the model can't be used any longer
     * @throws IllegalArgumentException in one line, if the image or a text can't be prepared
     * @throws CancellationException if {@code cancelled} turned true
     */
    public List<ExplainedText> explain(
            RgbImage image, List<String> texts, ExplainProgress progress, BooleanSupplier cancelled)
            throws IOException {
        towers.requireOpen();
        float[] pixelValues = towers.pixelValues(image);
        List<TokenizedText> tokens = texts.stream().map(towers::tokens).toList();
        float[][] textEmbeds = textEmbeds(tokens);
        float[][] directions = lessNeutral(textEmbeds);
        PatchPictures pictures = new PatchPictures(
                towers,
                pixelValues,
                model.config().vision().imageSize(),
                model.config().vision().patchSize(),
                versions(texts.size()),
                progress,
                cancelled);
        int patches = side * side;
        boolean[] all = new boolean[patches];
        Arrays.fill(all, true);
        List<float[]> ends = pictures.embeds(2, i -> i == 0 ? new boolean[patches] : all);
        OrderTest test =
                new OrderTest(pictures, towers.similarity().scale(), counts(patches), ends.get(0), ends.get(1));

        float @Nullable [][] occlusion = null;
        if (options.method() == ExplainMethod.OCCLUSION || hasYardstick()) {
            occlusion = occlusion(pictures, ends.get(0), directions);
        }
        float[][] maps = maps(pixelValues, directions, occlusion);
        List<List<float[]>> random = test.deleted(randomOrders(patches));
        List<ExplainedText> explained = new ArrayList<>();
        for (int t = 0; t < texts.size(); t++) {
            float[] direction = directions[t];
            PatchMap map = new PatchMap(side, maps[t]);
            Faithfulness.@Nullable Yardstick yardstick = null;
            if (hasYardstick() && occlusion != null) {
                int[] order = new PatchMap(side, occlusion[t]).order();
                yardstick =
                        new Faithfulness.Yardstick(test.deletion(order, direction), test.insertion(order, direction));
            }
            Faithfulness faithfulness = new Faithfulness(
                    test.deletion(map.order(), direction),
                    test.insertion(map.order(), direction),
                    random.stream().map(embeds -> test.curve(embeds, direction)).toList(),
                    yardstick,
                    RESOLUTION * towers.similarity().scale());
            double score = towers.similarity().logit(Similarity.cosine(ends.get(0), textEmbeds[t]));
            double lead = test.lead(ends.get(0), direction);
            explained.add(new ExplainedText(texts.get(t), tokens.get(t).truncated(), score, lead, map, faithfulness));
        }
        return explained;
    }

    private float[][] textEmbeds(List<TokenizedText> tokens) throws IOException {
        return towers.textEmbeds(tokens.stream().map(TokenizedText::inputIds).toList());
    }

    /** How many versions of an image are embedded for so many texts. */
    public int versions(int texts) {
        int between = counts(side * side).length - 2;
        int curves = options.randomOrders() + 2 * texts * (hasYardstick() ? 2 : 1);
        boolean occludes = options.method() == ExplainMethod.OCCLUSION || hasYardstick();
        return 2 + between * curves + (occludes ? windows() * windows() : 0);
    }

    /** How many patches are deleted or inserted after each step, from none to all. */
    private int[] counts(int patches) {
        int steps = Math.min(options.steps(), patches);
        return IntStream.rangeClosed(0, steps)
                .map(i -> (int) Math.rint((double) i * patches / steps))
                .toArray();
    }

    private float[][] maps(float[] pixelValues, float[][] directions, float @Nullable [][] occlusion)
            throws IOException {
        if (relevance == null) {
            if (occlusion == null) {
                throw new IllegalStateException();
            }
            return occlusion;
        }
        return options.method() == ExplainMethod.LEGRAD
                ? relevance.legrad(pixelValues, directions)
                : relevance.value(pixelValues, directions);
    }

    /** Each text's embedding less the mean of the neutral texts' embeddings. */
    private float[][] lessNeutral(float[][] texts) throws IOException {
        float[][] neutral =
                textEmbeds(options.neutralTexts().stream().map(towers::tokens).toList());
        float[][] directions = new float[texts.length][];
        for (int t = 0; t < texts.length; t++) {
            directions[t] = texts[t].clone();
            for (float[] each : neutral) {
                for (int i = 0; i < each.length; i++) {
                    directions[t][i] -= each[i] / neutral.length;
                }
            }
        }
        return directions;
    }

    /** The number of places of the window along a side; it may reach beyond the image's edge. */
    private int windows() {
        return side + WINDOW - 1;
    }

    /** For each direction and patch the mean drop of the lead over all places of the window that cover the patch. */
    private float[][] occlusion(PatchPictures pictures, float[] whole, float[][] directions) throws IOException {
        int windows = windows();
        List<float[]> embeds = pictures.embeds(windows * windows, this::window);
        double scale = towers.similarity().scale();
        float[][] maps = new float[directions.length][side * side];
        for (int t = 0; t < maps.length; t++) {
            double product = Similarity.cosine(whole, directions[t]);
            double[] sums = new double[side * side];
            for (int w = 0; w < embeds.size(); w++) {
                double drop = scale * (product - Similarity.cosine(embeds.get(w), directions[t]));
                boolean[] covered = window(w);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += covered[i] ? drop : 0;
                }
            }
            for (int i = 0; i < sums.length; i++) {
                maps[t][i] = (float) (sums[i] / (WINDOW * WINDOW)); // each patch is in that many windows
            }
        }
        return maps;
    }

    private boolean[] window(int index) {
        int top = index / windows() - WINDOW + 1;
        int left = index % windows() - WINDOW + 1;
        boolean[] covered = new boolean[side * side];
        for (int y = Math.max(0, top); y < Math.min(side, top + WINDOW); y++) {
            for (int x = Math.max(0, left); x < Math.min(side, left + WINDOW); x++) {
                covered[y * side + x] = true;
            }
        }
        return covered;
    }

    private List<int[]> randomOrders(int patches) {
        Random random = new Random(
                options.seed()); // the algorithm is specified, so that a seed gives the same orders everywhere
        List<int[]> orders = new ArrayList<>();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, patches).boxed().toList());
        for (int i = 0; i < options.randomOrders(); i++) {
            Collections.shuffle(order, random);
            orders.add(order.stream().mapToInt(index -> index).toArray());
        }
        return orders;
    }

    @Override
    public void close() {
        if (relevance != null) {
            relevance.close();
        }
    }
}
