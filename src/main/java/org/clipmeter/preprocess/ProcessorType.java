package org.clipmeter.preprocess;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A class of image processors in transformers that does the same steps as CLIP's and differs only in its defaults.
 * Other classes with the same keys, such as ConvNextImageProcessor, compute something else.
 *
 * @param square whether a {@code size} with one number means both sides; else it means the shorter side
 * @param crop the side of the square that is cut out; 0 if the picture is not cropped
 * @param convertsToRgb whether a single transparent color becomes white
 */
record ProcessorType(
        String className,
        TargetSize size,
        boolean square,
        int crop,
        Filter filter,
        Normalization normalization,
        boolean convertsToRgb) {
    /** The default of {@code rescale_factor}, 1 / 255. */
    static final double RESCALE = 0.00392156862745098;

    static final ProcessorType CLIP = likeClip("CLIPImageProcessor");

    private static final List<ProcessorType> KNOWN = List.of(
            CLIP,
            likeClip("ChineseCLIPImageProcessor"),
            likeClip("BitImageProcessor"),
            resizing("BlipImageProcessor", 384, true, 0, Filter.BICUBIC, Normalization.OPENAI, true),
            resizing("DeiTImageProcessor", 256, true, 224, Filter.BICUBIC, Normalization.HALF, false),
            new ProcessorType(
                    "MobileNetV1ImageProcessor",
                    new TargetSize.ShortestEdge(256),
                    false,
                    224,
                    Filter.BILINEAR,
                    Normalization.HALF,
                    false),
            resizing("PvtImageProcessor", 224, true, 0, Filter.BICUBIC, Normalization.IMAGENET, false),
            resizing("SiglipImageProcessor", 224, false, 0, Filter.BICUBIC, Normalization.HALF, true),
            resizing("ViTImageProcessor", 224, true, 0, Filter.BILINEAR, Normalization.HALF, false));

    private static ProcessorType likeClip(String className) {
        return new ProcessorType(
                className, new TargetSize.ShortestEdge(224), false, 224, Filter.BICUBIC, Normalization.OPENAI, true);
    }

    private static ProcessorType resizing(
            String className,
            int side,
            boolean square,
            int crop,
            Filter filter,
            Normalization normalization,
            boolean convertsToRgb) {
        return new ProcessorType(
                className, new TargetSize.Exactly(side, side), square, crop, filter, normalization, convertsToRgb);
    }

    /** The type with a class name, with or without the suffix of a backend; null if it is not known. */
    static @Nullable ProcessorType of(String name) {
        for (ProcessorType type : KNOWN) {
            if (List.of(type.className, type.className + "Fast", type.className + "Pil")
                    .contains(name)) {
                return type;
            }
        }
        return null;
    }

    static String names() {
        return KNOWN.stream().map(ProcessorType::className).collect(Collectors.joining(", "));
    }
}
