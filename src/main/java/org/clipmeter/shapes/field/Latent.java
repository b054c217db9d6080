package org.clipmeter.shapes.field;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.shapes.Arrangement;
import org.clipmeter.shapes.Layout;
import org.clipmeter.shapes.Look;
import org.clipmeter.shapes.Placement;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.Size;
import org.clipmeter.shapes.SplitMix64;

/**
 * What a caption leaves open about a picture, in place of the noise from which other text-to-image models start: where
 * things may be, and how the background and the colors vary.
 *
 * @param slots one for each thing that may be drawn, in the order of {@link Layout}
 * @param look the background's variation, and each thing's color
 */
public record Latent(List<Slot> slots, Look look) {
    /** How many things a picture has at most. */
    public static final int SLOTS = 4;

    /**
     * Where a thing may be, in units of {@link Placement}.
     *
     * @param share where the radius lies in the range of the thing's size, 0 to 1; the caption tells the size
     * @param angle in radians
     */
    public record Slot(double x, double y, double share, double angle) {}

    public Latent {
        slots = List.copyOf(slots);
        if (slots.isEmpty()
                || slots.size() > SLOTS
                || slots.size() != look.jitters().size()) {
            throw new IllegalArgumentException(
                    "expected 1 to " + SLOTS + " slots with a color each, got " + slots.size());
        }
    }

    /**
     * Draws a latent for the kind of arrangement of a scene: one thing has the whole picture, two to four of a kind have
     * a quarter each, whether the caption asks for all of them or not, and pairs have a half each.
     */
    public static Latent of(Scene scene, SplitMix64 random) {
        Scene full = scene.arrangement().isPair() || scene.arrangement() == Arrangement.ONE
                ? scene
                : new Scene(Arrangement.FOUR, scene.first(), null, scene.background());
        List<Placement> placements = Layout.of(full, random);
        Look look = Look.of(placements.size(), random);
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < placements.size(); i++) {
            Placement place = placements.get(i);
            double share = share(full.thing(i).size(), place.radius(), placements.size() == 1);
            slots.add(new Slot(place.x(), place.y(), share, place.angle()));
        }
        return new Latent(slots, look);
    }

    /** Where a scene's things are drawn if they have the places of this latent; the first of them if they are fewer. */
    public List<Placement> placements(Scene scene) {
        List<Placement> placements = new ArrayList<>();
        for (int i = 0; i < Math.min(scene.arrangement().count(), slots.size()); i++) {
            Slot slot = slots.get(i);
            Size size = scene.thing(i).size();
            placements.add(new Placement(slot.x(), slot.y(), radius(i, size), slot.angle()));
        }
        return placements;
    }

    /** The radius that a thing of a size has in a slot, in units. */
    double radius(int slot, Size size) {
        double range = size.largest(/* alone= */ slots.size() == 1) - size.smallest();
        return size.smallest() + slots.get(slot).share() * range;
    }

    private static double share(Size size, double radius, boolean alone) {
        return (radius - size.smallest()) / (size.largest(alone) - size.smallest());
    }
}
