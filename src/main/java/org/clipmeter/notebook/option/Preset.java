package org.clipmeter.notebook.option;

import java.util.Locale;
import org.clipmeter.Tifa;
import org.clipmeter.embed.LongPrompts;
import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.pairs.PairingKey;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.score.ScoreScale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The ways in which packages and papers compute their CLIP Score: each sets the options that were not given. */
public enum Preset {
    /** eval-learn 0.1. */
    EVAL_LEARN(KnownModels.DEFAULT.id(), Tifa.REFERENCE, LongPrompts.FAIL, null, null, ScoreScale.LOGITS, false),
    /** eval-unlearn 1. */
    EVAL_UNLEARN(Preset.B32, Tifa.COCO, LongPrompts.FAIL, null, null, ScoreScale.HUNDRED_COSINES, false),
    /** The scripts of the erasure papers: images {@code <case>_<k>.png} of a list of cases. */
    PAPER(Preset.B32, null, LongPrompts.FAIL, PairingKey.LEADING_ID, null, ScoreScale.LOGITS, true),
    /** Hessel et al. 2021, arXiv 2104.08718. */
    HESSEL(Preset.B32, null, LongPrompts.CUT, null, "A photo depicts {}", ScoreScale.CLIP_S, false);

    private static final String B32 = "openai/clip-vit-base-patch32";

    /** A range from publications, not measured here. */
    private static final String LITERATURE =
            "In the literature, Stable Diffusion 1.4 has about 30.5 to 31.7 on this scale, with"
                    + " B/32 and COCO-30k; clipmeter has not measured this.";

    private final String model;
    private final @Nullable String prompts;
    private final LongPrompts longPrompts;
    private final @Nullable PairingKey key;
    private final @Nullable String template;
    private final ScoreScale scale;
    private final boolean overPrompts;

    Preset(
            String model,
            @Nullable String prompts,
            LongPrompts longPrompts,
            @Nullable PairingKey key,
            @Nullable String template,
            ScoreScale scale,
            boolean overPrompts) {
        this.model = model;
        this.prompts = prompts;
        this.longPrompts = longPrompts;
        this.key = key;
        this.template = template;
        this.scale = scale;
        this.overPrompts = overPrompts;
    }

    /** The model that is loaded if none is. */
    public String model() {
        return model;
    }

    /** The source of the prompts; null for those that are given or were selected last. */
    @Nullable
    public String prompts() {
        return prompts;
    }

    public LongPrompts longPrompts() {
        return longPrompts;
    }

    /** What joins the images to the prompts; null to find it out. */
    @Nullable
    public PairingKey key() {
        return key;
    }

    /** The sentence for each prompt; null for the prompt itself. */
    @Nullable
    public PromptTemplate template() {
        return template == null ? null : new PromptTemplate(template);
    }

    /** The scale of its value. */
    public ScoreScale scale() {
        return scale;
    }

    /** Whether its value is the mean over prompts, of each prompt's images first. */
    public boolean overPrompts() {
        return overPrompts;
    }

    /** Whether all prompts of a file are taken, and not the first 300. */
    public boolean takesAll() {
        return this == PAPER;
    }

    /** What the literature says about its value with a model; empty if nothing is known. */
    public String literature(String modelName) {
        return this == PAPER && modelName.equals(B32) ? LITERATURE : "";
    }

    /** Its name in the option. */
    public String typed() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads a preset. */
    public static final class Name implements ITypeConverter<Preset> {
        @Override
        public Preset convert(String value) {
            for (Preset preset : values()) {
                if (preset.typed().equalsIgnoreCase(value)) {
                    return preset;
                }
            }
            throw new TypeConversionException("expected eval-learn, eval-unlearn, paper or hessel, got " + value);
        }
    }

    /** What a value is the mean of. */
    public enum Averaging {
        /** All images that have a score. */
        IMAGES,
        /** The prompts, of each prompt's images first. */
        PROMPTS
    }

    /** Reads what the value is the mean of. */
    public static final class AveragingName implements ITypeConverter<Averaging> {
        @Override
        public Averaging convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "images" -> Averaging.IMAGES;
                case "prompts" -> Averaging.PROMPTS;
                default -> throw new TypeConversionException("expected images or prompts, got " + value);
            };
        }
    }
}
