package org.clipmeter.shapes.edit;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import org.clipmeter.shapes.field.FieldPoints;

/**
 * Erased stable diffusion (Gandikota, Materzyńska, Fiotto-Kaufman, Bau: Erasing Concepts from Diffusion Models, ICCV 2023),
 * adapted. The original trains the noise that is predicted for the concept towards ε(∅) − η (ε(c) − ε(∅)), negative guidance.
 * The field predicts colors in one step, so this is done with colors: y(∅) − η (y(c) − y(∅)), within 0 and 1. Pictures of other
 * captions are kept, as in concept ablation; the original does not do that.
 */
final class Esd {
    private Esd() {}

    static float[] targets(FineTuning tuning, EditBatch batch, double guidance) throws IOException {
        float[] targets = tuning.drawn(batch.captions(), batch.points());
        int each = batch.points().points();
        float[] inputs = batch.points().inputs();
        int size = batch.erased() * (inputs.length / batch.captions().size());
        FieldPoints points = new FieldPoints(batch.erased(), each, Arrays.copyOf(inputs, size));
        float[] free = tuning.drawn(Collections.nCopies(batch.erased(), ""), points);
        for (int i = 0; i < free.length; i++) {
            double opposite = free[i] - guidance * (targets[i] - free[i]);
            targets[i] = (float) Math.min(1, Math.max(0, opposite));
        }
        return targets;
    }
}
