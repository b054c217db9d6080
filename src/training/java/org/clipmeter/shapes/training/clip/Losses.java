package org.clipmeter.shapes.training.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The losses that training minimizes: what each patch covers, which thing it is on, what the picture shows, what the
 * caption states, and which captions are true of which pictures.
 */
final class Losses {
    static final List<String> NAMES = List.of("mask", "patch", "picture", "text", "clip");

    private static final float[] WEIGHTS = {2, 1, 1, .3f, 1};
    private static final double LARGEST_SCALE = 100;

    private final NDManager manager;
    private final float[] parts = new float[NAMES.size()];
    private final NDArray total;

    Losses(NDManager manager, Network network, Batch batch) {
        this.manager = manager;
        long b = batch.pictures();
        long k = batch.kept();
        NDArray patches = manager.create(batch.patches(), new Shape(b, k, BatchMaker.PATCH_VALUES));
        NDArray positions = manager.create(batch.positions(), new Shape(b, k + 1));
        Network.Seen seen = network.see(patches, positions);
        NDArray covered = manager.create(batch.covered(), new Shape(b, k, BatchMaker.PATCH * BatchMaker.PATCH));
        NDArray sum = part(0, binary(network.head(seen.early(), "head.mask"), covered));
        sum = sum.add(part(1, patch(network.head(seen.late(), "head.patch"), batch)));
        sum = sum.add(part(
                2, classes(network.head(seen.pooled(), "head.picture"), batch.pictureTargets(), batch.pictureOpen())));
        Batch.Texts texts = batch.texts();
        if (texts != null) {
            NDArray ids = manager.create(texts.inputIds(), new Shape(b, texts.tokens()));
            NDArray last = manager.create(texts.last(), new Shape(b, 1, texts.tokens()));
            NDArray read = network.read(ids, last);
            sum = sum.add(part(3, classes(network.head(read, "head.text"), texts.targets(), null)));
            sum = sum.add(part(4, contrastive(network, network.project(seen.pooled()), read, texts)));
            parts[4] -= (float) texts.entropy();
        }
        total = sum;
    }

    /** The weighted sum, a scalar with a gradient. */
    NDArray total() {
        return total;
    }

    /**
     * Each loss without its weight, in the order of {@link #NAMES}; the contrastive loss less its lowest possible
     * value.
     */
    float[] parts() {
        return parts.clone();
    }

    private NDArray part(int index, NDArray loss) {
        parts[index] = loss.getFloat();
        return loss.mul(constant(WEIGHTS[index]));
    }

    // If a plain number were the operand, DJL's gradient graph would keep a freed buffer.
    private NDArray constant(double value) {
        return manager.create((float) value);
    }

    /** Mean binary cross-entropy of logits. */
    private static NDArray binary(NDArray logits, NDArray targets) {
        return Activation.softPlus(logits).sub(logits.mul(targets)).mean();
    }

    /** Cross-entropy of (…, heads · 12) logits, weighted by the targets. */
    private NDArray classes(NDArray logits, float[] targets, float @Nullable [] open) {
        Shape shape = new Shape(targets.length / BatchMaker.CLASSES, BatchMaker.CLASSES);
        NDArray flat = logits.reshape(shape);
        NDArray compared = open == null ? flat : flat.add(manager.create(open, shape));
        return compared.logSoftmax(-1).mul(manager.create(targets, shape)).sum().neg();
    }

    private NDArray patch(NDArray logits, Batch batch) {
        long b = batch.pictures();
        long k = batch.kept();
        int kinds = 4 * BatchMaker.CLASSES;
        // (B, K, 48), (B, K, 1), (B, K, 3)
        NDList heads = logits.split(new long[] {kinds, kinds + 1}, 2);
        NDArray what = classes(heads.get(0), batch.patchTargets(), batch.patchOpen());
        NDArray there = binary(heads.get(1), manager.create(batch.onThing(), new Shape(b, k, 1)));
        NDArray offsets = heads.get(2);
        NDArray error =
                offsets.sub(manager.create(batch.offsets(), new Shape(b, k, 3))).abs();
        // Smooth L1: quadratic below 1, linear above.
        NDArray small = error.minimum(constant(1));
        NDArray smooth = small.square().mul(constant(.5)).add(error.sub(small));
        NDArray where = smooth.mul(manager.create(batch.offsetWeights(), new Shape(b, k, 1)))
                .sum();
        return there.add(what).add(where);
    }

    private NDArray contrastive(Network network, NDArray pictures, NDArray texts, Batch.Texts targets) {
        long b = pictures.getShape().get(0);
        NDArray scale = network.parameter("scale").exp().minimum(constant(LARGEST_SCALE));
        NDArray logits = Network.normalize(pictures)
                .matMul(Network.normalize(texts).transpose())
                .mul(scale)
                .add(manager.create(targets.open(), new Shape(b, b)));
        NDArray rows = manager.create(targets.rows(), new Shape(b, b));
        NDArray columns = manager.create(targets.columns(), new Shape(b, b));
        NDArray sum = logits.logSoftmax(1)
                .mul(rows)
                .sum()
                .add(logits.logSoftmax(0).mul(columns).sum());
        return sum.mul(constant(-.5 / b));
    }
}
