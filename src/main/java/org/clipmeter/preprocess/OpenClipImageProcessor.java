package org.clipmeter.preprocess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Section;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.StoredPixels;
import org.clipmeter.image.Transparency;
import org.clipmeter.image.TransparencyRule;

/**
 * The preprocessing of open_clip and OpenAI's clip. Unlike transformers, they resize and crop a picture as Pillow
 * holds it and convert it to RGB afterwards: a palette is resized by the nearest pixel, and colors with an alpha channel are
 * multiplied with it during the resize. Their center crop rounds halves to even.
 */
public final class OpenClipImageProcessor implements ImageProcessor {
    private static final int CHANNELS = NormalizedPixels.CHANNELS;

    /** Must be increased when the same settings give other values than before. */
    private static final int REVISION = 1;

    private static final String NAME = "open_clip-";
    private static final int OPAQUE = 255;

    /** How the sides of a picture are fitted to the model's input. */
    public enum ResizeMode {
        /** The shorter side becomes that of the input, and the center is cut out. */
        SHORTEST,
        /** Both sides become those of the input, regardless of the aspect ratio. */
        SQUASH,
        /** The longer side becomes that of the input, and the rest is filled. */
        LONGEST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The settings.
     *
     * @param size height and width of the model's input, in pixels
     * @param bilinear whether the resize is bilinear instead of bicubic
     * @param mean of the three channels, of values from 0 to 1
     * @param std of the three channels
     * @param fill the level, 0 to 255, of pixels around a picture that does not fill the input
     */
    public record Settings(int size, ResizeMode mode, boolean bilinear, List<Double> mean, List<Double> std, int fill) {
        /** Copies the lists. */
        public Settings {
            mean = List.copyOf(mean);
            std = List.copyOf(std);
        }

        /** Those of OpenAI's models. */
        public static Settings openai(int size, ResizeMode mode) {
            return new Settings(size, mode, false, Normalization.OPENAI.mean(), Normalization.OPENAI.std(), 0);
        }
    }

    private final Settings settings;
    private final ImageRules rules;
    private final float[] table;

    private OpenClipImageProcessor(Settings settings, ImageRules rules) {
        this.settings = settings;
        this.rules = rules;
        this.table = tableOf(settings);
    }

    /**
     * A processor with these settings.
     *
     * @throws InvalidRequestException in one line, for rules that open_clip does not have
     */
    public static OpenClipImageProcessor of(Settings settings, ImageRules rules) {
        if (rules.preprocessing() != Preprocessing.PILLOW) {
            throw new InvalidRequestException(
                    Section.MODEL,
                    "preprocessing: " + rules.preprocessing()
                            + " is a backend of transformers, but this model is prepared"
                            + " as open_clip does it, with Pillow; leave the preprocessing out",
                    null);
        }
        return new OpenClipImageProcessor(settings, rules);
    }

    /** Whether a fingerprint is of this class. */
    public static boolean prepared(String fingerprint) {
        return fingerprint.startsWith(NAME);
    }

    /** Bytes after resize, crop or padding, and conversion to RGB, shape (size, size, 3). */
    byte[] crop(RgbImage image) {
        boolean converted = rules.transparency() != TransparencyRule.REFERENCE;
        StoredPixels stored = converted ? StoredPixels.SAMPLES : image.stored();
        if (stored == StoredPixels.OTHER) {
            throw new InvalidRequestException(
                    "the picture is stored as CMYK or as gray of more than 8 bits, which open_clip"
                            + " resizes before it converts it to RGB; this is not supported: convert the picture to RGB, or let the"
                            + " transparency rule drop convert all pictures first");
        }
        Part down = part(image.height(), image.width());
        Part across = part(image.width(), image.height());
        boolean pads = down.axis().count() < settings.size() || across.axis().count() < settings.size();
        if (pads && stored == StoredPixels.INDICES) {
            throw new InvalidRequestException(
                    "the picture has a palette, whose first color open_clip would fill the rest"
                            + " of the input with; this is not supported: convert the picture to RGB, or let the transparency rule"
                            + " drop convert all pictures first");
        }
        byte[] rgb = converted ? image.rgb(rules.transparency()) : image.rgb();
        byte[] resized = resized(image, rgb, stored, down.axis(), across.axis());
        return pads ? padded(resized, down, across) : resized;
    }

    private byte[] resized(RgbImage image, byte[] rgb, StoredPixels stored, Axis down, Axis across) {
        Transparency transparency = image.transparency();
        boolean hasChannel = rules.transparency() == TransparencyRule.REFERENCE
                && stored == StoredPixels.SAMPLES
                && transparency != null
                && transparency.keptColor() == Transparency.NO_COLOR;
        if (hasChannel && transparency != null && !(down.copies() && across.copies())) {
            byte[] alpha = tripled(transparency.alpha());
            byte[] colors = resample(multiplied(rgb, transparency.alpha()), stored, down, across);
            return divided(colors, resample(alpha, stored, down, across));
        }
        return resample(rgb, stored, down, across);
    }

    private byte[] resample(byte[] rgb, StoredPixels stored, Axis down, Axis across) {
        Filter filter = stored == StoredPixels.INDICES
                ? Filter.NEAREST
                : settings.bilinear() ? Filter.BILINEAR : Filter.BICUBIC;
        return Resampling.resize(rgb, down, across, filter, Preprocessing.PILLOW);
    }

    private static byte[] tripled(byte[] alpha) {
        byte[] all = new byte[alpha.length * CHANNELS];
        for (int i = 0; i < all.length; i++) {
            all[i] = alpha[i / CHANNELS];
        }
        return all;
    }

    /** Pillow's conversion from RGBA to RGBa. */
    private static byte[] multiplied(byte[] rgb, byte[] alpha) {
        byte[] out = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            int product = (rgb[i] & 0xff) * (alpha[i / CHANNELS] & 0xff) + 128;
            out[i] = (byte) ((product >> 8) + product >> 8);
        }
        return out;
    }

    /** Pillow's conversion from RGBa to RGBA. */
    private static byte[] divided(byte[] rgb, byte[] alpha) {
        byte[] out = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            int a = alpha[i] & 0xff;
            int color = rgb[i] & 0xff;
            out[i] = (byte) (a == 0 || a == OPAQUE ? color : Math.min(OPAQUE, OPAQUE * color / a));
        }
        return out;
    }

    private byte[] padded(byte[] part, Part down, Part across) {
        int size = settings.size();
        byte[] all = new byte[size * size * CHANNELS];
        Arrays.fill(all, (byte) settings.fill());
        int length = across.axis().count() * CHANNELS;
        for (int y = 0; y < down.axis().count(); y++) {
            System.arraycopy(part, y * length, all, ((down.before() + y) * size + across.before()) * CHANNELS, length);
        }
        return all;
    }

    /** One axis of a picture: what remains of it after the resize, and how many pixels are filled before it. */
    private record Part(Axis axis, int before) {
        /** Where a place on the axis of the input lies on the axis of the picture. */
        double inPicture(double place) {
            return (place - before + axis.from()) * axis.in() / axis.out();
        }
    }

    @Override
    public CropArea area(int pictureHeight, int pictureWidth) {
        Part down = part(pictureHeight, pictureWidth);
        Part across = part(pictureWidth, pictureHeight);
        int size = settings.size();
        return new CropArea(across.inPicture(0), down.inPicture(0), across.inPicture(size), down.inPicture(size));
    }

    private Part part(int in, int other) {
        int size = settings.size();
        long out = resized(in, other);
        if (out < 1) {
            throw new InvalidRequestException(
                    "a side of " + in + " pixels becomes 0 pixels long, on which open_clip fails, too");
        }
        if (out >= size) {
            long from = (long) Math.rint((out - size) / 2.0);
            return new Part(new Axis(in, out, from, from + size), 0);
        }
        return new Part(new Axis(in, out, 0, out), (int) (size - out) / 2);
    }

    /** The length of a side after the resize. */
    private long resized(int in, int other) {
        int size = settings.size();
        int longer = Math.max(in, other);
        return switch (settings.mode()) {
            case SHORTEST -> in <= other ? size : (long) size * in / other;
            case SQUASH -> size;
            case LONGEST -> (long) Math.rint(in / ((double) longer / size));
        };
    }

    @Override
    public float[] pixelValues(RgbImage image) {
        return NormalizedPixels.of(crop(image), table);
    }

    @Override
    public int height() {
        return settings.size();
    }

    @Override
    public int width() {
        return settings.size();
    }

    @Override
    public ImageRules rules() {
        return rules;
    }

    @Override
    public OpenClipImageProcessor following(ImageRules others) {
        return others.equals(rules) ? this : of(settings, others);
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public String fingerprint() {
        List<String> words = new ArrayList<>();
        words.add(NAME + REVISION);
        words.add("transparency=" + rules.transparency());
        words.add(settings.bilinear() ? "bilinear" : "bicubic");
        words.add(settings.mode() + "=" + settings.size());
        words.add("mean=" + settings.mean());
        words.add("std=" + settings.std());
        words.add("fill=" + settings.fill());
        return String.join(" ", words);
    }

    /** Divides by 255, subtracts the mean and divides by the standard deviation, each in 32 bits. */
    private static float[] tableOf(Settings settings) {
        float[] table = new float[CHANNELS * NormalizedPixels.LEVELS];
        for (int i = 0; i < table.length; i++) {
            int channel = i / NormalizedPixels.LEVELS;
            float value = i % NormalizedPixels.LEVELS / 255f;
            table[i] = (value - settings.mean().get(channel).floatValue())
                    / settings.std().get(channel).floatValue();
        }
        return table;
    }
}
