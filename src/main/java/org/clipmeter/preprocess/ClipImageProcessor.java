package org.clipmeter.preprocess;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Section;
import org.clipmeter.files.FileException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.TransparencyRule;
import org.jspecify.annotations.Nullable;

/**
 * CLIP's image processor: resize, center crop, rescale and normalize, exactly as one of transformers' backends does.
 * Instances are immutable and may be used by several threads.
 */
public final class ClipImageProcessor implements ImageProcessor {
    private static final int CHANNELS = NormalizedPixels.CHANNELS;
    private static final int LEVELS = NormalizedPixels.LEVELS;

    /** Must be increased when the same settings give other values than before. */
    private static final int REVISION = 2;

    private static final String TRANSPARENCY = " transparency=";

    /** The source of the settings; null if they are OpenAI's own. */
    private final @Nullable ProcessorFile file;

    private final ProcessorSettings settings;
    private final ImageRules rules;
    private final TargetSize.Exactly output;
    private final float[] table;

    private ClipImageProcessor(@Nullable ProcessorFile file, ProcessorSettings settings, ImageRules rules) {
        this.file = file;
        this.settings = settings;
        this.rules = rules;
        this.output = settings.output();
        this.table = tableOf(settings, rules.preprocessing());
    }

    /**
     * Reads the settings of a model folder from the file that transformers uses: {@code processor_config.json} if it
     * has an {@code image_processor}, else {@code preprocessor_config.json}.
     *
     * @throws IOException if the file is missing, can't be read, or requests an unknown step; the message names the key
     */
    public static ClipImageProcessor open(Path folder, ImageRules rules) throws IOException {
        return read(() -> ProcessorFile.in(folder), rules);
    }

    /** Reads a {@code preprocessor_config.json}, old style or new, for Pillow's arithmetic and the reference's rule. */
    public static ClipImageProcessor read(Path preprocessorConfig) throws IOException {
        return read(() -> ProcessorFile.read(preprocessorConfig), ImageRules.defaults());
    }

    private interface Source {
        ProcessorFile read() throws IOException;
    }

    private static ClipImageProcessor read(Source source, ImageRules rules) throws IOException {
        try {
            ProcessorFile file = source.read();
            return new ClipImageProcessor(file, SettingsReader.read(file, rules.preprocessing()), rules);
        } catch (FileException e) {
            throw e.in(Section.MODEL);
        }
    }

    /** The processor of OpenAI's CLIP for square inputs of {@code size} pixels, as Pillow computes it. */
    public static ClipImageProcessor openai(int size) {
        return openai(size, ImageRules.defaults());
    }

    /** The processor of OpenAI's CLIP for square inputs of {@code size} pixels. */
    static ClipImageProcessor openai(int size, ImageRules rules) {
        if (size < 1) {
            throw new InvalidRequestException("expected a size of at least 1 pixel, got " + size);
        }
        return new ClipImageProcessor(null, ProcessorSettings.openai(size), rules);
    }

    @Override
    public ClipImageProcessor following(ImageRules others) throws IOException {
        if (others.equals(rules)) {
            return this;
        }
        return file == null ? new ClipImageProcessor(null, settings, others) : read(() -> file, others);
    }

    @Override
    public ImageRules rules() {
        return rules;
    }

    @Override
    public List<String> warnings() {
        return file == null ? List.of() : file.warnings();
    }

    @Override
    public int height() {
        return output.height();
    }

    @Override
    public int width() {
        return output.width();
    }

    /**
     * Bytes after resize and center crop, shape (height, width, 3).
     *
     * @throws IllegalArgumentException if the resize would reduce a side of the picture to 0
     */
    public byte[] crop(RgbImage image) {
        TargetSize.Extent resized = resized(image);
        if (resized.height() < 1 || resized.width() < 1) {
            throw new IllegalArgumentException("a picture of " + image.height() + "x" + image.width()
                    + " pixels becomes " + resized + " with " + settings.size());
        }
        Window down = Window.of(image.height(), resized.height(), output.height(), rules.preprocessing());
        Window across = Window.of(image.width(), resized.width(), output.width(), rules.preprocessing());
        byte[] part = Resampling.resize(
                image.rgb(effectiveRule()), down.axis(), across.axis(), settings.filter(), rules.preprocessing());
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

    /** Throws the same as {@link #crop}. */
    @Override
    public float[] pixelValues(RgbImage image) {
        return NormalizedPixels.of(crop(image), table);
    }

    @Override
    public CropArea area(int pictureHeight, int pictureWidth) {
        TargetSize.Extent resized = resized(pictureHeight, pictureWidth);
        Window down = Window.of(pictureHeight, resized.height(), output.height(), rules.preprocessing());
        Window across = Window.of(pictureWidth, resized.width(), output.width(), rules.preprocessing());
        return new CropArea(
                across.inPicture(0),
                down.inPicture(0),
                across.inPicture(output.width()),
                down.inPicture(output.height()));
    }

    @Override
    public String fingerprint() {
        StringBuilder text = new StringBuilder()
                .append(rules.preprocessing())
                .append('-')
                .append(REVISION)
                .append(TRANSPARENCY)
                .append(effectiveRule());
        if (settings.size() != null) {
            text.append(' ').append(settings.filter()).append(' ').append(settings.size());
        }
        if (settings.crop() != null) {
            text.append(" crop=").append(output.height()).append('x').append(output.width());
        }
        text.append(" rescale=").append(settings.rescale());
        Normalization normalization = settings.normalization();
        if (normalization != null) {
            text.append(" mean=").append(normalization.mean()).append(" std=").append(normalization.std());
        }
        return text.toString();
    }

    /**
     * Whether a preprocessing drops transparency. The reference's rule also does so if {@code do_convert_rgb} is false.
     *
     * @param fingerprint the preprocessing's {@link #fingerprint()}
     */
    public static boolean dropsTransparency(String fingerprint) {
        return fingerprint.contains(TRANSPARENCY + TransparencyRule.DROP + " ");
    }

    /** The picture's size in pixels after the resize, before the crop. */
    TargetSize.Extent resized(RgbImage image) {
        return resized(image.height(), image.width());
    }

    private TargetSize.Extent resized(int height, int width) {
        TargetSize size = settings.size();
        return size == null ? new TargetSize.Extent(height, width) : size.of(height, width);
    }

    /** The metric's code drops alpha values; only the processor's own conversion to RGB makes a single color white. */
    private TransparencyRule effectiveRule() {
        boolean asStored = rules.transparency() == TransparencyRule.REFERENCE && !settings.convertsToRgb();
        return asStored ? TransparencyRule.DROP : rules.transparency();
    }

    private static float[] tableOf(ProcessorSettings settings, Preprocessing preprocessing) {
        float[] table = new float[CHANNELS * LEVELS];
        for (int c = 0; c < CHANNELS; c++) {
            for (int level = 0; level < LEVELS; level++) {
                table[c * LEVELS + level] = preprocessing == Preprocessing.PILLOW
                        ? pillowValue(settings, c, level)
                        : torchvisionValue(settings, c, level);
            }
        }
        return table;
    }

    private static float pillowValue(ProcessorSettings settings, int channel, int level) {
        Double rescale = settings.rescale();
        Normalization normalization = settings.normalization();
        float value = rescale == null ? level : (float) (level * rescale);
        if (normalization == null) {
            return value;
        }
        return (value - normalization.mean().get(channel).floatValue())
                / normalization.std().get(channel).floatValue();
    }

    /** Does the same as {@link #pillowValue}, but scales mean and standard deviation once instead of every byte. */
    private static float torchvisionValue(ProcessorSettings settings, int channel, int level) {
        Double rescale = settings.rescale();
        Normalization normalization = settings.normalization();
        if (normalization == null) {
            return rescale == null ? level : level * rescale.floatValue();
        }
        float mean = normalization.mean().get(channel).floatValue();
        float std = normalization.std().get(channel).floatValue();
        float factor = rescale == null ? 1 : (float) (1.0 / rescale);
        return (level - mean * factor) / (std * factor);
    }

    /** One axis of the center crop: the part of the resized axis that remains, and how much black precedes it. */
    private record Window(Axis axis, int padding) {
        static Window of(int in, long resized, int crop, Preprocessing preprocessing) {
            if (resized >= crop) {
                long from = (resized - crop) / 2;
                return new Window(new Axis(in, resized, from, from + crop), 0);
            }
            int missing = (int) (crop - resized);
            int before = preprocessing == Preprocessing.PILLOW ? (missing + 1) / 2 : missing / 2;
            return new Window(new Axis(in, resized, 0, resized), before);
        }

        /** Where a place on the cropped axis lies on the axis of the picture. */
        double inPicture(double place) {
            return (place - padding + axis.from()) * axis.in() / axis.out();
        }
    }
}
