package org.clipmeter.model;

import java.util.Locale;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.clipmeter.preprocess.ImageRules;
import org.jspecify.annotations.Nullable;

/**
 * How to run a model. Each method gives new options and leaves these as they are.
 *
 * @param device {@code cpu}, {@code cuda}, {@code cuda:1}; null means CUDA if the engine sees a GPU, else CPU
 * @param precision the precision of the arithmetic; part of a run's identity
 * @param images which of the reference's ways of preprocessing images to follow
 */
public record ModelOptions(@Nullable String device, Precision precision, ImageRules images) {
    /** The arithmetic of the network's products with its weights; everything else is computed in 32 bits. */
    public enum Precision {
        /** 32-bit floats, as in the reference. */
        FP32,
        /** bfloat16: half the memory; faster on CUDA and on processors with AVX512-BF16 or AMX. */
        BF16,
        /** 16-bit floats: half the memory; on CUDA only. */
        FP16;

        /**
         * Reads {@code fp32}, {@code bf16} or {@code fp16}; letter case does not matter.
         *
         * @throws ModelException for another name
         */
        public static Precision of(String name) throws ModelException {
            for (Precision precision : values()) {
                if (name.strip().equalsIgnoreCase(precision.name())) {
                    return precision;
                }
            }
            throw new ModelException(
                    Kind.INVALID_REQUEST,
                    Section.PRECISION,
                    "precision '" + name + "' is unknown; expected fp32, bf16 or fp16.",
                    null);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** CUDA if there is a GPU, else the CPU; fp32; the default rules for images. */
    public static ModelOptions defaults() {
        return new ModelOptions(null, Precision.FP32, ImageRules.defaults());
    }

    /** The same options with another device; null means the default device. */
    public ModelOptions withDevice(@Nullable String device) {
        return new ModelOptions(device, precision, images);
    }

    /** The same options with another precision. */
    public ModelOptions withPrecision(Precision precision) {
        return new ModelOptions(device, precision, images);
    }

    /** The same options with other rules for images. */
    public ModelOptions withImageRules(ImageRules images) {
        return new ModelOptions(device, precision, images);
    }
}
