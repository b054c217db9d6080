package org.clipmeter.generate;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A workflow of ComfyUI, and the places in it that change from image to image. A place is the name of a node, such as {@code
 * 6}, or of one of its inputs, such as {@code 6.text}.
 *
 * @param file the workflow in the form of the API, which ComfyUI writes with "Export (API)"
 * @param promptNode where the prompt goes; a node alone means its input {@code text}
 * @param seedNode where the seed goes; a node alone means its input {@code seed}; null leaves the workflow's own seed
 * @param outputNode the node whose image is taken; null if the workflow gives one image only
 */
public record ComfyWorkflow(
        Path file,
        String promptNode,
        @Nullable String seedNode,
        @Nullable String outputNode) {}
