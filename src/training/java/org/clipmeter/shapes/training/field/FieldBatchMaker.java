package org.clipmeter.shapes.training.field;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.shapes.Color;
import org.clipmeter.shapes.Fill;
import org.clipmeter.shapes.Level;
import org.clipmeter.shapes.Placement;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SceneSampler;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.field.FieldPoints;
import org.clipmeter.shapes.field.Latent;
import org.clipmeter.shapes.training.CaptionSampler;

/** Draws pictures for the field to imitate, and picks points of them. Batch n of a seed is always the same. */
final class FieldBatchMaker {
    private static final Level LEVEL = Level.WORLD.withMix(.5, .2, .3).withPatterned(.8);

    /** The share of pictures without a caption, for edits that compare a caption with none. */
    private static final double WITHOUT_CAPTION = .1;

    /** How much more a point on a dotted thing weighs, whose dots are a seventh of it and otherwise hardly learned. */
    private static final float DOTTED_WEIGHT = 4;

    private static final int SIDE = 64;
    /** Half of the points are at most this far, in units, from the slot's place in both directions. */
    private static final double NEAR = 19;

    /** As above while refining, in radii of the slot's thing, so that small things are seen as often as large ones. */
    private static final double CLOSE = 1.3;

    private final long seed;
    private final int pictures;
    private final int points;
    private final int refining;
    private final Renderer renderer = new Renderer(SIDE, 0);

    /** @param refining the first step whose points are close to things */
    FieldBatchMaker(long seed, int pictures, int points, int refining) {
        this.seed = seed;
        this.pictures = pictures;
        this.points = points;
        this.refining = refining;
    }

    FieldBatch make(int step) {
        SplitMix64 random = SplitMix64.at(seed, step);
        SceneSampler sampler = new SceneSampler(LEVEL, random);
        CaptionSampler captioner = new CaptionSampler(random);
        List<String> captions = new ArrayList<>();
        FieldPoints inputs = new FieldPoints(pictures, points);
        FieldBatch batch = new FieldBatch(
                step >= refining,
                captions,
                points,
                inputs.inputs(),
                new float[pictures * points * 3],
                new float[pictures * points],
                new float[pictures * points]);
        for (int i = 0; i < pictures; i++) {
            Scene scene = sampler.next();
            String caption = "";
            if (!random.chance(WITHOUT_CAPTION)) {
                caption = captioner.full(scene.labels()).text();
                scene = Scene.parse(caption);
            }
            captions.add(caption);
            picture(batch, inputs, i, scene, random);
        }
        return batch;
    }

    private void picture(FieldBatch batch, FieldPoints inputs, int index, Scene scene, SplitMix64 random) {
        Latent latent = Latent.of(scene, random);
        List<Placement> things = latent.placements(scene);
        byte[] mask = new byte[SIDE * SIDE];
        double[] canvas = renderer.canvas(scene, things, Color::rgb, latent.look(), mask);
        for (int p = 0; p < points; p++) {
            int slot = random.below(latent.slots().size());
            Latent.Slot place = latent.slots().get(slot);
            int x = random.below(SIDE);
            int y = random.below(SIDE);
            if (p % 2 == 0) {
                double reach = batch.close() && slot < things.size() ? things.get(slot).radius() * CLOSE : NEAR;
                x = near(place.x(), reach, random);
                y = near(place.y(), reach, random);
            }
            inputs.set(index, p, latent, slot, x + .5, y + .5);
            int at = index * points + p;
            int pixel = y * SIDE + x;
            for (int c = 0; c < 3; c++) {
                batch.colors()[3 * at + c] = (float) Math.min(1, Math.max(0, canvas[3 * pixel + c]));
            }
            boolean own = nearest(things, x + .5, y + .5) == slot;
            boolean thing = mask[pixel] != 0;
            batch.covered()[at] = own ? (mask[pixel] & 255) / 255f : 0;
            float weight = thing && own && scene.thing(slot).fill() == Fill.DOTTED ? DOTTED_WEIGHT : 1;
            batch.colorWeights()[at] = thing && !own ? 0 : weight / (3 * pictures * points);
        }
    }

    private static int near(double place, double reach, SplitMix64 random) {
        return (int) Math.min(SIDE - 1, Math.max(0, place + (2 * random.uniform() - 1) * reach));
    }

    private static int nearest(List<Placement> things, double x, double y) {
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < things.size(); i++) {
            double distance = Math.hypot(things.get(i).x() - x, things.get(i).y() - y)
                    / things.get(i).radius();
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }
}
