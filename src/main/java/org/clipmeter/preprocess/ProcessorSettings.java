package org.clipmeter.preprocess;

import org.jspecify.annotations.Nullable;

/**
 * The steps of an image processor.
 *
 * @param size the size to resize to, or null if the picture keeps its size
 * @param filter the filter of the resize
 * @param crop the size to cut from the center, or null if the whole resized picture is used
 * @param rescale the factor from bytes to values, or null if bytes are used unchanged
 * @param normalization mean and standard deviation of each channel, or null if values are not normalized
 * @param convertsToRgb whether the processor itself converts to RGB, which makes a single transparent color white
 */
record ProcessorSettings(
        @Nullable TargetSize size,
        Filter filter,
        TargetSize.@Nullable Exactly crop,
        @Nullable Double rescale,
        @Nullable Normalization normalization,
        boolean convertsToRgb) {

    /** The settings of OpenAI's CLIP for square inputs of this size. */
    static ProcessorSettings openai(int pixels) {
        return new ProcessorSettings(
                new TargetSize.ShortestEdge(pixels),
                Filter.BICUBIC,
                new TargetSize.Exactly(pixels, pixels),
                ProcessorType.RESCALE,
                Normalization.OPENAI,
                true);
    }

    /** The size of every picture after the last step. */
    TargetSize.Exactly output() {
        if (crop != null) {
            return crop;
        }
        if (size instanceof TargetSize.Exactly exactly) {
            return exactly;
        }
        throw new IllegalStateException("pictures of differing sizes come out of " + this);
    }
}
