package org.clipmeter.shapes.edit;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.shapes.Layout;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.field.FieldPoints;
import org.clipmeter.shapes.field.Latent;

/**
 * The pictures of one step: the concept's first, then those to keep.
 *
 * @param captions what the edited field reads
 * @param anchors what the unchanged field reads: the concept's captions with the anchor, and the others as they are
 * @param points of each picture, half of them near a thing
 * @param erased the number of pictures of the concept
 */
record EditBatch(List<String> captions, List<String> anchors, FieldPoints points, int erased) {
    private static final int EACH = 16;
    private static final int POINTS = 192;

    /** Draws the batch of a step. */
    static EditBatch of(EditCaptions from, SplitMix64 random) {
        List<String> captions = new ArrayList<>();
        List<String> anchors = new ArrayList<>();
        FieldPoints points = new FieldPoints(2 * EACH, POINTS);
        for (int i = 0; i < 2 * EACH; i++) {
            boolean erased = i < EACH;
            int choice = random.below((erased ? from.erased() : from.kept()).size());
            String caption = (erased ? from.erased() : from.kept()).get(choice);
            captions.add(caption);
            anchors.add(erased ? from.anchors().get(choice) : caption);
            Latent latent = Latent.of(Scene.parse(caption), random);
            for (int p = 0; p < POINTS; p++) {
                int slot = random.below(latent.slots().size());
                Latent.Slot place = latent.slots().get(slot);
                boolean near = p % 2 == 0;
                points.set(
                        i, p, latent, slot, coordinate(place.x(), near, random), coordinate(place.y(), near, random));
            }
        }
        return new EditBatch(captions, anchors, points, EACH);
    }

    /** The middle of a pixel of a picture that is {@link Layout#UNITS} wide. */
    private static double coordinate(double place, boolean near, SplitMix64 random) {
        return Math.floor(Math.min(Layout.UNITS - 1, FieldPoints.coordinate(place, near, random))) + .5;
    }
}
