package org.clipmeter.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.clipmeter.image.RgbImage;
import org.clipmeter.shapes.Arrangement;
import org.clipmeter.shapes.Layout;
import org.clipmeter.shapes.Level;
import org.clipmeter.shapes.Placement;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SceneSampler;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.Thing;

/**
 * A picture with two things, of which a text names one. The first and the second are named in turn.
 *
 * @param named how far each pixel is covered by the thing that the text names
 * @param other the same of the other thing
 */
@SuppressWarnings("ArrayRecordComponent") // arrays are not changed
record TwoThings(RgbImage picture, String text, byte[] named, byte[] other) {
    private static final int PIXELS = 64;

    /** Pictures of the whole world, the same ones in each call. */
    static List<TwoThings> of(int count) {
        SceneSampler sampler = new SceneSampler(Level.WORLD, new SplitMix64(2026));
        List<TwoThings> all = new ArrayList<>();
        while (all.size() < count) {
            Scene scene = sampler.next();
            if (scene.arrangement().isPair()) {
                all.add(of(scene, all.size()));
            }
        }
        return all;
    }

    private static TwoThings of(Scene scene, int index) {
        SplitMix64 random = new SplitMix64(index + 1);
        List<Placement> places = Layout.of(scene, random);
        RgbImage picture = new Renderer(PIXELS, Renderer.NOISE).draw(scene, places, random, null);
        Thing second = Objects.requireNonNull(scene.second());
        byte[] firstMask = mask(scene, scene.first(), places.get(0));
        byte[] secondMask = mask(scene, second, places.get(1));
        Thing thing = index % 2 == 0 ? scene.first() : second;
        return new TwoThings(
                picture,
                "a " + thing.color().word() + " " + thing.shape().word(),
                index % 2 == 0 ? firstMask : secondMask,
                index % 2 == 0 ? secondMask : firstMask);
    }

    private static byte[] mask(Scene scene, Thing thing, Placement place) {
        byte[] mask = new byte[PIXELS * PIXELS];
        Scene alone = new Scene(Arrangement.ONE, thing, null, scene.background());
        new Renderer(PIXELS, 0).draw(alone, List.of(place), new SplitMix64(1), mask);
        return mask;
    }

    /** Whether the mean relevance over the named thing is above that over the other. */
    boolean isFound(PatchMap map) {
        return mean(map, named) > mean(map, other);
    }

    private static double mean(PatchMap map, byte[] mask) {
        int patch = PIXELS / map.side();
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < mask.length; i++) {
            int covered = mask[i] & 255;
            sum += covered * map.at(i / PIXELS / patch, i % PIXELS / patch);
            weight += covered;
        }
        return sum / weight;
    }
}
