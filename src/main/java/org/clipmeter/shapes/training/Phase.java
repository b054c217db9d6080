package org.clipmeter.shapes.training;

import java.util.List;
import org.clipmeter.shapes.Background;
import org.clipmeter.shapes.Level;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Size;

/**
 * One section of the training.
 *
 * @param until the share of all steps after which it ends
 * @param keptPatches how many of a picture's 64 patches the network sees; they are chosen to be on the things
 * @param withCaptions whether texts are trained as well
 * @param spread the largest distance of things from the centre; no limit if negative
 */
record Phase(
        String name, double until, Level level, int keptPatches, boolean withCaptions, double noise, double spread) {

    /** From one large thing on black to the whole world: colour is easy, but shape is learnt only in this order. */
    static List<Phase> curriculum() {
        Level seen = Level.WORLD.with(Level.Combinations.SEEN);
        Level one = seen.withMix(1, 0, 0);
        Level large = one.plain(List.of(Size.LARGE), List.of(Background.BLACK));
        Level plain = one.plain(
                List.of(Size.MEDIUM, Size.LARGE),
                List.of(Background.WHITE, Background.BLACK, Background.GRAY, Background.GRADIENT));
        return List.of(
                new Phase("one large thing on black", .058, large, 24, false, .3 * Renderer.NOISE, 4),
                new Phase("one plain thing", .206, plain, 24, false, .5 * Renderer.NOISE, -1),
                new Phase("one thing of any kind", .417, one, 24, true, Renderer.NOISE, -1),
                new Phase("the world, 40 patches", .730, seen, 40, true, Renderer.NOISE, -1),
                new Phase("the world, all patches", 1, seen, 64, true, Renderer.NOISE, -1));
    }

    static Phase at(List<Phase> phases, double share) {
        for (Phase phase : phases) {
            if (share < phase.until()) {
                return phase;
            }
        }
        return phases.get(phases.size() - 1);
    }
}
