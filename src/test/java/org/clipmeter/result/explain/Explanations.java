package org.clipmeter.result.explain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.explain.Curve;
import org.clipmeter.explain.ExplainMethod;
import org.clipmeter.explain.ExplainOptions;
import org.clipmeter.explain.ExplainedImage;
import org.clipmeter.explain.ExplainedText;
import org.clipmeter.explain.Faithfulness;
import org.clipmeter.explain.PatchMap;
import org.clipmeter.image.RgbImage;
import org.clipmeter.preprocess.CropArea;
import org.clipmeter.score.ModelInfo;

/** Made-up explanations. */
public final class Explanations {
    private Explanations() {}

    /** Images with a map for each text; the second image's order is no better than chance. */
    public static Explanation of(ExplainMethod method, int images, List<String> texts) {
        List<ExplainedImage> explained = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            List<ExplainedText> maps = new ArrayList<>();
            for (String text : texts) {
                maps.add(text(text, method, i == 1));
            }
            RgbImage picture = new RgbImage(60, 40, new byte[3 * 60 * 40], false);
            explained.add(new ExplainedImage(
                    Path.of("images", "cat_" + i + ".png"), 60, 40, picture, new CropArea(10, 0, 50, 40), maps));
        }
        return new Explanation(
                "cats",
                new ModelInfo("B/32", "sha256 12", "cpu", "fp32", "size=224", 1.5),
                ExplainOptions.defaults().withMethod(method),
                explained,
                List.of("the model was loaded without a network"));
    }

    private static ExplainedText text(String text, ExplainMethod method, boolean byChance) {
        float[] values = {.1f, .2f, method.isSigned() ? -.3f : 0, .4f};
        Curve deletion = curve(26, byChance ? 25 : 12);
        Curve insertion = curve(26, byChance ? 12 : 25);
        List<Curve> random = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            random.add(curve(26, 16 + .2 * i));
        }
        Faithfulness.Yardstick yardstick =
                method == ExplainMethod.LEGRAD ? null : new Faithfulness.Yardstick(deletion, insertion);
        return new ExplainedText(
                text,
                text.length() > 60,
                26,
                8,
                new PatchMap(2, values),
                new Faithfulness(deletion, insertion, random, yardstick, 0));
    }

    private static Curve curve(double first, double middle) {
        return new Curve(List.of(0.0, .5, 1.0), List.of(first, middle, 10.0));
    }
}
