package org.clipmeter.preprocess;

import java.util.List;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Section;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.StoredPixels;
import org.clipmeter.image.Transparency;
import org.clipmeter.image.TransparencyRule;

/**
 * The preprocessing of hpsv2 1.2 with torchvision: a picture is converted to RGB and to numbers from 0 to 1, these are resized
 * with a bicubic filter so that the longer side fits, the rest is filled with 0 on both sides, and everything is normalized.
 * Nothing is cut off. The numbers are floats, not bytes, so they may leave the range from 0 to 1.
 */
public final class HpsImageProcessor implements ImageProcessor {
    private static final int CHANNELS = NormalizedPixels.CHANNELS;

    /** Must be increased when the same settings give other values than before. */
    private static final int REVISION = 1;

    private static final String NAME = "hpsv2-";
    private static final float SUPPORT = 2;

    private final int size;
    private final ImageRules rules;

    private HpsImageProcessor(int size, ImageRules rules) {
        this.size = size;
        this.rules = rules;
    }

    /**
     * A processor for square inputs.
     *
     * @throws InvalidRequestException in one line, for rules that hpsv2 does not have
     */
    public static HpsImageProcessor of(int size, ImageRules rules) {
        if (rules.preprocessing() != Preprocessing.PILLOW) {
            throw new InvalidRequestException(
                    Section.MODEL,
                    "preprocessing: " + rules.preprocessing()
                            + " is a backend of transformers, but this model is prepared as"
                            + " hpsv2 does it; leave the preprocessing out",
                    null);
        }
        return new HpsImageProcessor(size, rules);
    }

    /** Whether a fingerprint is of this class. */
    public static boolean prepared(String fingerprint) {
        return fingerprint.startsWith(NAME);
    }

    @Override
    public float[] pixelValues(RgbImage image) {
        Transparency transparency = image.transparency();
        boolean asStored = rules.transparency() == TransparencyRule.REFERENCE;
        if (asStored
                && transparency != null
                && transparency.keptColor() == Transparency.NO_COLOR
                && image.stored() == StoredPixels.SAMPLES) {
            throw new InvalidRequestException(
                    "the picture has an alpha channel, on which hpsv2 fails; convert it to RGB, or let"
                            + " the transparency rule white or drop convert all pictures first");
        }
        byte[] rgb = asStored ? image.rgb() : image.rgb(rules.transparency());
        int longer = Math.max(image.height(), image.width());
        double scale = size / (double) longer;
        int height = (int) Math.rint(image.height() * scale);
        int width = (int) Math.rint(image.width() * scale);
        if (height < 1 || width < 1) {
            throw new InvalidRequestException("the picture of " + image.height() + "x" + image.width()
                    + " pixels becomes " + height + "x" + width + ", on which hpsv2 fails");
        }
        if (longer == size && image.height() != image.width()) {
            throw new InvalidRequestException("the longer side of the picture has exactly " + size
                    + " pixels, on which hpsv2" + " fails, since it then does not fill the rest; resize the picture");
        }
        FloatWeights down = FloatWeights.of(image.height(), height);
        FloatWeights across = FloatWeights.of(image.width(), width);
        float[] values = new float[CHANNELS * size * size];
        for (int channel = 0; channel < CHANNELS; channel++) {
            float[] plane = down.columns(across.rows(plane(rgb, channel), image.height()), width);
            place(plane, height, width, channel, values);
        }
        return values;
    }

    @Override
    public CropArea area(int pictureHeight, int pictureWidth) {
        double scale = size / (double) Math.max(pictureHeight, pictureWidth);
        int height = (int) Math.rint(pictureHeight * scale);
        int width = (int) Math.rint(pictureWidth * scale);
        double down = (double) pictureHeight / height;
        double across = (double) pictureWidth / width;
        int top = (size - height) / 2;
        int left = (size - width) / 2;
        return new CropArea(-left * across, -top * down, (size - left) * across, (size - top) * down);
    }

    private static float[] plane(byte[] rgb, int channel) {
        float[] plane = new float[rgb.length / CHANNELS];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (rgb[i * CHANNELS + channel] & 0xff) / 255f;
        }
        return plane;
    }

    private void place(float[] plane, int height, int width, int channel, float[] values) {
        float mean = Normalization.OPENAI.mean().get(channel).floatValue();
        float std = Normalization.OPENAI.std().get(channel).floatValue();
        int top = (size - height) / 2;
        int left = (size - width) / 2;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                boolean inside = y >= top && y < top + height && x >= left && x < left + width;
                float value = inside ? plane[(y - top) * width + x - left] : 0;
                values[(channel * size + y) * size + x] = (value - mean) / std;
            }
        }
    }

    /**
     * PyTorch's antialiased bicubic filter for floats along one axis.
     *
     * @param lows the first input sample of each output sample
     * @param weights of its input samples
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record FloatWeights(int[] lows, float[][] weights) {
        static FloatWeights of(int in, int out) {
            float scale = (float) in / out;
            float support = scale >= 1 ? SUPPORT * scale : SUPPORT;
            float inverse = scale >= 1 ? 1 / scale : 1;
            int[] lows = new int[out];
            float[][] weights = new float[out][];
            for (int i = 0; i < out; i++) {
                float center = scale * (i + 0.5f);
                lows[i] = Math.max((int) (center - support + 0.5f), 0);
                int length = Math.min((int) (center + support + 0.5f), in) - lows[i];
                weights[i] = new float[length];
                float total = 0;
                for (int j = 0; j < length; j++) {
                    weights[i][j] = (float) Filter.BICUBIC.at((j + lows[i] - center + 0.5f) * inverse);
                    total += weights[i][j];
                }
                for (int j = 0; j < length; j++) {
                    weights[i][j] /= total;
                }
            }
            return new FloatWeights(lows, weights);
        }

        /** Filters along rows: (height, in) to (height, out). */
        float[] rows(float[] plane, int height) {
            int in = plane.length / height;
            int out = lows.length;
            float[] filtered = new float[height * out];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < out; x++) {
                    float sum = 0;
                    for (int j = 0; j < weights[x].length; j++) {
                        sum += plane[y * in + lows[x] + j] * weights[x][j];
                    }
                    filtered[y * out + x] = sum;
                }
            }
            return filtered;
        }

        /** Filters along columns: (in, width) to (out, width). */
        float[] columns(float[] plane, int width) {
            float[] filtered = new float[lows.length * width];
            for (int y = 0; y < lows.length; y++) {
                for (int j = 0; j < weights[y].length; j++) {
                    int from = (lows[y] + j) * width;
                    for (int x = 0; x < width; x++) {
                        filtered[y * width + x] += plane[from + x] * weights[y][j];
                    }
                }
            }
            return filtered;
        }
    }

    @Override
    public int height() {
        return size;
    }

    @Override
    public int width() {
        return size;
    }

    @Override
    public ImageRules rules() {
        return rules;
    }

    @Override
    public HpsImageProcessor following(ImageRules others) {
        return others.equals(rules) ? this : of(size, others);
    }

    @Override
    public String fingerprint() {
        return NAME + REVISION + " transparency=" + rules.transparency() + " bicubic longest=" + size + " mean="
                + Normalization.OPENAI.mean() + " std=" + Normalization.OPENAI.std();
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }
}
