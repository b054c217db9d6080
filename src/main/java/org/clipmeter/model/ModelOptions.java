package org.clipmeter.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a model is to run.
 *
 * @param device {@code cpu}, {@code cuda}, {@code cuda:1}; null is CUDA where the engine sees one, else CPU
 * @param precision of the arithmetic; part of a run's identity
 */
public record ModelOptions(@Nullable String device, Precision precision) {
    /** The arithmetic of the network. */
    public enum Precision {
        /** 32-bit floats, as the reference. */
        FP32;

        /** Reads {@code fp32}; case does not matter. */
        public static Precision of(String name) throws ModelException {
            if (name.equalsIgnoreCase("fp32")) {
                return FP32;
            }
            throw new ModelException("precision '" + name + "' is not available; expected fp32.");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** CUDA where there is one, else CPU; fp32. */
    public static ModelOptions defaults() {
        return new ModelOptions(null, Precision.FP32);
    }

    /** The same on another device; null is the default one. */
    public ModelOptions onDevice(@Nullable String device) {
        return new ModelOptions(device, precision);
    }
}
