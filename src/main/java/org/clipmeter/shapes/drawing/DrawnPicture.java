package org.clipmeter.shapes.drawing;

import java.nio.file.Path;
import org.clipmeter.prompts.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * A picture in the folder of a run.
 *
 * @param prompt what was asked for
 * @param sample which of the prompt's pictures it is, counted from 0
 * @param seed the picture's seed
 * @param file the picture, a PNG file
 * @param drawn a caption of what was drawn, which states everything but the background of a pair and a solid fill; null
 *     if the model does not know what it draws
 * @param changed whether the picture differs from the one of an artist who draws what is asked; null if that is not known
 */
public record DrawnPicture(
        Prompt prompt,
        int sample,
        long seed,
        Path file,
        @Nullable String drawn,
        @Nullable Boolean changed) {}
