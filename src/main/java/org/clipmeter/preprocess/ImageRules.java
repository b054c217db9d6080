package org.clipmeter.preprocess;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.image.TransparencyRule;

/**
 * Which of the reference's ways of turning a file into pixelValues to follow.
 *
 * @param preprocessing the backend of the image processor
 * @param transparency how transparent pixels are treated
 */
public record ImageRules(Preprocessing preprocessing, TransparencyRule transparency) {
    private static final ImageRules DEFAULTS = new ImageRules(Preprocessing.PILLOW, TransparencyRule.REFERENCE);

    /** What the metric's own code does in an installation without torchvision. */
    public static ImageRules defaults() {
        return DEFAULTS;
    }

    /** The same rules with another backend of the image processor. */
    public ImageRules withPreprocessing(Preprocessing newPreprocessing) {
        return new ImageRules(newPreprocessing, transparency);
    }

    /** The same rules with another rule for transparent pixels. */
    public ImageRules withTransparency(TransparencyRule newTransparency) {
        return new ImageRules(preprocessing, newTransparency);
    }

    /** The differences from the default, such as {@code torchvision preprocessing}; empty for the default. */
    public List<String> differences() {
        List<String> words = new ArrayList<>();
        if (preprocessing != DEFAULTS.preprocessing) {
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
