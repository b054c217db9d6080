package org.clipmeter.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LayoutTest {
    @Test
    void keepsThingsInThePictureAndApart() {
        SplitMix64 random = new SplitMix64(21);
        SceneSampler sampler = new SceneSampler(Level.WORLD, random);
        for (int i = 0; i < 3000; i++) {
            Scene scene = sampler.next();
            List<Placement> places = Layout.of(scene, random);
            assertEquals(scene.arrangement().count(), places.size());
            for (int a = 0; a < places.size(); a++) {
                Placement place = places.get(a);
                assertTrue(within(place.x(), place.radius()) && within(place.y(), place.radius()), place::toString);
                for (int b = 0; b < a; b++) {
                    Placement other = places.get(b);
                    double apart = Math.hypot(place.x() - other.x(), place.y() - other.y());
                    assertTrue(apart > place.radius() + other.radius(), () -> scene + " " + places);
                }
            }
        }
    }

    private static boolean within(double centre, double radius) {
        return centre - radius >= .5 && centre + radius <= Layout.UNITS - .5;
    }

    @Test
    void putsTheFirstOfAPairClearlyToTheLeftOrAbove() {
        SplitMix64 random = new SplitMix64(22);
        SceneSampler sampler = new SceneSampler(Level.WORLD.withMix(0, 0, 1), random);
        for (int i = 0; i < 1000; i++) {
            Scene scene = sampler.next();
            List<Placement> places = Layout.of(scene, random);
            double dx = places.get(1).x() - places.get(0).x();
            double dy = places.get(1).y() - places.get(0).y();
            boolean left = scene.arrangement() == Arrangement.LEFT_OF;
            double along = left ? dx : dy;
            double across = left ? dy : dx;
            assertTrue(along > Math.abs(across), () -> scene + " " + places);
        }
    }
}
