package org.clipmeter.shapes.training.clip;

import org.clipmeter.shapes.Caption;
import org.clipmeter.shapes.Color;
import org.clipmeter.shapes.training.FreeColors;

/**
 * The combinations of a colour and a shape that training never shows. The losses leave them open: without this, the
 * network learns that red is never a hexagon, and lets that decide between look-alikes.
 */
@SuppressWarnings("EnumOrdinal") // labels are ordinals
final class HeldOut {
    /** Added to the logit of what is left open; exp of it is 0. */
    static final float OPEN = -1e4f;

    private HeldOut() {}

    /** The shape's label that is never shown in a colour; −1 for an unknown or free colour. */
    static int shape(int color) {
        return color < 0 || color == FreeColors.LABEL
                ? -1
                : Color.values()[color].heldOut().ordinal();
    }

    /** Whether a caption names, for a thing in a scene, the shape that is never shown in that thing's colour. */
    static boolean names(int[] caption, int[] scene) {
        return names(caption, scene, Caption.FIRST) || names(caption, scene, Caption.SECOND);
    }

    private static boolean names(int[] caption, int[] scene, int at) {
        return caption[at + 1] >= 0 && caption[at + 1] == shape(scene[at]);
    }
}
