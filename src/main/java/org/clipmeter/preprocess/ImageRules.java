package org.clipmeter.preprocess;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.image.TransparencyRule;

/**
 * Which of the reference's ways to turn a file into pixelValues is followed.
 *
 * @param preprocessing the backend of the image processor
 * @param transparency what becomes of transparent pixels
 */
public record ImageRules(Preprocessing preprocessing, TransparencyRule transparency) {
    /** What the metric's own code does on an installation without torchvision. */
    public static final ImageRules DEFAULT = new ImageRules(Preprocessing.PILLOW, TransparencyRule.REFERENCE);

    /** What differs from the default, in words; empty for the default: {@code torchvision preprocessing}. */
    public List<String> differences() {
        List<String> words = new ArrayList<>();
        if (preprocessing != DEFAULT.preprocessing) {
            words.add(preprocessing + " preprocessing");
        }
        switch (transparency) {
            case REFERENCE -> {}
            case WHITE -> words.add("transparent pixels over white");
            case DROP -> words.add("transparency dropped");
        }
        return words;
    }
}
