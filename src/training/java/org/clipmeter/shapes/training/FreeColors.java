package org.clipmeter.shapes.training;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.shapes.Caption;
import org.clipmeter.shapes.Color;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.Thing;

/**
 * Colours without a name that take the place of colours of the world in one group of scenes. They teach that a shape
 * does not depend on the colour: the caption of such a thing names the shape and no colour.
 */
@SuppressWarnings("EnumOrdinal") // labels are ordinals
public final class FreeColors implements Renderer.Palette {
    /** The label of a colour without a name. */
    public static final int LABEL = Color.values().length;

    /** How far a free colour is from each colour of the world, and how far its strongest channel from its weakest. */
    private static final double FROM_NAMED = .30;

    private static final double VIVID = .25;

    private final Map<Color, double[]> replaced = new EnumMap<>(Color.class);

    /** @param group scenes of which the first determines the colours that may be replaced */
    public FreeColors(List<Scene> group, double share, SplitMix64 random) {
        if (!random.chance(share)) {
            return;
        }
        Scene base = group.get(0);
        Thing second = base.second();
        Set<Color> colors = new LinkedHashSet<>();
        int which = second == null ? 0 : random.below(3);
        if (which != 1) {
            colors.add(base.first().color());
        }
        if (second != null && which != 0) {
            colors.add(second.color());
        }
        for (Color color : colors) {
            replaced.put(color, draw(random));
        }
    }

    @Override
    public double[] rgb(Color color) {
        double[] free = replaced.get(color);
        return free == null ? color.rgb() : free.clone();
    }

    /** A scene's labels, with {@link #LABEL} for the colours that are replaced. */
    public int[] labels(Scene scene) {
        int[] labels = scene.labels();
        for (int at : new int[] {Caption.FIRST, Caption.SECOND}) {
            if (labels[at] >= 0 && replaced.containsKey(Color.values()[labels[at]])) {
                labels[at] = LABEL;
            }
        }
        return labels;
    }

    private static double[] draw(SplitMix64 random) {
        while (true) {
            double[] color = {random.uniform(), random.uniform(), random.uniform()};
            double strongest = Math.max(color[0], Math.max(color[1], color[2]));
            double weakest = Math.min(color[0], Math.min(color[1], color[2]));
            if (strongest - weakest > VIVID && fromNamed(color) > FROM_NAMED) {
                return color;
            }
        }
    }

    private static double fromNamed(double[] color) {
        List<Double> distances = new ArrayList<>();
        for (Color named : Color.values()) {
            double[] rgb = named.rgb();
            double square = 0;
            for (int c = 0; c < 3; c++) {
                square += (rgb[c] - color[c]) * (rgb[c] - color[c]);
            }
            distances.add(Math.sqrt(square));
        }
        return distances.stream().mapToDouble(d -> d).min().orElseThrow();
    }
}
