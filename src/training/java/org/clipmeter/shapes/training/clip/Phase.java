package org.clipmeter.shapes.training.clip;

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
 * @param free the share of groups in which a colour is replaced by one without a name
 */
record Phase(
        String name,
        double until,
        Level level,
        int keptPatches,
        boolean withCaptions,
        double noise,
        double spread,
        double free) {
    private static final Level SEEN = Level.WORLD.with(Level.Combinations.SEEN);
    private static final double FREE = .4;
    /** Colours without a name take examples from the fills, which are learnt last. */
    private static final double FREE_AT_THE_END = .3;

    private static final double PATTERNED = .5;

    /** From one large thing on black to the whole world: colour is easy, but shape is learnt only in this order. */
    static List<Phase> curriculum() {
        Level one = SEEN.withMix(1, 0, 0);
        Level large = one.plain(List.of(Size.LARGE), List.of(Background.BLACK));
        Level plain = one.plain(
                List.of(Size.MEDIUM, Size.LARGE),
                List.of(Background.WHITE, Background.BLACK, Background.GRAY, Background.GRADIENT));
        Level all = SEEN.withPatterned(PATTERNED);
        return List.of(
                new Phase("one large thing on black", .042, large, 24, false, .3 * Renderer.NOISE, 4, FREE),
                new Phase("one plain thing", .148, plain, 24, false, .5 * Renderer.NOISE, -1, FREE),
                new Phase("one thing of any kind", .33, one, 24, true, Renderer.NOISE, -1, FREE),
                new Phase("the world, 40 patches", .66, all, 40, true, Renderer.NOISE, -1, FREE),
                new Phase("the world, all patches", 1, all, 64, true, Renderer.NOISE, -1, FREE_AT_THE_END));
    }

    /** The same, but no picture ever has two different things. */
    static List<Phase> withoutPairs() {
        return curriculum().stream()
                .map(phase -> phase.level().pairs() == 0
                        ? phase
                        : new Phase(
                                phase.name() + ", no pairs",
                                phase.until(),
                                phase.level().withMix(.6, .4, 0),
                                phase.keptPatches(),
                                phase.withCaptions(),
                                phase.noise(),
                                phase.spread(),
                                phase.free()))
                .toList();
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
