package org.clipmeter.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SceneSamplerTest {
    @Test
    void reachesEverythingThatTheWorldHas() {
        SceneSampler sampler = new SceneSampler(Level.WORLD, new SplitMix64(1));
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < 3000; i++) {
            Scene scene = sampler.next();
            seen.addAll(List.of(
                    scene.arrangement(),
                    scene.background(),
                    scene.first().color(),
                    scene.first().shape(),
                    scene.first().size(),
                    scene.first().fill()));
        }
        assertEquals(6 + 6 + 12 + 10 + 3 + 5, seen.size(), seen::toString);
    }

    @Test
    void keepsToItsLevel() {
        SceneSampler sampler = new SceneSampler(Level.ONE, new SplitMix64(2));
        for (int i = 0; i < 1000; i++) {
            Scene scene = sampler.next();
            assertTrue(Set.of(Arrangement.ONE, Arrangement.LEFT_OF, Arrangement.ABOVE)
                    .contains(scene.arrangement()));
            for (Thing thing : things(scene)) {
                assertTrue(thing.color().compareTo(Color.BROWN) <= 0, thing::toString);
                assertTrue(thing.shape().compareTo(Shape.HEART) <= 0, thing::toString);
                assertNotEquals(Size.MEDIUM, thing.size());
                assertEquals(Fill.SOLID, thing.fill());
            }
        }
    }

    @Test
    void neverShowsAHeldOutCombinationNorHidesAThingInTraining() {
        SceneSampler sampler = new SceneSampler(Level.WORLD.with(Level.Combinations.SEEN), new SplitMix64(3));
        for (int i = 0; i < 1000; i++) {
            for (Scene scene : sampler.group()) {
                for (Thing thing : things(scene)) {
                    assertNotEquals(thing.color().heldOut(), thing.shape());
                    assertFalse(thing.color().blendsInto(scene.background()), scene::toString);
                }
            }
        }
    }

    @Test
    void showsHeldOutCombinationsOnlyWhenAskedTo() {
        Level level = Level.WORLD.withMix(1, 0, 0).with(Level.Combinations.HELD_OUT);
        SceneSampler sampler = new SceneSampler(level, new SplitMix64(4));
        for (int i = 0; i < 300; i++) {
            Thing thing = sampler.next().first();
            assertEquals(thing.color().heldOut(), thing.shape());
        }
    }

    @Test
    void groupsFourScenesOnOneBackground() {
        SceneSampler sampler = new SceneSampler(Level.WORLD, new SplitMix64(5));
        for (int i = 0; i < 500; i++) {
            List<Scene> group = sampler.group();
            assertEquals(4, group.size());
            Scene base = group.get(0);
            for (Scene scene : group) {
                assertEquals(base.background(), scene.background());
                assertEquals(base.arrangement().isPair(), scene.arrangement().isPair());
            }
            if (base.arrangement().isPair()) {
                assertEquals(base.first(), group.get(3).second());
                assertEquals(base.second(), group.get(3).first());
            } else {
                assertNull(base.second());
                assertEquals(base.first().color(), group.get(1).first().color());
                assertEquals(base.first().shape(), group.get(2).first().shape());
            }
        }
    }

    private static List<Thing> things(Scene scene) {
        Thing second = scene.second();
        return second == null ? List.of(scene.first()) : List.of(scene.first(), second);
    }
}
