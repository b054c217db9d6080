package org.clipmeter.result.explain;

import java.util.List;
import org.clipmeter.explain.ExplainMethod;
import org.clipmeter.explain.ExplainedText;
import org.clipmeter.explain.Explainer;

/**
 * The scale of colors that all maps of an image share.
 *
 * @param largest value without its sign, which has the strongest color; 0 if no map has values beyond rounding, so that
 *     nothing is colored
 * @param isSigned whether values below 0 have a meaning, and the scale has two sides
 */
record MapScale(double largest, boolean isSigned) {
    static MapScale of(ExplainMethod method, List<ExplainedText> texts) {
        double largest =
                texts.stream().mapToDouble(text -> text.map().largest()).max().orElseThrow();
        double rounding =
                switch (method) {
                    case VALUE -> Explainer.RESOLUTION;
                    case LEGRAD -> 0;
                    case OCCLUSION ->
                        texts.stream()
                                .mapToDouble(text -> text.faithfulness().resolution())
                                .max()
                                .orElseThrow();
                };
        return new MapScale(largest > rounding ? largest : 0, method.isSigned());
    }

    /** How strong the color of a value is: -1 to 1. */
    double strength(double value) {
        return largest == 0 ? 0 : Math.max(-1, Math.min(1, value / largest));
    }
}
