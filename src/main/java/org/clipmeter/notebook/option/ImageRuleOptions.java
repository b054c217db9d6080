package org.clipmeter.notebook.option;

import org.clipmeter.image.TransparencyRule;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.preprocess.Preprocessing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The options that choose one of the reference's ways to preprocess images, for every command that loads a model or
 * scores.
 */
public final class ImageRuleOptions {
    @Option(
            names = "--preprocessing",
            paramLabel = "pillow|torchvision",
            converter = PreprocessingName.class,
            description =
                    "which backend of transformers' image processor to follow: pillow (default), or torchvision, which "
                            + "transformers 5 uses if torchvision is installed; scores differ by up to 2e-4 with B/32, and by up to 3e-2 with tiny models")
    private @Nullable Preprocessing preprocessing;

    @Option(
            names = "--transparency",
            paramLabel = "reference|white|drop",
            converter = TransparencyName.class,
            description =
                    "what to do with transparent pixels. reference (default): drop an alpha channel, put a single "
                            + "transparent color over white; white: put everything over white, like scripts without "
                            + "convert(\"RGB\") on transformers 5.21 or later; drop: like OpenAI's clip and older versions.")
    private @Nullable TransparencyRule transparency;

    /** The backend that was asked for; null if none was. */
    @Nullable
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /** The rule that was asked for; null if none was. */
    @Nullable
    public TransparencyRule transparency() {
        return transparency;
    }

    /** The rules for a model that is loaded with these options. */
    public ImageRules imageRules() {
        return new ImageRules(
                preprocessing == null ? ImageRules.defaults().preprocessing() : preprocessing,
                transparency == null ? ImageRules.defaults().transparency() : transparency);
    }

    /** Reads a backend. */
    public static final class PreprocessingName implements ITypeConverter<Preprocessing> {
        @Override
        public Preprocessing convert(String value) {
            try {
                return Preprocessing.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads a rule for transparent pixels. */
    public static final class TransparencyName implements ITypeConverter<TransparencyRule> {
        @Override
        public TransparencyRule convert(String value) {
            try {
                return TransparencyRule.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
