package org.clipmeter.image;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The image processors of transformers that do what CLIP's does, step by step, and differ in their defaults only. Others with the
 * same keys, such as ConvNextImageProcessor, compute something else.
 */
enum ProcessorType {
    CLIP(new TargetSize.ShortestEdge(224), false, 224, Filter.BICUBIC, Normalization.OPENAI, true),
    CHINESE_CLIP("ChineseCLIP", CLIP),
    BIT("Bit", CLIP),
    BLIP("Blip", new TargetSize.Exactly(384, 384), true, 0, Filter.BICUBIC, Normalization.OPENAI, true),
    DEIT("DeiT", new TargetSize.Exactly(256, 256), true, 224, Filter.BICUBIC, Normalization.HALF, false),
    MOBILENET_V1(
            "MobileNetV1", new TargetSize.ShortestEdge(256), false, 224, Filter.BILINEAR, Normalization.HALF, false),
    PVT("Pvt", new TargetSize.Exactly(224, 224), true, 0, Filter.BICUBIC, Normalization.IMAGENET, false),
    SIGLIP("Siglip", new TargetSize.Exactly(224, 224), false, 0, Filter.BICUBIC, Normalization.HALF, true),
    VIT("ViT", new TargetSize.Exactly(224, 224), true, 0, Filter.BILINEAR, Normalization.HALF, false);

    /** The default of {@code do_rescale}'s factor, 1 / 255. */
    static final double RESCALE = 0.00392156862745098;

    final String className;
    final TargetSize size;

    /** What a {@code size} that is one number means: both sides, or the shorter one. */
    final boolean square;

    /** The side of the square that is cut out; 0 if nothing is. */
    final int crop;

    final Filter filter;
    final Normalization normalization;

    /** Whether a single transparent color becomes white. */
    final boolean convertsToRgb;

    ProcessorType(
            TargetSize size,
            boolean square,
            int crop,
            Filter filter,
            Normalization normalization,
            boolean convertsToRgb) {
        this("CLIP", size, square, crop, filter, normalization, convertsToRgb);
    }

    ProcessorType(String name, ProcessorType same) {
        this(name, same.size, same.square, same.crop, same.filter, same.normalization, same.convertsToRgb);
    }

    ProcessorType(
            String name,
            TargetSize size,
            boolean square,
            int crop,
            Filter filter,
            Normalization normalization,
            boolean convertsToRgb) {
        this.className = name + "ImageProcessor";
        this.size = size;
        this.square = square;
        this.crop = crop;
        this.filter = filter;
        this.normalization = normalization;
        this.convertsToRgb = convertsToRgb;
    }

    /** The type of a class name, with or without the suffix of a backend; null if it is not known. */
    static @Nullable ProcessorType of(String name) {
        for (ProcessorType type : values()) {
            if (List.of(type.className, type.className + "Fast", type.className + "Pil")
                    .contains(name)) {
                return type;
            }
        }
        return null;
    }

    static String names() {
        return Arrays.stream(values()).map(type -> type.className).collect(Collectors.joining(", "));
    }
}
