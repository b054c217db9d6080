package org.clipmeter.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.clipmeter.image.Bicubic.Axis;
import org.clipmeter.image.ProcessorSettings.Extent;
import org.clipmeter.image.ProcessorSettings.Normalise;
import org.clipmeter.image.ProcessorSettings.Resize;

/** CLIP's image processor: resize, centre crop, rescale and normalise as transformers' Pillow backend does it. */
public final class ClipImageProcessor {
    private static final int CHANNELS = 3;
    private static final int LEVELS = 256;

    private final ProcessorSettings settings;
    private final Extent output;
    private final float[] table;
    private final TransparencyRule transparencyRule;

    private ClipImageProcessor(ProcessorSettings settings, TransparencyRule transparencyRule) {
        this.settings = settings;
        this.transparencyRule = transparencyRule;
        this.output = outputOf(settings);
        this.table = tableOf(settings);
    }

    /** Reads a {@code preprocessor_config.json}, old style or new; an unknown value fails. */
    public static ClipImageProcessor read(Path preprocessorConfig) throws IOException {
        return new ClipImageProcessor(ProcessorSettings.read(preprocessorConfig), TransparencyRule.REFERENCE);
    }

    /** The processor of OpenAI's CLIP for square inputs of {@code size} pixels. */
    public static ClipImageProcessor openai(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size is " + size + ", expected at least 1");
        }
        return new ClipImageProcessor(ProcessorSettings.openai(size), TransparencyRule.REFERENCE);
    }

    /** The same settings with another rule for transparent pixels. */
    public ClipImageProcessor withTransparency(TransparencyRule rule) {
        return new ClipImageProcessor(settings, rule);
    }

    /** What becomes of transparent pixels before the resize. */
    public TransparencyRule transparencyRule() {
        return transparencyRule;
    }

    /** Crop height in pixels. */
    public int height() {
        return output.height();
    }

    /** Crop width in pixels. */
    public int width() {
        return output.width();
    }

    /** Bytes after resize and centre crop, shape (height, width, 3). */
    public byte[] crop(RgbImage image) {
        Window down = Window.of(image.height(), resizedHeight(image), output.height());
        Window across = Window.of(image.width(), resizedWidth(image), output.width());
        byte[] part = Bicubic.resize(image.rgb(transparencyRule), down.axis(), across.axis());
        int rows = down.axis().count();
        int columns = across.axis().count();
        if (rows == output.height() && columns == output.width()) {
            return part;
        }
        byte[] padded = new byte[output.height() * output.width() * CHANNELS];
        for (int y = 0; y < rows; y++) {
            int target = ((down.padding() + y) * output.width() + across.padding()) * CHANNELS;
            System.arraycopy(part, y * columns * CHANNELS, padded, target, columns * CHANNELS);
        }
        return padded;
    }

    /** Normalised values, shape (3, height, width), R first. */
    public float[] pixelValues(RgbImage image) {
        byte[] crop = crop(image);
        int area = output.height() * output.width();
        float[] values = new float[CHANNELS * area];
        for (int i = 0; i < area; i++) {
            values[i] = table[crop[i * CHANNELS] & 0xff];
            values[area + i] = table[LEVELS + (crop[i * CHANNELS + 1] & 0xff)];
            values[2 * area + i] = table[2 * LEVELS + (crop[i * CHANNELS + 2] & 0xff)];
        }
        return values;
    }

    /** What identifies this preprocessing: every setting that changes pixelValues, in one line. */
    public String fingerprint() {
        StringBuilder text = new StringBuilder("pillow-bicubic-2 transparency=" + transparencyRule);
        Resize resize = settings.resize();
        if (resize instanceof Resize.ShortestEdge edge) {
            text.append(" shortest_edge=").append(edge.pixels());
        } else if (resize instanceof Resize.Exactly exactly) {
            text.append(" size=")
                    .append(exactly.extent().height())
                    .append('x')
                    .append(exactly.extent().width());
        }
        if (settings.crop() != null) {
            text.append(" crop=").append(output.height()).append('x').append(output.width());
        }
        text.append(" rescale=").append(settings.rescale());
        Normalise normalise = settings.normalise();
        if (normalise != null) {
            text.append(" mean=").append(normalise.mean()).append(" std=").append(normalise.std());
        }
        return text.toString();
    }

    /** Height in pixels that the picture has after the resize, before the crop. */
    long resizedHeight(RgbImage image) {
        Resize resize = settings.resize();
        if (resize instanceof Resize.ShortestEdge edge) {
            return image.width() <= image.height()
                    ? (long) edge.pixels() * image.height() / image.width()
                    : edge.pixels();
        }
        return resize instanceof Resize.Exactly exactly ? exactly.extent().height() : image.height();
    }

    /** Width in pixels that the picture has after the resize, before the crop. */
    long resizedWidth(RgbImage image) {
        Resize resize = settings.resize();
        if (resize instanceof Resize.ShortestEdge edge) {
            return image.width() <= image.height()
                    ? edge.pixels()
                    : (long) edge.pixels() * image.width() / image.height();
        }
        return resize instanceof Resize.Exactly exactly ? exactly.extent().width() : image.width();
    }

    private static Extent outputOf(ProcessorSettings settings) {
        if (settings.crop() != null) {
            return settings.crop();
        }
        return settings.resize() instanceof Resize.Exactly exactly
                ? exactly.extent()
                : Objects.requireNonNull(settings.crop());
    }

    private static float[] tableOf(ProcessorSettings settings) {
        float[] table = new float[CHANNELS * LEVELS];
        Double rescale = settings.rescale();
        Normalise normalise = settings.normalise();
        for (int c = 0; c < CHANNELS; c++) {
            for (int level = 0; level < LEVELS; level++) {
                float value = rescale == null ? level : (float) (level * rescale);
                if (normalise != null) {
                    float mean = normalise.mean().get(c).floatValue();
                    float std = normalise.std().get(c).floatValue();
                    value = (value - mean) / std;
                }
                table[c * LEVELS + level] = value;
            }
        }
        return table;
    }

    /** One axis of the centre crop: what survives of the resized axis, and how much black goes before it. */
    private record Window(Axis axis, int padding) {
        static Window of(int in, long resized, int crop) {
            if (resized >= crop) {
                long from = (resized - crop) / 2;
                return new Window(new Axis(in, resized, from, from + crop), 0);
            }
            int missing = (int) (crop - resized);
            return new Window(new Axis(in, resized, 0, resized), (missing + 1) / 2);
        }
    }
}
